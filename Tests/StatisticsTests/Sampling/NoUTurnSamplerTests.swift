import Statistics
import Testing

@Suite("Chains of the no-U-turn sampler")
struct NoUTurnSamplerTests {
  static let settings = SamplerSettings(warmup: 150, draws: 60)

  static let normal = ChainedNormal(scales: [0.1, 1, 10], correlation: 0.9)

  static func chain(
    _ density: some LogDensity, seed: UInt64 = 3, chain: Int = 0, initial: [Double]? = nil
  ) throws -> SampledChain {
    var sampler = NoUTurnSampler(density, settings: settings, seed: seed, chain: chain)
    return try sampler.run(initial: initial)
  }

  @Test("are the same for the same seed and chain, and differ for others")
  func determinism() throws {
    let first = try Self.chain(Self.normal)
    #expect(try Self.chain(Self.normal) == first)
    #expect(try Self.chain(Self.normal, chain: 1).draws != first.draws)
    #expect(try Self.chain(Self.normal, seed: 4).draws != first.draws)
  }

  @Test("run side by side as they run alone, by index", arguments: [1, 3])
  func together(threads: Int) async throws {
    let chains = try await sampleChains(
      Self.normal, count: 5, settings: Self.settings, seed: 3, threads: threads)
    #expect(chains == (try (0..<5).map { try Self.chain(Self.normal, chain: $0) }))
  }

  @Test("say how each draw came about")
  func shape() throws {
    let chain = try Self.chain(Self.normal)
    var density = Self.normal
    var gradient = [0.0, 0, 0]
    #expect(chain.count == 60 && chain.draws.count == 180)
    #expect(chain.energies.count == 60 && chain.depths.count == 60)
    for draw in 0..<60 {
      let position = Array(chain.draws[3 * draw..<3 * draw + 3])
      #expect(chain.logDensities[draw] == density.logDensity(at: position, gradient: &gradient))
      // A trajectory that ends within its last doubling has begun it.
      let steps = chain.leapfrogSteps[draw]
      #expect(steps >= (1 << chain.depths[draw]) - 1 && steps < 2 << chain.depths[draw])
    }
    #expect(chain.column(2) == (0..<60).map { chain.draws[3 * $0 + 2] })
    #expect(chain.stepSize > 0 && chain.warmupSteps > 150)
  }

  @Test("keep to the depth they are allowed")
  func depth() throws {
    let settings = SamplerSettings(warmup: 0, draws: 50, maximumDepth: 3)
    let wide = ScaledNormal(precisions: [1e4, 1e-4])
    var sampler = NoUTurnSampler(wide, settings: settings, seed: 1, chain: 0)
    let chain = try sampler.run(initial: [0, 0])
    #expect(chain.depths.max() == 3)
    #expect(chain.leapfrogSteps.max() == 7)
    #expect(chain.inverseMetric == .diagonal([1, 1]))
  }

  @Test("learn the covariance of a normal density, dense or its diagonal")
  func metric() throws {
    let settings = SamplerSettings(warmup: 500, draws: 1)
    var dense = NoUTurnSampler(Self.normal, settings: settings, seed: 3, chain: 0)
    guard case .dense(let covariance) = try dense.run().inverseMetric else {
      Issue.record("three coordinates have a dense metric")
      return
    }
    for (row, column, value) in [(0, 0, 0.01), (1, 1, 1), (2, 2, 100), (1, 0, 0.09), (2, 1, 9)] {
      #expect(isClose(covariance[row, column], value, relative: 0.1))
    }
    let many = ScaledNormal(precisions: Array(repeating: 1e6, count: 101))
    var diagonal = NoUTurnSampler(many, settings: settings, seed: 3, chain: 0)
    let metric = try diagonal.run().inverseMetric
    guard case .diagonal(let variances) = metric else {
      Issue.record("a hundred and one coordinates have a diagonal metric")
      return
    }
    #expect(variances == metric.variances)
    #expect(variances.allSatisfy { isClose($0, 1e-6, relative: 1e-9) })
  }

  @Test("need a start with a finite density")
  func starts() throws {
    let none = WalledNormal(dimension: 2, wall: 3)
    #expect(throws: SamplerError.noFiniteStart(tries: 100)) { try Self.chain(none) }
    #expect(throws: SamplerError.startNotFinite) { try Self.chain(none, initial: [2, 0]) }
    #expect(try Self.chain(none, initial: [4, 0]).draws.allSatisfy(\.isFinite))
    #expect(throws: SamplerError.noFiniteStart(tries: 100)) {
      try Self.chain(ScaledNormal(precisions: [.nan]))
    }
  }

  @Test("refuse a density without end, and a gradient that is not its own")
  func improper() {
    #expect(throws: SamplerError.improper) { try Self.chain(Flat()) }
    let turned = TurnedGradient(density: ScaledNormal(precisions: [1, 1]))
    #expect(throws: SamplerError.noStepSize) { try Self.chain(turned) }
  }

  @Test("stop when told to, in warm-up and after", arguments: [1, 149, 150, 180])
  func cancellation(iterations: Int) {
    var sampler = NoUTurnSampler(Self.normal, settings: Self.settings, seed: 3, chain: 0)
    var calls = 0
    #expect(throws: SamplerError.cancelled(iterations: iterations)) {
      try sampler.run { done in
        calls += 1
        return done < iterations
      }
    }
    #expect(calls == iterations)
  }

  @Test("stop with their task")
  func cancelledTask() async {
    let settings = SamplerSettings(draws: 100_000_000)
    let task = Task {
      try await sampleChains(Self.normal, count: 3, settings: settings, seed: 1, threads: 2)
    }
    task.cancel()
    await #expect(throws: SamplerError.self) { try await task.value }
  }

  @Test(
    "say what is wrong and what would help",
    arguments: [
      (
        .noFiniteStart(tries: 100),
        "sampler: the log density was not finite at 100 random starts with coordinates between -2 "
          + "and 2; give a start inside the support or rescale the parameters"
      ),
      (
        .startNotFinite,
        "sampler: the log density or its gradient is not finite at the given start; give a start "
          + "inside the support"
      ),
      (
        .noStepSize,
        "sampler: no step is small enough to keep the energy; the log density must be continuous "
          + "and the gradient its derivative"
      ),
      (
        .improper,
        "sampler: the log density does not fall off in some direction; give every parameter a "
          + "proper prior"
      ),
      (
        .cancelled(iterations: 7),
        "sampler: stopped after 7 iterations; run it again for a whole chain"
      ),
    ] as [(SamplerError, String)])
  func messages(error: SamplerError, words: String) {
    #expect(error.description == words)
  }
}
