/// Counts of the parts of a world that have run to their end.
struct FinishedShards: Sendable {
  /// Sums by population.
  private(set) var ledgers: [PopulationLedger]
  private var done: Set<Int> = []
  /// Number in the scenario of each population's events.
  private let events: [[Int]]

  init(_ plan: SimulationPlan) {
    ledgers = plan.populations.map { PopulationLedger($0, stepCount: plan.stepCount) }
    events = plan.populations.map { $0.events.map(\.event) }
  }

  /// Number of parts that are done.
  var count: Int { done.count }

  func isDone(_ part: Int) -> Bool { done.contains(part) }

  mutating func note(_ part: Int) { done.insert(part) }

  /// Adds the counts of a part; sums of whole numbers do not depend on the order.
  ///
  /// - Throws: `SimulationError` when there are more events than can be counted.
  mutating func add(_ shard: Shard) throws(SimulationError) {
    for index in ledgers.indices { try add(shard.ledger(population: index), to: index) }
  }

  /// Adds the counts of other parts.
  ///
  /// - Throws: `SimulationError` when there are more events than can be counted.
  mutating func add(_ other: FinishedShards) throws(SimulationError) {
    for index in ledgers.indices { try add(other.ledgers[index], to: index) }
    done.formUnion(other.done)
  }

  private mutating func add(
    _ ledger: PopulationLedger, to population: Int
  ) throws(SimulationError) {
    guard let tooMany = ledgers[population].add(ledger) else { return }
    throw SimulationError(
      event: events[population][tooMany.event], step: tooMany.step, mean: Double(UInt32.max))
  }
}
