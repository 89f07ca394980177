public import Estimation
public import Interchange
public import Journeys
public import Statistics

/// A calibration to a panel of observed stages, by the likelihood of a scenario's own transitions.
public struct StageCalibrationSpec: Sendable {
  /// The language of such a calibration.
  public static let shape = SpecShape(
    "stage calibration", "Which parameters of transitions are learned from observed stages.",
    [
      .required("engine", .choice([engine]), "transitions: the likelihood of observed stages."),
      .optional("title", .text, "One line for headings; the file's name unless said."),
      .optional("arm", .text, "Arm that the past happened under; the baseline unless said."),
      .optional("setting", .text, "Setting of the scenario; the document as it stands."),
      .optional(
        "parameters", .list(.text, count: nil),
        "Free parameters, each with a prior in the scenario; all that have one unless said. The "
          + "others keep their own values."),
    ] + TransitionsSpec.fields + [
      .optional("sampling", .fields(sampling), "How much is sampled."),
      .optional("seed", .integer(atLeast: 0), "Seed of every random number; 1 unless said."),
    ])

  private static let sampling = SpecShape(
    "stage sampling", "How much is sampled.",
    [
      .optional("chains", .integer(atLeast: 1), "Chains; 4 unless said."),
      .optional(
        "warmup", .integer(atLeast: 100), "Steps of adaptation per chain; 500 unless said."),
      .optional("draws", .integer(atLeast: 100), "Draws kept per chain; 500 unless said."),
    ])

  /// The word under `engine` that asks for this kind of calibration.
  public static let engine = "transitions"

  /// The name of the document, as the user typed it.
  public let document: String
  /// One line for headings.
  public let title: String
  /// Arm that the past happened under.
  public let arm: String
  /// Setting; the scenario as it stands when `nil`.
  public let setting: String?
  /// The names of the parameters that are learned; all that have a prior when `nil`.
  public let parameters: [String]?
  /// What is said of the panel and the transitions.
  public let transitions: TransitionsSpec
  /// The number of chains.
  public let chains: Int
  /// How each chain is run.
  public let settings: SamplerSettings
  /// Seed of every random number.
  public let seed: UInt64

  /// Whether a document asks for this kind of calibration.
  ///
  /// - Parameters:
  ///   - yaml: The text.
  ///   - name: How messages call it.
  /// - Returns: Whether its `engine` is ``engine``.
  /// - Throws: What keeps the text from being a document.
  public static func isMeant(by yaml: String, name: String) throws(SpecProblems) -> Bool {
    try SpecDocument(yaml: yaml, name: name).root["engine"]?.text == engine
  }

  /// Reads a calibration of a scenario.
  ///
  /// - Parameters:
  ///   - yaml: The text.
  ///   - name: How messages call it.
  ///   - scenario: The scenario whose parameters are learned.
  /// - Throws: Every problem found, in the order of lines.
  public init(yaml: String, name: String, scenario: ScenarioDocument) throws(SpecProblems) {
    let root = try SpecDocument(yaml: yaml, name: name).root
    var problems = Self.shape.problems(in: root, document: name)
    if !problems.isEmpty { throw SpecProblems(problems) }
    document = name
    title = root["title"]?.text ?? name
    arm = root["arm"]?.text ?? scenario.baseline
    setting = root["setting"]?.text
    parameters = root["parameters"]?.items.compactMap(\.text)
    transitions = TransitionsSpec(root, document: name, problems: &problems)
    chains = root["sampling"]?["chains"]?.integer ?? 4
    settings = SamplerSettings(
      warmup: root["sampling"]?["warmup"]?.integer ?? 500,
      draws: root["sampling"]?["draws"]?.integer ?? 500)
    seed = UInt64(root["seed"]?.integer ?? 1)
    problems += Self.unknown(root["parameters"], name, scenario, arm, setting)
    if !problems.isEmpty { throw SpecProblems(problems) }
  }

  /// Names under `parameters` that cannot be learned.
  private static func unknown(
    _ node: SpecNode?, _ document: String, _ scenario: ScenarioDocument, _ arm: String,
    _ setting: String?
  ) -> [SpecProblem] {
    let all = scenario.parameters(arm: arm, setting: setting)
    return (node?.items ?? []).enumerated().compactMap { index, item in
      let name = item.text ?? ""
      let known = all.first { $0.name == name }
      if let known, known.prior != nil, name != ParameterDraws.numberColumn { return nil }
      let near = nearestKey(to: name, among: all.map(\.name)).map { "did you mean \($0)?" }
      let problem =
        known == nil
        ? "unknown parameter \"\(name)\"; "
          + (near ?? "\(scenario.name) has \(all.map(\.name).joined(separator: ", "))")
        : name == ParameterDraws.numberColumn
          ? "\(name) is the name of the column that numbers draws; rename the parameter"
          : "\(name) has no prior in \(scenario.name); give it prior, low and high, or leave it out"
      return SpecProblem(
        document: document, line: item.line, path: "parameters[\(index)]", problem: problem)
    }
  }
}
