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
  private let approvals: ApprovalRun
  /// The next step; negative during burn-in.
  public private(set) var nextStep: Int

  /// A world before its first step.
  ///
  /// - Parameters:
  ///   - plan: What to run.
  ///   - replicate: Number of the replicate; arms of one replicate meet the same people and luck.
  ///   - records: Events and touches of single agents that are wanted.
  ///   - followed: Population and row of agents whose whole path is wanted, in place of a sample.
  public init(
    _ plan: SimulationPlan, replicate: Int, records: [AgentRecord] = [],
    followed: [(population: Int, agent: Int)]? = nil
  ) {
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
    let approvals = ApprovalRun(plan, replicate: replicate)
    self.approvals = approvals
    populations = plan.populations.indices.compactMap { index in
      guard let drawn = people[index] else { return nil }
      return PopulationWorld(
        plan.populations[index], spec: scenario.populations[index], scenario: scenario,
        people: drawn, replicate: replicate, firstStep: -plan.burnIn, stepCount: plan.stepCount,
        records: records.filter { $0.population == index }, approvalWait: approvals.waitSteps,
        followed: followed.map { all in all.filter { $0.population == index }.map(\.agent) })
    }
  }

  /// What truly happened so far.
  public var ledger: Ledger {
    Ledger(populations: populations.map(\.ledger), approvals: approvals.ledger)
  }

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
  /// 2. what rules put off to this step is done: touches are sent, threads end, opt-outs hold;
  /// 3. touches of each channel are planned, delivered, seen, engaged;
  /// 4. engagements open threads and set off triggers, for later steps;
  /// 5. slots are given, and agents move along their journey, under what they now remember;
  /// 6. events happen in the stages reached, and experiences; they touch others in the next step.
  public mutating func step() throws(SimulationError) {
    let step = nextStep
    let index = step + plan.burnIn
    for place in plan.order {
      populations[place].openTally(step: step)
      populations[place].fade()
      populations[place].openWindows(step: step)
      if index == 0 { populations[place].fireAtStart(step: step) }
      populations[place].workAgenda(step: step)
      populations[place].chooseActions(step: step, index: index)
      for channel in populations[place].plan.channelOrder
      where populations[place].plan.channels[channel].isActive {
        populations[place].planTouches(channel: channel, step: step, index: index)
        populations[place].deliverTouches(channel: channel, step: step, index: index)
      }
      populations[place].settleTouches(step: step, index: index)
      let parent = populations[place].plan.parent
      let parentStages = parent.map { populations[$0].stage } ?? []
      try populations[place].moveAgents(step: step, index: index, parentStages: parentStages)
      try emitEvents(place, step: step, index: index, parent: parent, parentStages: parentStages)
      populations[place].haveExperiences(step: step, index: index)
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
  ///   - followed: Agents whose whole path is wanted, in place of a sample.
  /// - Returns: A world at the same step, ready to go on under the other plan.
  public func branched(
    to other: SimulationPlan, replicate: Int, records: [AgentRecord] = [],
    followed: [(population: Int, agent: Int)]? = nil
  ) -> Simulation {
    var branch = Simulation(other, replicate: replicate, records: records, followed: followed)
    branch.nextStep = nextStep
    let hasSameRules =
      plan.scenario.handoffs.map(\.name) == other.scenario.handoffs.map(\.name)
      && plan.scenario.triggers.map(\.name) == other.scenario.triggers.map(\.name)
    for index in populations.indices {
      branch.populations[index].adoptState(
        of: populations[index], from: nextStep, hasSameRules: hasSameRules)
    }
    return branch
  }
}
