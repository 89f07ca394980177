import Statistics

/// A population that is moved by sojourn: stage by stage, not step by step.
///
/// A plain value. Its agents run after their parents have gone through all steps, one family after
/// the other, each through all steps at once: nothing flows back, so no result depends on it.
struct SojournWorld: Sendable {
  let plan: PopulationPlan
  let people: People
  /// First child of each parent in this part; a single family of everybody without parents.
  let firstChild: [Int]
  /// Cell of the breakdown of each agent; empty when there is one cell.
  let cells: [UInt8]
  /// Product of the attributes that multiply an event, by event; empty when none does.
  let eventTimes: [[Double]]
  /// Chance of each event for each agent wherever it can happen, as a part of 2³²; empty for events
  /// whose chance differs between stages or from step to step, or reaches one.
  let eventThresholds: [[UInt32]]
  let transitionStream: RandomStream
  let eventStreams: [RandomStream]
  /// Rows whose paths are kept.
  let isSampled: [Bool]

  /// Stage of each agent after the last settled step.
  var stage: [UInt8]
  /// Agents of each stage and cell at the start: `[cell * stages + stage]`.
  private(set) var occupancy: [UInt32] = []
  /// Stages that each agent has been in, a bit each; empty when they only go forward.
  var visited: [UInt64]
  /// Steps that have been settled.
  var settled = 0
  var ledger: PopulationLedger
  var records: [AgentRecord]
  var paths: [PathStep] = []

  init(
    _ plan: PopulationPlan, scenario: Scenario, people: People, replicate: Int, stepCount: Int,
    records: [AgentRecord], followed: [Int]?
  ) {
    self.plan = plan
    self.people = people
    let spec = scenario.populations[plan.index]
    let streams = PopulationStreams(
      scenario, population: plan.index, replicate: replicate, firstRow: people.firstRow)
    transitionStream = streams.transition
    eventStreams = streams.events
    firstChild = Self.families(people)
    cells = PersonalColumns.cells(plan, people: people)
    let eventTimes = plan.events.map { PersonalColumns.product(of: $0.times, people: people) }
    self.eventTimes = eventTimes
    eventThresholds = zip(plan.events, eventTimes).map { event, times in
      Self.thresholds(event, times: times, size: people.size)
    }
    stage = PopulationWorld.start(
      plan, name: spec.name, seed: scenario.seed, replicate: replicate, people: people)
    isSampled = PersonalColumns.sampled(
      plan, name: spec.name, seed: scenario.seed, followed: followed)
    visited = []
    ledger = PopulationLedger(plan, stepCount: stepCount)
    self.records = records
    for index in self.records.indices { self.records[index].include(from: people) }
    countOccupancy()
  }

  /// Counts who is where.
  private mutating func countOccupancy() {
    occupancy = [UInt32](repeating: 0, count: ledger.cellCount * plan.stageCount)
    for row in 0..<people.size {
      let cell = cells.isEmpty ? 0 : Int(cells[row])
      occupancy[cell &* plan.stageCount &+ Int(stage[row])] &+= 1
    }
  }

  private static func thresholds(_ event: EventPlan, times: [Double], size: Int) -> [UInt32] {
    let chances = event.perStep.filter { $0 != 0 }
    guard let chance = chances.first, chances.allSatisfy({ $0 == chance }),
      event.response.environment.isEmpty, event.response.parentStages.isEmpty,
      !StepChance((times.max() ?? 1) * chance).isCertain
    else { return [] }
    if times.isEmpty {
      return [UInt32](
        repeating: UInt32(truncatingIfNeeded: StepChance(chance).threshold), count: size)
    }
    return times.map { UInt32(truncatingIfNeeded: StepChance(chance * $0).threshold) }
  }

  /// First row of each family: rows of one parent stand together.
  private static func families(_ people: People) -> [Int] {
    guard let last = people.parents.last else { return [0, people.size] }
    var first = [Int](repeating: 0, count: Int(last) + 2)
    for parent in people.parents { first[Int(parent) + 1] += 1 }
    for parent in 1..<first.count { first[parent] += first[parent - 1] }
    return first
  }

  /// Moves everybody up to a step.
  ///
  /// - Parameters:
  ///   - end: Steps to have settled.
  ///   - history: Stages of the parents up to there; `nil` without parents.
  /// - Throws: `SimulationError` when the scenario's chances contradict.
  mutating func settle(until end: Int, history: StageHistory?) throws(SimulationError) {
    guard let sojourns = try plan.sojourns?.get(), end > settled else { return }
    var run = SojournRun(self, sojourns, steps: settled..<end)
    if settled == 0 { openLedger(run.occupancy, isForward: sojourns.isForward) }
    try run.moveEverybody(&self, history: history)
  }

  /// Counts where everybody is before the first reported step.
  private mutating func openLedger(_ occupancy: [UInt32], isForward: Bool) {
    visited = isForward ? [] : stage.map { 1 << UInt64($0) }
    ledger.initial = occupancy
    for stage in 0..<plan.stageCount {
      for cell in 0..<ledger.cellCount {
        ledger.firstEntries[stage] += ledger.initial[cell * plan.stageCount + stage]
      }
    }
    for row in isSampled.indices where isSampled[row] {
      paths.append(PathStep(agent: row, step: 0, kind: .start(stage: Int(stage[row]))))
    }
  }

  /// Takes over where everybody is in another arm's world of the same people.
  mutating func adoptState(of other: SojournWorld) {
    stage = other.stage
    visited = other.visited
    settled = other.settled
    countOccupancy()
  }
}
