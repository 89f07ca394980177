import Estimation
public import Interchange
public import Journeys

/// Which parameters of a scenario are learned, and from what.
public struct CalibrationSpec: Sendable {
  /// How figures enter a distance.
  public enum Summary: String, Sendable, CaseIterable {
    /// Summed up by a regression of the parameters on them.
    case learned
    /// As they are.
    case declared
  }

  /// How the table of data is read.
  public struct PastLayout: Sendable {
    /// Which of its columns make the panel.
    public let layout: PanelLayout
    /// Steps of the scenario in a period; found from dates when `nil`.
    public let stepsPerPeriod: Int?
    /// First day of the first period, where periods are numbers.
    public let start: CivilDate?
    /// Last periods that are kept back.
    public let holdout: Int
  }

  /// Figures that must be reproduced, and how exactly.
  public struct Goal: Sendable {
    /// Name in the document.
    public let name: String
    /// What is measured.
    let measure: Measure
    /// How exactly it was observed.
    let tolerance: Tolerance
    /// How much it counts.
    let weight: Double
    /// Its place in the document, for messages.
    let place: (line: Int, path: String)
  }

  /// What is measured.
  enum Measure: Sendable {
    /// A column of the data by period, and what stands for it.
    case series(column: String, Target.Quantity)
    /// Figures of a panel: columns of the data, and what stands for them.
    case panel(
      Target.AgentQuestion, channel: Int?, outcome: String, effort: String?, [PanelStatistic])
    /// A figure that is known.
    case figure(Target.Measure, value: Double)
  }

  /// The standard deviation of an error of observation.
  enum Tolerance: Sendable {
    /// In the unit of the figure.
    case absolute(Double)
    /// As a share of the observed figure.
    case relative(Double)

    /// In the unit of a figure.
    func deviation(of value: Double) -> Double {
      switch self {
      case .absolute(let deviation): deviation
      case .relative(let share): share * value.magnitude
      }
    }
  }

  /// The name of the document, as the user typed it.
  public let document: String
  /// One line for headings.
  public let title: String
  /// Arm that the past happened under.
  public let arm: String
  /// Setting; the scenario as it stands when `nil`.
  public let setting: String?
  /// The free parameters.
  public let parameters: [ScenarioParameter]
  /// How the table of data is read; `nil` when no target needs one.
  public let data: PastLayout?
  /// What must be reproduced.
  public let goals: [Goal]
  /// How figures enter a distance.
  public let summary: Summary
  /// Worlds that may be simulated.
  public let simulations: Int
  /// Minutes after which no further batch begins; `nil` for no bound.
  public let minutes: Double?
  /// Draws that are kept.
  public let draws: Int
  /// Seed of every random number.
  public let seed: UInt64

  /// Reads a calibration of a scenario.
  ///
  /// - Parameters:
  ///   - yaml: The text.
  ///   - name: How messages call it.
  ///   - scenario: The scenario whose parameters are learned.
  /// - Throws: Every problem found, in the order of lines.
  public init(
    yaml: String, name: String, scenario: ScenarioDocument
  ) throws(SpecProblems) {
    let file = try SpecDocument(yaml: yaml, name: name)
    var problems: [SpecProblem] = []
    let root = file.root.resolving([:], document: name, problems: &problems)
    problems += CalibrationShape.document.problems(in: root, document: name)
    if !problems.isEmpty { throw SpecProblems(problems) }
    var reader = try CalibrationReader(root: root, document: name, scenario: scenario)
    let goals = reader.readGoals()
    document = name
    title = root["title"]?.text ?? name
    arm = reader.arm
    setting = reader.setting
    parameters = reader.readParameters()
    data = reader.readData(goals)
    self.goals = goals
    summary = root["statistics"]?.text.flatMap { Summary(rawValue: $0) } ?? .learned
    simulations = root["budget"]?["simulations"]?.integer ?? 4_000
    minutes = root["budget"]?["minutes"]?.number
    draws = root["draws"]?.integer ?? 1_000
    seed = UInt64(root["seed"]?.integer ?? 1)
    reader.checkBudget()
    if !reader.problems.isEmpty { throw SpecProblems(reader.problems) }
  }
}
