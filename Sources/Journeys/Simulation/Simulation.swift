import Interchange

/// One world: one arm in one replicate, with all its people and what has happened to them.
///
/// A plain value. A copy is a snapshot: running the copy on gives the same bytes.
///
/// ```swift
/// var simulation = Simulation(SimulationPlan(scenario), replicate: 0)
/// try simulation.run()
/// let ledger = simulation.ledger
/// ```
public struct Simulation: Sendable {
  private let plan: SimulationPlan
  private var populations: [PopulationWorld]
  /// The next step; negative during burn-in.
  public private(set) var nextStep: Int

  /// A world before its first step.
  ///
  /// - Parameters:
  ///   - plan: What to run.
  ///   - replicate: Number of the replicate; arms of one replicate meet the same people and luck.
  ///   - records: Events and touches of single agents that are wanted.
  public init(_ plan: SimulationPlan, replicate: Int, records: [AgentRecord] = []) {
    self.plan = plan
    nextStep = -plan.burnIn
    let scenario = plan.scenario
    var people: [People?] = scenario.populations.map { _ in nil }
    for index in plan.order {
      let spec = scenario.populations[index]
      people[index] = People(
        spec, parent: spec.parent.flatMap { people[$0] }, seed: scenario.seed,
        replicate: replicate)
    }
    populations = plan.populations.indices.compactMap { index in
      guard let drawn = people[index] else { return nil }
      return PopulationWorld(
        plan.populations[index], spec: scenario.populations[index], scenario: scenario,
        people: drawn, replicate: replicate, firstStep: -plan.burnIn, stepCount: plan.stepCount,
        records: records.filter { $0.population == index })
    }
  }

  /// What truly happened so far.
  public var ledger: Ledger { Ledger(populations: populations.map(\.ledger)) }

  /// Events and touches of single agents, as wanted, by population and then in the order given.
  public var records: [AgentRecord] { populations.flatMap(\.records) }

  /// Paths of the sampled agents of a population.
  public func paths(population: Int) -> [PathStep] { populations[population].paths }

  /// Levels of a categorical attribute, by agent.
  public func levels(population: Int, attribute: Int) -> [UInt8] {
    populations[population].people.codes[attribute]
  }

  /// Numbers of a real attribute, by agent.
  public func numbers(population: Int, attribute: Int) -> [Double] {
    populations[population].people.reals[attribute]
  }

  /// Runs all steps that are left.
  ///
  /// - Throws: `SimulationError` when the scenario's chances contradict.
  public mutating func run() throws(SimulationError) {
    while nextStep < plan.stepCount { try step() }
  }

  /// Runs one step. Populations go one after the other, parents first; within each:
  ///
  /// 1. memory and contact pressure fade;
  /// 2. touches of each channel are planned, delivered, seen, engaged;
  /// 3. agents move along their journey, under what they now remember;
  /// 4. events happen in the stages reached; they touch parents in the next step.
  public mutating func step() throws(SimulationError) {
    let step = nextStep
    let index = step + plan.burnIn
    for place in plan.order {
      populations[place].openTally(step: step)
      populations[place].fade()
      populations[place].openWindows(step: step)
      for channel in populations[place].plan.channels.indices
      where populations[place].plan.channels[channel].isActive {
        populations[place].planTouches(channel: channel, step: step, index: index)
        populations[place].deliverTouches(channel: channel, step: step)
      }
      populations[place].settleTouches(step: step)
      let parent = populations[place].plan.parent
      let parentStages = parent.map { populations[$0].stage } ?? []
      try populations[place].moveAgents(step: step, index: index, parentStages: parentStages)
      try emitEvents(place, step: step, index: index, parent: parent, parentStages: parentStages)
      populations[place].closeTally(step: step)
    }
    nextStep = step + 1
  }

  private mutating func emitEvents(
    _ place: Int, step: Int, index: Int, parent: Int?, parentStages: [UInt8]
  ) throws(SimulationError) {
    var upward: [(channel: Int, row: Int32, count: Int)] = []
    try populations[place].emitEvents(step: step, index: index, parentStages: parentStages) {
      upward.append(($0, $1, $2))
    }
    guard let parent else { return }
    for touch in upward where populations[parent].plan.channels[touch.channel].isActive {
      for _ in 0..<touch.count { populations[parent].arriving[touch.channel].append(touch.row) }
    }
  }

  /// The world of another arm that shares this one's past: people, stages and memories.
  ///
  /// Used to run a burn-in once and branch the arms from it.
  ///
  /// - Parameters:
  ///   - other: The arm's plan, of the same populations, stages and channels.
  ///   - replicate: The replicate of this world.
  ///   - records: Events and touches of single agents that are wanted.
  /// - Returns: A world at the same step, ready to go on under the other plan.
  public func branched(
    to other: SimulationPlan, replicate: Int, records: [AgentRecord] = []
  ) -> Simulation {
    var branch = Simulation(other, replicate: replicate, records: records)
    branch.nextStep = nextStep
    for index in populations.indices {
      branch.populations[index].adoptState(of: populations[index])
    }
    return branch
  }
}
