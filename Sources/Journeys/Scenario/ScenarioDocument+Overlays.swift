import Interchange

/// What is laid over the document: settings, switches and arms.
extension ScenarioDocument {
  /// The name of the arm without any activity of one's own, which every document has.
  public static let nothing = "zero"

  /// A world to run, as an overlay on the document.
  public struct Arm: Sendable, Equatable {
    /// Name in the document.
    public let name: String
    /// One line for headings.
    public let title: String
    /// Whether it exists for the targets' sake and is not run unless it is asked for.
    public let isOnlyForTargets: Bool
    /// Names of the switches that it turns on, in the order of their declaration.
    public let switches: [String]
    let patch: SpecNode
  }

  /// A lever, as an overlay on the document.
  public struct Switch: Sendable, Equatable {
    /// Name in the document.
    public let name: String
    /// One line for headings.
    public let title: String
    let patch: SpecNode
  }

  /// Keys that describe the whole study, which an overlay cannot change.
  private static let fixedKeys = [
    "rounds", "name", "arms", "settings", "switches", "ladder", "targets", "baseline", "outcome",
    "seed", "replicates", "time", "currency", "evidence",
  ]

  /// Sections that hold overlays.
  private static let overlaySections = ["arms", "settings", "switches"]

  /// Words of an overlay that describe it and change nothing.
  private static let describingKeys = [
    "title", "note", "source", "description", "onlyForTargets", "switches",
  ]

  private static let silence = SpecNode(
    .mapping([SpecEntry(key: "channelsInUse", line: 0, value: SpecNode(.scalar("none")))]))

  // MARK: Reading

  static func readSwitches(_ root: SpecNode) -> [Switch] {
    (root["switches"]?.entries ?? []).map { entry in
      Switch(
        name: entry.key, title: entry.value["title"]?.text ?? entry.key, patch: entry.value)
    }
  }

  static func readArms(
    _ root: SpecNode, _ switches: [Switch], _ document: String, _ problems: inout [SpecProblem]
  ) -> [Arm] {
    let baseline = root["baseline"]?.text ?? Self.nothing
    let declared = root["arms"]?.entries ?? []
    reportFixedKeys(root, document, &problems)
    if baseline != Self.nothing, !declared.contains(where: { $0.key == baseline }) {
      problems.append(
        SpecProblem(
          document: document, line: root["baseline"]?.line ?? 0, path: "baseline",
          problem: "no arm \"\(baseline)\"; declare it under arms, or leave baseline out"))
    }
    var arms: [Arm] = []
    if !declared.contains(where: { $0.key == Self.nothing }) {
      arms.append(
        Arm(
          name: Self.nothing, title: "No own activity", isOnlyForTargets: false, switches: [],
          patch: silence))
    }
    for entry in declared {
      let patch = entry.key == Self.nothing ? silence.merging(entry.value) : entry.value
      arms.append(
        Arm(
          name: entry.key, title: entry.value["title"]?.text ?? entry.key,
          isOnlyForTargets: entry.value["onlyForTargets"]?.flag ?? false,
          switches: readSwitchNames(
            entry.value["switches"], switches.map(\.name), "arms.\(entry.key).switches", document,
            &problems),
          patch: patch))
    }
    if !declared.contains(where: { $0.key != Self.nothing }) {
      let title = root["title"]?.text ?? "As planned"
      arms.append(
        Arm(
          name: "plan", title: title, isOnlyForTargets: false, switches: [],
          patch: SpecNode(.mapping([]))))
    }
    reportIdleRemovals(root, arms, switches, document, &problems)
    let first = arms.firstIndex { $0.name == baseline } ?? 0
    return [arms[first]] + arms[..<first] + arms[(first + 1)...]
  }

  /// The switches that an arm turns on: `all`, or a list of names.
  private static func readSwitchNames(
    _ node: SpecNode?, _ known: [String], _ path: String, _ document: String,
    _ problems: inout [SpecProblem]
  ) -> [String] {
    guard let node else { return [] }
    if node.text == "all" { return known }
    func report(_ line: Int, _ text: String) {
      problems.append(SpecProblem(document: document, line: line, path: path, problem: text))
    }
    guard case .list(let items) = node.content else {
      report(node.line, "write all, or a list of switches, such as [\(known.first ?? "name")]")
      return []
    }
    for item in items {
      let name = item.text ?? ""
      if known.contains(name) { continue }
      let near = nearestKey(to: name, among: known).map { "did you mean \($0)?" }
      let others = known.isEmpty ? "none is declared" : "known are \(known.joined(separator: ", "))"
      report(item.line, "unknown switch \"\(name)\"; \(near ?? others)")
    }
    let wanted = node.items.compactMap(\.text)
    return known.filter { wanted.contains($0) }
  }

  static func readLadderBase(
    _ root: SpecNode, _ arms: [Arm], _ document: String, _ problems: inout [SpecProblem]
  ) -> String? {
    guard let node = root["ladder"]?["base"], let name = node.text else {
      let declared = root["arms"]?.entries.map(\.key) ?? []
      let plain = arms.filter {
        $0.name != Self.nothing && $0.switches.isEmpty && $0.patch["channelsInUse"]?.text != "none"
      }.map(\.name)
      return declared.first { plain.contains($0) } ?? plain.first
    }
    func report(_ text: String) {
      problems.append(
        SpecProblem(document: document, line: node.line, path: "ladder.base", problem: text))
    }
    guard let arm = arms.first(where: { $0.name == name }) else {
      let known = arms.map(\.name)
      let near = nearestKey(to: name, among: known).map { "did you mean \($0)?" }
      report("unknown arm \"\(name)\"; \(near ?? "known are \(known.joined(separator: ", "))")")
      return nil
    }
    if !arm.switches.isEmpty {
      report("the arm \(name) uses switches of its own; name one that uses none")
    }
    return name
  }

  // MARK: Checks

  private static func reportFixedKeys(
    _ root: SpecNode, _ document: String, _ problems: inout [SpecProblem]
  ) {
    for section in overlaySections {
      for entry in root[section]?.entries ?? [] {
        for key in entry.value.entries where fixedKeys.contains(key.key) {
          if section == "arms", key.key == "switches" { continue }
          problems.append(
            SpecProblem(
              document: document, line: key.line, path: "\(section).\(entry.key).\(key.key)",
              problem: "an overlay cannot change \(key.key); it belongs to the whole document"))
        }
      }
    }
  }

  /// Reports nulls in overlays that remove nothing, neither from the document nor from the switches
  /// below.
  private static func reportIdleRemovals(
    _ root: SpecNode, _ arms: [Arm], _ switches: [Switch], _ document: String,
    _ problems: inout [SpecProblem]
  ) {
    for section in overlaySections {
      for entry in root[section]?.entries ?? [] {
        let path = "\(section).\(entry.key)"
        var idle: [SpecProblem] = []
        reportIdleRemovals(entry.value, from: root, path, document, &idle)
        if section == "arms", let arm = arms.first(where: { $0.name == entry.key }) {
          let world = switches.filter { arm.switches.contains($0.name) }
            .reduce(root) { $0.merging(overlay($1.patch)) }
          var above: [SpecProblem] = []
          reportIdleRemovals(entry.value, from: world, path, document, &above)
          idle = idle.filter { above.contains($0) }
        }
        problems += idle
      }
    }
  }

  // MARK: Layers

  /// The overlays of an arm in the order in which they are laid.
  ///
  /// An arm is laid over its own switches, so that it can overrule them. Switches that are asked for
  /// are laid over the arm: a ladder shows what they change.
  func layers(arm: Arm, switches asked: [String]?, setting: String?) -> [SpecNode] {
    let base = setting.flatMap { root["settings"]?[$0] }.map { [$0] } ?? []
    let wanted = asked ?? arm.switches
    let levers = switches.filter { wanted.contains($0.name) }.map(\.patch)
    return asked == nil ? base + levers + [arm.patch] : base + [arm.patch] + levers
  }

  /// Every world that must make sense: each arm, each switch alone on the base of the ladder, and all
  /// of them together, in every setting.
  var everyLayering: [[SpecNode]] {
    ([nil] + settings.map { Optional($0) }).flatMap { setting in
      let worlds = arms.map { layers(arm: $0, switches: nil, setting: setting) }
      guard !switches.isEmpty, let base = arms.first(where: { $0.name == ladderBase }) else {
        return worlds
      }
      let names = switches.map(\.name)
      let rungs = names.map { [$0] } + (names.count > 1 ? [names] : [])
      return worlds + rungs.map { layers(arm: base, switches: $0, setting: setting) }
    }
  }

  /// The document with overlays laid over it, and without the sections that hold overlays.
  func merged(_ layers: [SpecNode]) -> SpecNode {
    let world = layers.reduce(root) { $0.merging(Self.overlay($1)) }
    let left = Self.overlaySections + ["targets", "ladder"]
    return SpecNode(.mapping(world.entries.filter { !left.contains($0.key) }), line: root.line)
  }

  /// A patch without the words that describe the overlay itself.
  private static func overlay(_ patch: SpecNode) -> SpecNode {
    SpecNode(
      .mapping(patch.entries.filter { !describingKeys.contains($0.key) }), line: patch.line)
  }
}
