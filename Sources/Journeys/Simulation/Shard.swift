import Interchange

/// A part of a world that runs by itself: some agents of the first population with all their children,
/// or everybody.
///
/// A plain value. Shards of one world never look at each other, so their number, their order and the
/// threads that run them cannot change a result.
struct Shard: Sendable {
  private let plan: SimulationPlan
  /// Populations that go step by step, parents first.
  var populations: [PopulationWorld] = []
  /// Populations that go stage by stage, after their parents.
  private(set) var sojourns: [SojournWorld] = []
  /// Where each population of the scenario stands in one of the two.
  private let places: [Place]
  /// Place of the parent of each population that goes step by step, and whether children who go stage
  /// by stage look at it.
  private let parents: [Int?]
  private let isWatched: [Bool]
  /// Stages of the parents of those, step by step.
  private var histories: [StageHistory?] = []

  enum Place: Sendable {
    case steps(Int)
    case sojourns(Int)
  }

  /// The next step; negative during burn-in.
  private(set) var nextStep: Int

  /// What single agents are asked for.
  struct Questions: Sendable {
    var records: [AgentRecord] = []
    var followed: [(population: Int, agent: Int)]?
  }

  /// A shard before its first step.
  ///
  /// - Parameters:
  ///   - plan: What to run.
  ///   - people: The agents of each population.
  ///   - networks: Who listens to whom, by population.
  ///   - replicate: Number of the replicate.
  ///   - questions: What single agents are asked for.
  ///   - approvalWait: Steps that content waits for approval.
  init(
    _ plan: SimulationPlan, people: [People], networks: [ContactNetwork?], replicate: Int,
    questions: Questions, approvalWait: [Int]
  ) {
    self.plan = plan
    nextStep = -plan.burnIn
    let scenario = plan.scenario
    var places: [Place] = plan.populations.map { _ in .steps(0) }
    var isWatched = [Bool](repeating: false, count: places.count)
    for index in plan.order {
      let own = plan.populations[index].sized(people[index].size)
      let records = questions.records.filter { $0.population == index }
      let followed = questions.followed.map { all in
        all.filter { $0.population == index }.map(\.agent)
      }
      if own.sojourns == nil {
        places[index] = .steps(populations.count)
        populations.append(
          PopulationWorld(
            own, spec: scenario.populations[index], scenario: scenario, people: people[index],
            replicate: replicate, firstStep: -plan.burnIn, stepCount: plan.stepCount,
            records: records, approvalWait: approvalWait, followed: followed,
            network: networks[index]))
      } else {
        places[index] = .sojourns(sojourns.count)
        sojourns.append(
          SojournWorld(
            own, scenario: scenario, people: people[index], replicate: replicate,
            stepCount: plan.stepCount, records: records, followed: followed))
        if let parent = own.parent { isWatched[parent] = true }
      }
    }
    self.places = places
    parents = populations.map { Self.place(ofParent: $0.plan.parent, among: places) }
    histories = populations.map { world in
      isWatched[world.plan.index]
        ? StageHistory(size: world.plan.size, steps: plan.burnIn + plan.stepCount) : nil
    }
    self.isWatched = histories.map { $0 != nil }
  }

  /// Counts of a population so far.
  func ledger(population: Int) -> PopulationLedger {
    switch places[population] {
    case .steps(let place): populations[place].ledger
    case .sojourns(let place): sojourns[place].ledger
    }
  }

  /// Paths of the sampled agents of a population.
  func paths(population: Int) -> [PathStep] {
    switch places[population] {
    case .steps(let place): populations[place].paths
    case .sojourns(let place): sojourns[place].paths
    }
  }

  /// Events and touches of single agents of a population.
  func records(population: Int) -> [AgentRecord] {
    switch places[population] {
    case .steps(let place): populations[place].records
    case .sojourns(let place): sojourns[place].records
    }
  }

  /// Place of a parent among the populations that go step by step.
  private static func place(ofParent parent: Int?, among places: [Place]) -> Int? {
    guard let parent, case .steps(let place) = places[parent] else { return nil }
    return place
  }

  /// Runs to the end of the horizon.
  ///
  /// - Throws: `SimulationError` when the scenario's chances contradict.
  mutating func run() throws(SimulationError) {
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
  ///
  /// Populations that go stage by stage follow at the end of the horizon.
  mutating func step() throws(SimulationError) {
    for place in populations.indices {
      try stepPopulation(place, step: nextStep, index: nextStep + plan.burnIn)
    }
    nextStep += 1
    if nextStep == plan.stepCount { try settle() }
  }

  private mutating func stepPopulation(
    _ place: Int, step: Int, index: Int
  ) throws(SimulationError) {
    let parent = parents[place]
    var parentStages: [UInt8] = []
    if let parent { parentStages = populations[parent].stage }
    var upward: [(channel: Int, row: Int32, count: Int)] = []
    try populations[place].step(step, index: index, parentStages: parentStages) {
      upward.append(($0, $1, $2))
    }
    if isWatched[place] {
      let moved = populations[place].moved
      histories[place]?.note(moved, step: index)
    }
    guard let parent, !upward.isEmpty else { return }
    for touch in upward where populations[parent].plan.channels[touch.channel].isActive {
      for _ in 0..<touch.count { populations[parent].arriving[touch.channel].append(touch.row) }
    }
  }

  /// Brings populations that go stage by stage to where the others are.
  mutating func settle() throws(SimulationError) {
    let end = nextStep + plan.burnIn
    for place in populations.indices where histories[place] != nil {
      histories[place]?.close(populations[place].stage, until: end)
    }
    for place in sojourns.indices {
      let parent = Self.place(ofParent: sojourns[place].plan.parent, among: places)
      try sojourns[place].settle(
        until: end, history: parent.flatMap { histories[$0] })
    }
  }

  /// Takes over where everybody is in another arm's world of the same people.
  mutating func adoptState(of other: Shard, hasSameRules: Bool) {
    nextStep = other.nextStep
    var other = other
    // What cannot be settled stops the run itself with the same error.
    try? other.settle()
    for index in places.indices {
      switch (places[index], other.places[index]) {
      case (.steps(let own), .steps(let past)):
        populations[own].adoptState(
          of: other.populations[past], from: nextStep, hasSameRules: hasSameRules)
        if histories[own] != nil, other.histories[past] != nil {
          histories[own] = other.histories[past]
        }
      case (.sojourns(let own), .sojourns(let past)):
        sojourns[own].adoptState(of: other.sojourns[past])
      default: preconditionFailure("a document with a burn-in moves everybody step by step")
      }
    }
  }
}

extension PopulationWorld {
  /// Runs one step of the population.
  ///
  /// - Parameters:
  ///   - step: The step; negative during burn-in.
  ///   - index: The step counted from the start of the burn-in.
  ///   - parentStages: Stage of every parent in this step; empty without a parent.
  ///   - touchParent: Called with the parent's channel, the parent's row and a count of touches.
  /// - Throws: `SimulationError` when the scenario's chances contradict.
  mutating func step(
    _ step: Int, index: Int, parentStages: [UInt8], touchParent: (Int, Int32, Int) -> Void
  ) throws(SimulationError) {
    openTally(step: step)
    fade()
    openWindows(step: step)
    if index == 0 { fireAtStart(step: step) }
    workAgenda(step: step)
    chooseActions(step: step, index: index)
    for channel in plan.channelOrder where plan.channels[channel].isActive {
      planTouches(channel: channel, step: step, index: index)
      deliverTouches(channel: channel, step: step, index: index)
    }
    settleTouches(step: step, index: index)
    try moveAgents(step: step, index: index, parentStages: parentStages)
    try emitEvents(
      step: step, index: index, parentStages: parentStages, touchParent: touchParent)
    haveExperiences(step: step, index: index)
    closeTally(step: step)
  }
}
