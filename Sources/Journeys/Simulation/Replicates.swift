/// Runs replicates side by side and gives their results in order.
///
/// At most `threads` replicates run at a time. As every random number has an address, neither
/// their number nor the order in which they end can change a result.
///
/// - Parameters:
///   - count: Number of replicates.
///   - threads: Replicates that run at a time, at least one.
///   - finished: Called after each replicate with the number of those that have ended.
///   - body: Runs one replicate.
/// - Returns: The results, by replicate.
/// - Throws: The first error of a replicate; no further one is started.
public func runReplicates<Outcome: Sendable>(
  _ count: Int, threads: Int, finished: (Int) -> Void = { _ in },
  body: @escaping @Sendable (Int) async throws -> Outcome
) async throws -> [Outcome] {
  try await withThrowingTaskGroup(of: (Int, Outcome).self) { group in
    var next = 0
    func startNext() {
      guard next < count else { return }
      let replicate = next
      group.addTask {
        try Task.checkCancellation()
        return (replicate, try await body(replicate))
      }
      next += 1
    }
    for _ in 0..<max(1, threads) { startNext() }
    var ordered = [Outcome?](repeating: nil, count: count)
    var ended = 0
    while let (replicate, outcome) = try await group.next() {
      ordered[replicate] = outcome
      ended += 1
      finished(ended)
      startNext()
    }
    return ordered.compactMap { $0 }
  }
}
