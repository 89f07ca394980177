public import Interchange

/// A scenario document: the market as it stands, and the arms and settings laid over it.
///
/// Everything is checked when the document is read: every arm in every setting. After that
/// `scenario(arm:)` gives the checked world of one arm.
public struct ScenarioDocument: Sendable {
  /// Name used in messages, as the user typed it.
  public let name: String
  /// The document as read, with all overlays in it.
  public let root: SpecNode
  /// Comments by line, where authors keep the sources of numbers.
  public let comments: [Int: String]
  /// Texts of the files that the document names.
  public let files: [String: String]
  /// The arms, the baseline first.
  public let arms: [Arm]
  /// Names of the settings.
  public let settings: [String]
  /// What a run must show.
  public private(set) var targets: [Target]

  /// An overlay on the document.
  public struct Arm: Sendable, Equatable {
    /// Name in the document.
    public let name: String
    /// One line for headings.
    public let title: String
    /// Whether it exists for the targets' sake and is not run unless it is asked for.
    public let isOnlyForTargets: Bool
    let patch: SpecNode
  }

  /// Reads and checks a document.
  ///
  /// - Parameters:
  ///   - yaml: The text.
  ///   - name: How messages call it.
  ///   - files: Texts of the CSV files that it names, by the name it uses.
  ///   - changes: Values that replace those of the document, by dotted path.
  /// - Throws: Every problem found, in the order of lines.
  public init(
    yaml: String, name: String, files: [String: String] = [:],
    changes: [(path: String, value: String)] = []
  ) throws(SpecProblems) {
    let document = try SpecDocument(yaml: yaml, name: name)
    var root = document.root
    var misspelled: [SpecProblem] = []
    for change in changes {
      let path = change.path.split(separator: ".").map { String($0) }
      if let problem = Self.misspelling(in: path, of: root) { misspelled.append(problem) }
      root = root.setting(path, to: SpecNode(.scalar(change.value)))
    }
    if !misspelled.isEmpty { throw SpecProblems(misspelled) }
    let structural = ScenarioShape.document.problems(in: root, document: name)
    var problems = structural
    for section in ["arms", "settings"] {
      for entry in root[section]?.entries ?? [] {
        Self.reportIdleRemovals(
          entry.value, from: root, "\(section).\(entry.key)", name, &problems)
      }
    }
    self.name = name
    self.root = root
    self.comments = document.comments
    self.files = files
    self.settings = root["settings"]?.entries.map(\.key) ?? []
    self.arms = Self.readArms(root, name, &problems)
    for arm in arms {
      for setting in [nil] + settings.map({ Optional($0) }) {
        let (_, armProblems) = Self.read(
          root, document: name, files: files, arm: arm, setting: setting, draw: nil)
        problems += Self.withoutConsequences(armProblems, of: structural)
      }
    }
    self.targets = []
    if problems.isEmpty { problems += branchProblems() }
    if problems.isEmpty {
      var reader = TargetReader(document: self, scenario: try scenarioAsWritten())
      self.targets = reader.read(root["targets"])
      problems += reader.problems
    }
    if !problems.isEmpty { throw SpecProblems(problems) }
  }

  /// The name of the arm that effects are measured against.
  public var baseline: String { arms[0].name }

  /// The checked world of an arm.
  ///
  /// - Parameters:
  ///   - arm: Name of the arm.
  ///   - setting: Name of the setting; the document as it stands unless given.
  ///   - draw: Number of the parameter draw; the parameters' own values unless given.
  ///   - seed: Seed of every random number; the document's own unless given.
  /// - Returns: The checked scenario.
  /// - Throws: `SpecProblems` when the arm or setting does not exist, or a drawn value breaks the
  ///   scenario.
  public func scenario(
    arm: String, setting: String? = nil, draw: Int? = nil, seed: UInt64? = nil
  ) throws(SpecProblems) -> Scenario {
    guard let overlay = arms.first(where: { $0.name == arm }) else {
      throw SpecProblems([missing(arm, among: arms.map(\.name), what: "arm", section: "arms")])
    }
    if let setting, !settings.contains(setting) {
      throw SpecProblems([missing(setting, among: settings, what: "setting", section: "settings")])
    }
    let (scenario, problems) = Self.read(
      root, document: name, files: files, arm: overlay, setting: setting, draw: draw, seed: seed)
    if !problems.isEmpty { throw SpecProblems(problems) }
    return scenario
  }

  /// The checked world without any arm: what a burn-in runs under.
  ///
  /// - Parameters:
  ///   - setting: Name of the setting; the document as it stands unless given.
  ///   - draw: Number of the parameter draw; the parameters' own values unless given.
  ///   - seed: Seed of every random number; the document's own unless given.
  /// - Returns: The checked scenario.
  /// - Throws: `SpecProblems` when a drawn value breaks the scenario.
  public func scenarioAsWritten(
    setting: String? = nil, draw: Int? = nil, seed: UInt64? = nil
  ) throws(SpecProblems) -> Scenario {
    let bare = Arm(
      name: "", title: "", isOnlyForTargets: false, patch: SpecNode(.mapping([])))
    let (scenario, problems) = Self.read(
      root, document: name, files: files, arm: bare, setting: setting, draw: draw, seed: seed)
    if !problems.isEmpty { throw SpecProblems(problems) }
    return scenario
  }

  /// The named values of an arm, with their uncertainty.
  public func parameters(arm: String, setting: String? = nil) -> [ScenarioParameter] {
    guard let overlay = arms.first(where: { $0.name == arm }) else { return [] }
    return Self.parameters(in: Self.merged(root, arm: overlay, setting: setting))
  }

  private func missing(
    _ word: String, among names: [String], what: String, section: String
  ) -> SpecProblem {
    let remedy =
      nearestKey(to: word, among: names).map { "did you mean \($0)?" }
      ?? (names.isEmpty ? "none is declared" : "known are \(names.joined(separator: ", "))")
    return SpecProblem(
      document: name, line: root[section]?.line ?? 0, path: section,
      problem: "no \(what) \"\(word)\"; \(remedy)")
  }

  // MARK: Arms

  /// Keys that describe the whole study, which an overlay cannot change.
  private static let fixedKeys = [
    "rounds", "name", "arms", "settings", "targets", "baseline", "outcome", "seed", "replicates",
    "time", "currency", "evidence",
  ]

  private static func readArms(
    _ root: SpecNode, _ document: String, _ problems: inout [SpecProblem]
  ) -> [Arm] {
    let baseline = root["baseline"]?.text ?? "zero"
    let declared = root["arms"]?.entries ?? []
    for section in ["arms", "settings"] {
      for entry in root[section]?.entries ?? [] {
        for key in entry.value.entries where fixedKeys.contains(key.key) {
          problems.append(
            SpecProblem(
              document: document, line: key.line, path: "\(section).\(entry.key).\(key.key)",
              problem: "an overlay cannot change \(key.key); it belongs to the whole document"))
        }
      }
    }
    if baseline != "zero", !declared.contains(where: { $0.key == baseline }) {
      problems.append(
        SpecProblem(
          document: document, line: root["baseline"]?.line ?? 0, path: "baseline",
          problem: "no arm \"\(baseline)\"; declare it under arms, or leave baseline out"))
    }
    var arms: [Arm] = []
    if !declared.contains(where: { $0.key == "zero" }) {
      arms.append(
        Arm(
          name: "zero", title: "No own activity", isOnlyForTargets: false, patch: silence))
    }
    for entry in declared {
      let patch = entry.key == "zero" ? silence.merging(entry.value) : entry.value
      arms.append(
        Arm(
          name: entry.key, title: entry.value["title"]?.text ?? entry.key,
          isOnlyForTargets: entry.value["onlyForTargets"]?.flag ?? false, patch: patch))
    }
    if !declared.contains(where: { $0.key != "zero" }) {
      let title = root["title"]?.text ?? "As planned"
      arms.append(
        Arm(
          name: "plan", title: title, isOnlyForTargets: false, patch: SpecNode(.mapping([]))))
    }
    let first = arms.firstIndex { $0.name == baseline } ?? 0
    return [arms[first]] + arms[..<first] + arms[(first + 1)...]
  }

  private static let silence = SpecNode(
    .mapping([SpecEntry(key: "channelsInUse", line: 0, value: SpecNode(.scalar("none")))]))

  // MARK: Reading one arm

  private static func merged(_ root: SpecNode, arm: Arm, setting: String?) -> SpecNode {
    var world = root
    if let setting, let patch = root["settings"]?[setting] {
      world = world.merging(overlay(patch))
    }
    world = world.merging(overlay(arm.patch))
    let kept = world.entries.filter { !["arms", "settings", "targets"].contains($0.key) }
    return SpecNode(.mapping(kept), line: root.line)
  }

  /// A patch without the words that describe the overlay itself.
  private static func overlay(_ patch: SpecNode) -> SpecNode {
    let described = ["title", "note", "source", "description", "onlyForTargets"]
    return SpecNode(
      .mapping(patch.entries.filter { !described.contains($0.key) }), line: patch.line)
  }

  private static func read(
    _ root: SpecNode, document: String, files: [String: String], arm: Arm, setting: String?,
    draw: Int?, seed chosen: UInt64? = nil
  ) -> (Scenario, [SpecProblem]) {
    let world = merged(root, arm: arm, setting: setting)
    var problems: [SpecProblem] = []
    let seed = chosen ?? UInt64(max(0, world["seed"]?.integer ?? 1))
    var values: [String: Double] = [:]
    for parameter in parameters(in: world) {
      values[parameter.name] =
        draw.map { parameter.value(draw: $0, seed: seed) } ?? parameter.value
    }
    problems += priorProblems(in: world, document: document)
    let resolved = world.resolving(values, document: document, problems: &problems)
    problems += hugeNumbers(in: resolved, document: document, path: "")
    let structural = ScenarioShape.document.problems(in: resolved, document: document)
    var reader = ScenarioReader(root: resolved, document: document, files: files)
    var scenario = reader.read()
    scenario.seed = seed
    problems += structural
    problems += withoutConsequences(reader.problems, of: structural)
    problems += withoutConsequences(
      reader.nameProblems(), of: structural)
    return (scenario, problems)
  }
}
