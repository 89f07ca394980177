public import Interchange

/// A scenario document: the market as it stands, and the arms, switches and settings laid over it.
///
/// Everything is checked when the document is read: every arm in every setting, and every switch on
/// the base of the ladder. After that `scenario(arm:)` gives the checked world of one arm.
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
  /// Levers that arms and ladders turn on, in the document's order.
  public let switches: [Switch]
  /// Arm that a ladder lays the switches on; `nil` when no arm could be it.
  public let ladderBase: String?
  /// What a run must show.
  public private(set) var targets: [Target]
  /// What draws of parameters are taken from in place of their priors; `nil` for the priors.
  public internal(set) var parameterDraws: ParameterDraws?
  /// The parameters of the document without overlays, where draws of a calibration are taken: many
  /// reads ask for them.
  var writtenParameters: [ScenarioParameter]?

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
    self.name = name
    self.root = root
    self.comments = document.comments
    self.files = files
    self.settings = root["settings"]?.entries.map(\.key) ?? []
    self.switches = Self.readSwitches(root)
    self.arms = Self.readArms(root, switches, name, &problems)
    self.ladderBase = Self.readLadderBase(root, arms, name, &problems)
    self.targets = []
    for layers in everyLayering {
      let (_, found) = read(layers, draw: nil)
      problems += Self.withoutConsequences(found, of: structural)
    }
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

  /// The arm that a study of one arm looks at: the one asked for, else the one that a ladder would
  /// stand on, else the first that is not the baseline.
  public func studied(_ arm: String?) -> String {
    arm ?? ladderBase ?? arms.first { $0.name != baseline }?.name ?? baseline
  }

  /// The checked world of an arm.
  ///
  /// - Parameters:
  ///   - arm: Name of the arm.
  ///   - switches: Names of the switches that are laid over the arm in place of the arm's own; the
  ///     arm's own, laid under its patch, when `nil`.
  ///   - setting: Name of the setting; the document as it stands unless given.
  ///   - draw: Number of the parameter draw; the parameters' own values unless given.
  ///   - seed: Seed of every random number; the document's own unless given.
  /// - Returns: The checked scenario.
  /// - Throws: `SpecProblems` when the arm, a switch or the setting does not exist, or a drawn value
  ///   breaks the scenario.
  public func scenario(
    arm: String, switches: [String]? = nil, setting: String? = nil, draw: Int? = nil,
    seed: UInt64? = nil
  ) throws(SpecProblems) -> Scenario {
    guard let overlay = arms.first(where: { $0.name == arm }) else {
      throw SpecProblems([missing(arm, among: arms.map(\.name), what: "arm", section: "arms")])
    }
    if let setting, !settings.contains(setting) {
      throw SpecProblems([missing(setting, among: settings, what: "setting", section: "settings")])
    }
    let names = self.switches.map(\.name)
    if let unknown = switches?.first(where: { !names.contains($0) }) {
      throw SpecProblems([missing(unknown, among: names, what: "switch", section: "switches")])
    }
    let layers = layers(arm: overlay, switches: switches, setting: setting)
    let (scenario, problems) = read(layers, draw: draw, seed: seed)
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
    let layers = setting.flatMap { root["settings"]?[$0] }.map { [$0] } ?? []
    let (scenario, problems) = read(layers, draw: draw, seed: seed)
    if !problems.isEmpty { throw SpecProblems(problems) }
    return scenario
  }

  /// The named values of an arm, with their uncertainty.
  ///
  /// - Parameters:
  ///   - arm: Name of the arm.
  ///   - switches: Names of the switches laid over the arm; the arm's own when `nil`.
  ///   - setting: Name of the setting; the document as it stands unless given.
  /// - Returns: The parameters; none when there is no such arm.
  public func parameters(
    arm: String, switches: [String]? = nil, setting: String? = nil
  ) -> [ScenarioParameter] {
    guard let overlay = arms.first(where: { $0.name == arm }) else { return [] }
    return Self.parameters(
      in: merged(layers(arm: overlay, switches: switches, setting: setting)))
  }

  /// The document of an arm with its overlays laid, and expressions as they are written.
  ///
  /// - Parameters:
  ///   - arm: Name of the arm; the document without any arm when `nil`.
  ///   - setting: Name of the setting; the document as it stands unless given.
  /// - Returns: The document's root; that without the arm when there is none of the name.
  public func written(arm: String?, setting: String? = nil) -> SpecNode {
    guard let overlay = arms.first(where: { $0.name == arm }) else {
      return merged(setting.flatMap { root["settings"]?[$0] }.map { [$0] } ?? [])
    }
    return merged(layers(arm: overlay, switches: nil, setting: setting))
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

  // MARK: Reading one world

  private func read(
    _ layers: [SpecNode], draw: Int?, seed chosen: UInt64? = nil
  ) -> (Scenario, [SpecProblem]) {
    let world = merged(layers)
    var problems: [SpecProblem] = []
    let seed = chosen ?? UInt64(max(0, world["seed"]?.integer ?? 1))
    var values: [String: Double] = [:]
    for parameter in Self.parameters(in: world) {
      values[parameter.name] =
        draw.map { value(of: parameter, draw: $0, seed: seed) } ?? parameter.value
    }
    problems += Self.priorProblems(in: world, document: name)
    let resolved = world.resolving(values, document: name, problems: &problems)
    problems += Self.hugeNumbers(in: resolved, document: name)
    let structural = ScenarioShape.document.problems(in: resolved, document: name)
    var reader = ScenarioReader(root: resolved, document: name, files: files)
    var scenario = reader.read()
    scenario.seed = seed
    problems += structural
    problems += Self.withoutConsequences(reader.problems, of: structural)
    problems += Self.withoutConsequences(reader.nameProblems(), of: structural)
    return (scenario, problems)
  }
}
