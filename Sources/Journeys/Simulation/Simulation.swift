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
  let plan: SimulationPlan
  let people: WorldPeople
  /// The parts of the world; `nil` before a part has been set up and after it has been counted.
  var shards: [Shard?]
  /// Counts of parts that have run to their end.
  var finished: FinishedShards
  private let approvals: ApprovalRun

  /// A world before its first step.
  ///
  /// A world whose parts do not fit into memory together sets them up when their turn comes.
  ///
  /// - Parameters:
  ///   - plan: What to run.
  ///   - replicate: Number of the replicate; arms of one replicate meet the same people and luck.
  ///   - records: Events and touches of single agents that are wanted.
  ///   - followed: Population and row of agents whose whole path is wanted, in place of a sample.
  ///   - shared: People of the replicate that other worlds of it have drawn.
  public init(
    _ plan: SimulationPlan, replicate: Int, records: [AgentRecord] = [],
    followed: [(population: Int, agent: Int)]? = nil, shared: ReplicatePeople = ReplicatePeople()
  ) {
    self.plan = plan
    let approvals = ApprovalRun(plan, replicate: replicate)
    self.approvals = approvals
    people = shared.people { known in
      WorldPeople(
        plan, replicate: replicate,
        questions: Shard.Questions(records: records, followed: followed),
        approvalWait: approvals.waitSteps, known: known)
    }
    finished = FinishedShards(plan)
    shards = [Shard?](repeating: nil, count: people.partCount)
    if plan.agentCount <= Self.mostAgentsAtOnce { setUp() }
  }

  /// Worlds of more agents are set up part by part; *chosen*.
  static let mostAgentsAtOnce = 8_000_000

  /// Sets up all parts that have not been.
  mutating func setUp() {
    for part in shards.indices where shards[part] == nil && !finished.isDone(part) {
      shards[part] = people.shard(part)
    }
  }

  /// The next step; negative during burn-in.
  public var nextStep: Int {
    if finished.count == shards.count { return plan.stepCount }
    return shards.lazy.compactMap { $0?.nextStep }.first ?? -plan.burnIn
  }

  /// What truly happened so far.
  public var ledger: Ledger {
    var sum = finished
    for case var shard? in shards {
      // What cannot be settled stops the run itself with the same error.
      try? shard.settle()
      try? sum.add(shard)
    }
    return Ledger(populations: sum.ledgers, approvals: approvals.ledger)
  }

  /// Events and touches of single agents, as wanted, by population and then in the order given.
  public var records: [AgentRecord] {
    guard let only = shards.first ?? nil else { return [] }
    return plan.populations.indices.flatMap { only.records(population: $0) }
  }

  /// Paths of the sampled agents of a population.
  public func paths(population: Int) -> [PathStep] {
    (shards.first ?? nil)?.paths(population: population) ?? []
  }

  /// Levels of a categorical attribute, by agent.
  public func levels(population: Int, attribute: Int) -> [UInt8] {
    people.parts.flatMap { people.drawn($0)[population].codes[attribute] }
  }

  /// Groups of an attribute that is no number, by agent.
  ///
  /// - Parameters:
  ///   - population: Index of the population.
  ///   - attribute: Index of the attribute, of any number of levels.
  /// - Returns: The place of each agent's group among the attribute's levels.
  public func groups(population: Int, attribute: Int) -> [Int32] {
    people.parts.flatMap { people.drawn($0)[population].groups(of: attribute) }
  }

  /// Numbers of a real attribute, by agent.
  public func numbers(population: Int, attribute: Int) -> [Double] {
    people.parts.flatMap { people.drawn($0)[population].reals[attribute] }
  }

  /// Row of each agent's parent; empty without parents.
  public func parents(population: Int) -> [Int32] {
    people.partCount == 1 ? people.drawn(0)[population].parents : []
  }

  /// Runs all steps that are left.
  ///
  /// - Throws: `SimulationError` when the scenario's chances contradict.
  public mutating func run() throws(SimulationError) {
    for part in shards.indices { try runPart(part) }
  }

  private mutating func runPart(_ part: Int) throws(SimulationError) {
    if finished.isDone(part) { return }
    var shard: Shard?
    swap(&shard, &shards[part])
    var own = shard ?? people.shard(part)
    shard = nil
    try own.run()
    if shards.count == 1 {
      shards[part] = own
    } else {
      try finished.add(own)
      finished.note(part)
    }
  }

  /// Runs one step of everybody.
  ///
  /// - Throws: `SimulationError` when the scenario's chances contradict.
  public mutating func step() throws(SimulationError) {
    setUp()
    for part in shards.indices { try shards[part]?.step() }
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
  ///   - shared: People of the replicate that other worlds of it have drawn.
  /// - Returns: A world at the same step, ready to go on under the other plan.
  public func branched(
    to other: SimulationPlan, replicate: Int, records: [AgentRecord] = [],
    followed: [(population: Int, agent: Int)]? = nil, shared: ReplicatePeople = ReplicatePeople()
  ) -> Simulation {
    var branch = Simulation(
      other, replicate: replicate, records: records, followed: followed, shared: shared)
    branch.setUp()
    let hasSameRules =
      plan.scenario.handoffs.map(\.name) == other.scenario.handoffs.map(\.name)
      && plan.scenario.triggers.map(\.name) == other.scenario.triggers.map(\.name)
    precondition(
      branch.shards.count == shards.count, "arms with a burn-in have the same people")
    for part in shards.indices {
      guard let past = shards[part] else { continue }
      branch.shards[part]?.adoptState(of: past, hasSameRules: hasSameRules)
    }
    return branch
  }
}
