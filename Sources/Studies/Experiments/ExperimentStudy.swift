import Interchange
public import Journeys

/// What experiments within a market would find: the scenario is the data-generating process.
///
/// In every replicate the market lives under one arm, mostly that of the control group, up to the start. Then its people
/// are put to the arms of every planned test, live on side by side, and are read out as a team would. The
/// truth beside it comes from the same market with everybody under one arm, on the same random numbers.
public struct ExperimentStudy: Sendable {
  /// The scenario.
  public let document: ScenarioDocument
  /// Arms of the test, the control arm first.
  public let arms: [String]
  /// Place among them of the arm that everybody lives under before the test.
  public let before: Int
  /// Setting; the document as it stands when `nil`.
  public let setting: String?
  /// What is planned.
  public let question: TestQuestion
  /// Replicates.
  public let replicates: Int
  /// Seed; the document's own when `nil`.
  public let seed: UInt64?
  /// Whether parameters with priors are drawn.
  public let drawsParameters: Bool
  /// The user's own past, to judge tests by; nil without.
  public var history: TestHistory?
  /// First step of the test.
  public let start: Int
  /// Population whose people are assigned.
  let population: Int
  /// The control arm at its own values, for names.
  public let scenario: Scenario

  /// A study of a document.
  ///
  /// - Parameters:
  ///   - document: The scenario.
  ///   - arms: Names of the arms, the control arm first; the two that a document starts with when `nil`.
  ///     An arm may be named by the first word of its title.
  ///   - before: Place among them of the arm that everybody lives under before the test.
  ///   - setting: Setting; the document as it stands when `nil`.
  ///   - question: What is planned.
  ///   - replicates: Replicates; *chosen* 100 when `nil`, which knows a power of 0.8 to ± 0.08.
  ///   - seed: Seed; the document's own when `nil`.
  ///   - drawsParameters: Whether parameters with priors are drawn in each replicate.
  /// - Throws: `SpecProblems` when an arm or the setting does not exist; `StudyError` when no such test
  ///   fits into the scenario.
  public init(
    _ document: ScenarioDocument, arms: [String]? = nil, before: Int = 0, setting: String? = nil,
    question: TestQuestion, replicates: Int? = nil, seed: UInt64? = nil,
    drawsParameters: Bool = true
  ) throws {
    self.document = document
    self.before = before
    self.setting = setting
    self.question = question
    self.replicates = replicates ?? 100
    self.seed = seed
    self.drawsParameters = drawsParameters
    let names = (arms ?? document.testedArms).map(document.arm(called:))
    self.arms = names
    scenario = try document.scenario(arm: names[0], setting: setting, seed: seed)
    let checks = ExperimentChecks(document: document, question: question, scenario: scenario)
    population = try checks.population()
    start = try checks.start()
    try checks.checkUnits(population: population, arms: names.count)
    try checks.checkArms(names, setting: setting)
    try checks.checkMemory(arms: names.count)
  }

  /// Steps that are simulated: up to the end of the longest test.
  var horizon: Int { start + (question.durations.max() ?? 0) }

  /// Whether what happens to one person can reach another one.
  public var isTied: Bool { AssignedWorlds.areTied(in: SimulationPlan(scenario)) }

  /// Worlds that one replicate runs: every arm for everybody, and mixed ones where people are tied.
  public var worldsPerReplicate: Int {
    arms.count * (1 + (isTied ? question.assignments.count : 0))
  }

  /// Every replicate draws its own parameters, so that Monte-Carlo errors count replicates.
  private func draw(ofReplicate replicate: Int) -> Int? { drawsParameters ? replicate : nil }

  /// The plan of the burn-in of a replicate.
  func burnIn(replicate: Int) throws -> SimulationPlan {
    SimulationPlan(
      try document.scenarioAsWritten(
        setting: setting, draw: draw(ofReplicate: replicate), seed: seed))
  }

  /// The plan of an arm in a replicate, cut at the end of the longest test.
  func plan(arm: String, replicate: Int) throws -> SimulationPlan {
    var world = try document.scenario(
      arm: arm, setting: setting, draw: draw(ofReplicate: replicate), seed: seed)
    world.time = TimeGrid(start: world.time.start, step: world.time.step, count: horizon)
    return SimulationPlan(world, branches: true)
  }

  /// Runs every planned test in every replicate.
  ///
  /// - Parameters:
  ///   - threads: Replicates that run at a time.
  ///   - finished: Called with the number of replicates that have ended.
  /// - Returns: What the tests would find, and the truth.
  /// - Throws: `SpecProblems` when a drawn parameter breaks the scenario, `StudyError` when the
  ///   simulation finds its chances contradict or a test cannot be read out.
  public func run(
    threads: Int = 1, finished: (Int) -> Void = { _ in }
  ) async throws -> ExperimentPlan {
    let found = try await runReplicates(replicates, threads: threads, finished: finished) {
      try ExperimentReplicate(self, replicate: $0).read()
    }
    do {
      return try ExperimentPlan(study: self, replicates: found)
    } catch {
      throw StudyError(document: document.name, problem: "\(error)")
    }
  }
}

extension ScenarioDocument {
  /// The arms of a test that names none: the baseline, and the first other one that does something.
  var testedArms: [String] {
    let others = arms.filter { $0.name != baseline && !$0.isOnlyForTargets }
    let other = others.first { $0.name != Self.nothing } ?? others.first
    return [baseline] + (other.map { [$0.name] } ?? [])
  }

  /// The name of an arm that may be called by the first word of its title, such as A1.
  public func arm(called name: String) -> String {
    if arms.contains(where: { $0.name == name }) { return name }
    let labeled = arms.filter {
      !$0.isOnlyForTargets
        && $0.title.split(separator: " ").first.map { $0.lowercased() == name.lowercased() }
          ?? false
    }
    return labeled.count == 1 ? labeled[0].name : name
  }
}
