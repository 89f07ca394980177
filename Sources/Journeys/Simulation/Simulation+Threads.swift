import Synchronization

extension Simulation {
  /// Runs all steps that are left, part by part on several threads.
  ///
  /// A part stays with one thread for the whole run. Neither the number of threads nor the order in
  /// which parts end can change a result.
  ///
  /// - Parameter threads: Parts that run at a time, at least one.
  /// - Throws: `SimulationError` when the scenario's chances contradict: of the first part that finds
  ///   it so.
  public mutating func run(threads: Int) async throws(SimulationError) {
    guard shards.count > 1, threads > 1 else {
      try run()
      return
    }
    let queue = ShardQueue(takeShards(), people: people)
    let outcomes = await withTaskGroup(of: ShardQueue.Outcome.self) { group in
      for _ in 0..<min(threads, shards.count) {
        let none = FinishedShards(plan)
        group.addTask { queue.work(none) }
      }
      return await group.reduce(into: [ShardQueue.Outcome]()) { $0.append($1) }
    }
    let failures = outcomes.compactMap(\.failure).sorted { $0.part < $1.part }
    if let first = failures.first { throw first.error }
    for outcome in outcomes { try finished.add(outcome.finished) }
  }

  /// Hands over all parts that have not run to their end.
  private mutating func takeShards() -> [(part: Int, shard: Shard?)] {
    let waiting = shards.indices.filter { !finished.isDone($0) }
    var taken: [(part: Int, shard: Shard?)] = []
    for part in waiting {
      var shard: Shard?
      swap(&shard, &shards[part])
      taken.append((part, shard))
    }
    return taken
  }
}

/// Parts of a world that wait for a thread.
private final class ShardQueue: Sendable {
  /// A part is set up by the thread that runs it, unless it has been before.
  ///
  /// Held behind a lock, so that a thread owns it alone: what is shared would be copied at the first
  /// change.
  private let waiting: Mutex<[(part: Int, shard: Shard?)]>
  private let people: WorldPeople

  /// What a thread has done.
  struct Outcome: Sendable {
    var finished: FinishedShards
    var failure: (part: Int, error: SimulationError)?
  }

  init(_ shards: [(part: Int, shard: Shard?)], people: WorldPeople) {
    waiting = Mutex(shards.reversed())
    self.people = people
  }

  /// Runs parts to their end until none is left.
  func work(_ none: FinishedShards) -> Outcome {
    var outcome = Outcome(finished: none)
    while var next = waiting.withLock({ $0.popLast() }) {
      var shard = next.shard.take() ?? people.shard(next.part)
      do throws(SimulationError) {
        try shard.run()
        try outcome.finished.add(shard)
      } catch {
        outcome.failure = (next.part, error)
        return outcome
      }
      outcome.finished.note(next.part)
    }
    return outcome
  }
}
