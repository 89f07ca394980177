import Interchange
public import Journeys

/// What happens under each arm: the main question.
///
/// Arms are parallel worlds: in one replicate they meet the same people and the same luck, so their
/// differences are paired.
public struct ForecastStudy: Sendable {
  /// The scenario.
  public let document: ScenarioDocument
  /// Arms to run, the baseline first.
  public private(set) var arms: [String]
  /// Setting; the document as it stands when `nil`.
  public let setting: String?
  /// Replicates of each arm.
  public let replicates: Int
  /// Seed; the document's own when `nil`.
  public let seed: UInt64?
  /// Whether each channel is knocked out in turn to measure its contribution.
  public let measuresContributions: Bool
  /// Whether parameters with priors are drawn.
  public let drawsParameters: Bool
  /// Records of single agents that are wanted, by arm.
  public var records: [String: [AgentRecord]] = [:]

  /// How much more of a channel's plan, and of its weekly costs, the marginal return looks at.
  ///
  /// *Chosen*: large enough to show above replicate noise on common random numbers, small enough
  /// for the slope at the plan.
  public static let marginalStep = 0.1

  /// A study of a document.
  ///
  /// - Parameters:
  ///   - document: The scenario.
  ///   - arms: Arms to run; all that are not only for targets when `nil`. The baseline is added where it is missing.
  ///   - setting: Setting; the document as it stands when `nil`.
  ///   - replicates: Replicates of each arm; the document's own number when `nil`.
  ///   - seed: Seed; the document's own when `nil`.
  ///   - measuresContributions: Whether each channel is knocked out in turn.
  ///   - drawsParameters: Whether parameters with priors are drawn.
  /// - Throws: `SpecProblems` when an arm or the setting does not exist.
  public init(
    _ document: ScenarioDocument, arms: [String]? = nil, setting: String? = nil,
    replicates: Int? = nil, seed: UInt64? = nil, measuresContributions: Bool = false,
    drawsParameters: Bool = true
  ) throws {
    let wanted = arms ?? document.arms.filter { !$0.isOnlyForTargets }.map(\.name)
    for arm in wanted { _ = try document.scenario(arm: arm, setting: setting) }
    let base = try document.scenario(arm: document.baseline, setting: setting)
    self.document = document
    self.arms = wanted.reduce(into: [document.baseline]) {
      if !$0.contains($1) { $0.append($1) }
    }
    self.setting = setting
    self.replicates = replicates ?? base.replicates
    self.seed = seed
    self.measuresContributions = measuresContributions
    try Self.checkMemory(
      base, worlds: Double(self.arms.count) * Double(self.replicates), document: document.name)
    self.drawsParameters =
      drawsParameters
      && self.arms.contains { arm in
        document.parameters(arm: arm, setting: setting).contains { document.isDrawn($0) }
      }
  }

  /// The same study of some of its arms, in the order in which they are named; for who compares with
  /// no baseline.
  func running(only arms: [String]) -> ForecastStudy {
    var study = self
    study.arms = arms
    return study
  }

  /// Refuses a study whose ledgers would not fit; all are kept until the tables are made.
  private static func checkMemory(
    _ scenario: Scenario, worlds: Double, document: String
  ) throws(StudyError) {
    let gibibytes = SimulationPlan(scenario).ledgerBytes * worlds / 0x1p30
    guard gibibytes > largestLedgers else { return }
    throw StudyError(
      document: document,
      problem: "its counts would take \(HumanNumber.text(gibibytes)) GiB, more than "
        + "\(HumanNumber.text(largestLedgers)); run fewer replicates or arms, a coarser breakdown "
        + "or a longer step")
  }

  /// Most memory for ledgers, in GiB; *chosen* for a machine of 16.
  private static let largestLedgers = 10.0

  /// The number of the parameter draw of a replicate: two neighbors share one, so that the spread
  /// between replicates splits into noise and parameters.
  func draw(ofReplicate replicate: Int) -> Int? { drawsParameters ? replicate / 2 : nil }

  /// Number of parameter draws; 0 when parameters are not drawn.
  public var drawCount: Int { drawsParameters ? (replicates + 1) / 2 : 0 }

  /// The world of an arm as it is simulated in a replicate.
  func scenario(arm: String, replicate: Int?) throws -> Scenario {
    try scenario(arm: arm, draw: replicate.flatMap { draw(ofReplicate: $0) })
  }

  /// The world of an arm with the parameters of a draw; with their own values when `nil`.
  func scenario(arm: String, draw: Int?) throws -> Scenario {
    do throws(SpecProblems) {
      return try document.scenario(arm: arm, setting: setting, draw: draw, seed: seed)
    } catch {
      guard let draw else { throw error }
      let cause = SpecProblem(
        document: document.name, line: 0, path: "parameters",
        problem: "draw \(draw) of the priors led to this; narrow them, or give shares the prior "
          + "logitnormal")
      throw SpecProblems(error.problems + [cause])
    }
  }

  /// Worlds that one replicate runs.
  public func worldsPerReplicate() throws -> Int {
    guard measuresContributions else { return arms.count }
    return try arms.reduce(0) { count, arm in
      let world = try scenario(arm: arm, replicate: nil)
      let own = world.ownChannels
      return count + 1 + own.count + own.filter { world.isDrivenByPlan($0) }.count
    }
  }

  /// Runs every arm in every replicate.
  ///
  /// - Parameters:
  ///   - threads: Replicates that run at a time; what they leave goes to the parts of each world.
  ///   - finished: Called with the number of replicates that have ended.
  /// - Returns: All ledgers.
  /// - Throws: `SpecProblems` when a drawn parameter breaks the scenario, `StudyError` when the
  ///   simulation finds its chances contradict.
  public func run(
    threads: Int = 1, finished: (Int) -> Void = { _ in }
  ) async throws -> Forecast {
    let fixed = drawsParameters ? nil : try plans(draw: nil)
    let worlds = try await runReplicates(replicates, threads: threads, finished: finished) {
      replicate in
      let plans = try fixed ?? self.plans(draw: self.draw(ofReplicate: replicate))
      return try await self.worlds(
        plans, replicate: replicate, threads: max(1, threads / max(1, self.replicates)))
    }
    let scenarios = try arms.map { try scenario(arm: $0, replicate: nil) }
    let titles = arms.map { arm in document.arms.first { $0.name == arm }?.title ?? arm }
    return Forecast(study: self, scenarios: scenarios, titles: titles, worlds: worlds)
  }

  /// The plans of one replicate's arms, and of the burn-in that they branch from.
  private struct Plans: Sendable {
    let arms: [SimulationPlan]
    let burnIn: SimulationPlan?
  }

  private func plans(draw: Int?) throws -> Plans {
    let plans = try arms.map { SimulationPlan(try scenario(arm: $0, draw: draw)) }
    guard let first = plans.first, first.burnIn > 0 else {
      return Plans(arms: plans, burnIn: nil)
    }
    let written = try document.scenarioAsWritten(setting: setting, draw: draw, seed: seed)
    return Plans(arms: plans, burnIn: SimulationPlan(written))
  }

  /// The worlds of one draw of the parameters with the luck of one replicate, one per arm.
  ///
  /// - Parameters:
  ///   - draw: Number of the draw.
  ///   - replicate: Number of the replicate.
  /// - Returns: The worlds, in the order of the arms.
  /// - Throws: As ``run(threads:finished:)``.
  func worlds(draw: Int, replicate: Int) async throws -> [World] {
    try await worlds(try plans(draw: draw), replicate: replicate, threads: 1)
  }

  /// Runs the arms of one replicate.
  private func worlds(_ plans: Plans, replicate: Int, threads: Int) async throws -> [World] {
    let past = try ReplicateWorlds(
      document: document.name, burnIn: plans.burnIn, replicate: replicate)
    var worlds: [World] = []
    for (arm, plan) in zip(arms, plans.arms) {
      let simulation = try await past.finished(plan, records: records[arm] ?? [], threads: threads)
      let reading = LedgerReading(plan)
      let ledger = simulation.ledger
      worlds.append(
        World(
          ledger: ledger, reading: reading, totals: WorldTotals(ledger, reading, plan.scenario),
          records: simulation.records,
          paths: replicate == 0
            ? plan.scenario.populations.indices.map { simulation.paths(population: $0) } : [],
          variants: measuresContributions ? try variants(of: plan, among: past) : []))
    }
    return worlds
  }

  /// Totals of the worlds without each channel, and with a little more of it.
  private func variants(
    of plan: SimulationPlan, among worlds: ReplicateWorlds
  ) throws -> [ChannelVariants] {
    try plan.scenario.ownChannels.map { channel in
      ChannelVariants(
        channel: channel, without: try totals(plan.scenario.without(channel), among: worlds),
        more: try plan.scenario.with(Self.marginalStep, moreOf: channel).map {
          try totals($0, among: worlds)
        })
    }
  }

  private func totals(
    _ scenario: Scenario, among worlds: ReplicateWorlds
  ) throws -> WorldTotals {
    let plan = SimulationPlan(scenario)
    let ledger = try worlds.finished(plan).ledger
    return WorldTotals(ledger, LedgerReading(plan), scenario)
  }
}
