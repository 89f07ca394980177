/// Counts of the parts of a world that have run to their end.
struct FinishedShards: Sendable {
  /// Sums by population.
  private(set) var ledgers: [PopulationLedger]
  private var done: Set<Int> = []

  init(_ plan: SimulationPlan) {
    ledgers = plan.populations.map { PopulationLedger($0, stepCount: plan.stepCount) }
  }

  /// Number of parts that are done.
  var count: Int { done.count }

  func isDone(_ part: Int) -> Bool { done.contains(part) }

  mutating func note(_ part: Int) { done.insert(part) }

  /// Adds the counts of a part; sums of whole numbers do not depend on the order.
  mutating func add(_ shard: Shard) {
    for index in ledgers.indices {
      ledgers[index].add(shard.ledger(population: index))
    }
  }

  /// Adds the counts of other parts.
  mutating func add(_ other: FinishedShards) {
    for index in ledgers.indices { ledgers[index].add(other.ledgers[index]) }
    done.formUnion(other.done)
  }
}
