/// Runs chains of the no-U-turn sampler side by side.
///
/// A chain's numbers depend on the seed and its index alone, not on how many run at a time.
///
/// - Parameters:
///   - density: The density; every chain has a copy.
///   - count: Number of chains.
///   - settings: How each is run.
///   - seed: What the user chose.
///   - threads: Chains that run at a time, at least one.
///   - initial: The start of a chain, by index; nil for a random one.
///   - progress: Called after each iteration with the chain and the number of its iterations done;
///     false stops the chain. A cancelled task stops all.
/// - Returns: The chains, by index.
/// - Throws: The first ``SamplerError`` of a chain.
public func sampleChains<Density: LogDensity>(
  _ density: Density, count: Int, settings: SamplerSettings, seed: UInt64, threads: Int,
  initial: @escaping @Sendable (Int) -> [Double]? = { _ in nil },
  progress: @escaping @Sendable (Int, Int) -> Bool = { _, _ in true }
) async throws -> [SampledChain] {
  try await withThrowingTaskGroup(of: (Int, SampledChain).self) { group in
    var next = 0
    func startNext() {
      guard next < count else { return }
      let chain = next
      group.addTask {
        var sampler = NoUTurnSampler(density, settings: settings, seed: seed, chain: chain)
        let sampled = try sampler.run(initial: initial(chain)) { iterations in
          progress(chain, iterations) && !Task.isCancelled
        }
        return (chain, sampled)
      }
      next += 1
    }
    for _ in 0..<max(1, threads) { startNext() }
    var ordered = [SampledChain?](repeating: nil, count: count)
    while let (chain, sampled) = try await group.next() {
      ordered[chain] = sampled
      startNext()
    }
    return ordered.compactMap { $0 }
  }
}
