public import Statistics

extension MixFit {
  /// Samples the posterior of a model.
  ///
  /// Chains begin at random places in the middle half of each prior. One seed gives the same draws on
  /// any number of threads.
  ///
  /// - Parameters:
  ///   - design: The model and its data.
  ///   - lifts: Experiments that are part of the likelihood.
  ///   - sampling: How much is sampled.
  ///   - threads: Chains that run at a time.
  ///   - progress: Called with the chain and the number of its steps done; false stops the chain.
  /// - Returns: The fit.
  /// - Throws: `SamplerError` when no start has a finite density.
  public static func sampled(
    _ design: MixDesign, lifts: [LiftTest] = [], sampling: MixSpec.Sampling, threads: Int = 1,
    progress: @escaping @Sendable (Int, Int) -> Bool = { _, _ in true }
  ) async throws -> MixFit {
    let density = CenteredDensity(MixDensity(design, lifts: lifts))
    let settings = settings(of: sampling)
    let chains = try await sampleChains(
      density, count: sampling.chains, settings: settings, seed: sampling.seed, threads: threads,
      initial: { density.start(seed: sampling.seed, chain: $0) }, progress: progress)
    return MixFit(chains, of: density, lifts: lifts, maximumDepth: settings.maximumDepth)
  }

  /// Samples the posterior of a model chain after chain, on the thread of the caller: the same draws.
  ///
  /// - Parameters:
  ///   - design: The model and its data.
  ///   - lifts: Experiments that are part of the likelihood.
  ///   - sampling: How much is sampled.
  /// - Returns: The fit.
  /// - Throws: `SamplerError` when no start has a finite density.
  public static func sampledInTurn(
    _ design: MixDesign, lifts: [LiftTest] = [], sampling: MixSpec.Sampling
  ) throws(SamplerError) -> MixFit {
    let density = CenteredDensity(MixDensity(design, lifts: lifts))
    let settings = settings(of: sampling)
    var chains: [SampledChain] = []
    for chain in 0..<sampling.chains {
      var sampler = NoUTurnSampler(density, settings: settings, seed: sampling.seed, chain: chain)
      chains.append(try sampler.run(initial: density.start(seed: sampling.seed, chain: chain)))
    }
    return MixFit(chains, of: density, lifts: lifts, maximumDepth: settings.maximumDepth)
  }

  private static func settings(of sampling: MixSpec.Sampling) -> SamplerSettings {
    SamplerSettings(
      warmup: sampling.warmup, draws: sampling.draws,
      targetAcceptance: sampling.targetAcceptance)
  }

  /// The fit that chains of positions stand for.
  private init(
    _ chains: [SampledChain], of density: CenteredDensity, lifts: [LiftTest], maximumDepth: Int
  ) {
    var draws = Matrix(
      rows: chains.reduce(0) { $0 + $1.count }, columns: density.inner.parameters.all.count)
    var row = 0
    for chain in chains {
      for draw in 0..<chain.count {
        let position = Array(
          chain.draws[draw * chain.dimension..<(draw + 1) * chain.dimension])
        for (column, value) in density.values(at: position).enumerated() {
          draws[row, column] = value
        }
        row += 1
      }
    }
    self.init(
      design: density.inner.design, draws: draws, chains: chains.count,
      sampling: SamplingReport(chains, maximumDepth: maximumDepth), lifts: lifts)
  }
}

extension MixFit.SamplingReport {
  init(_ chains: [SampledChain], maximumDepth: Int) {
    self.init(
      divergences: chains.reduce(0) { $0 + $1.divergences.count },
      deepest: chains.reduce(0) { $0 + $1.depths.count { $0 >= maximumDepth } },
      leapfrogSteps: chains.reduce(0) { $0 + $1.leapfrogSteps.reduce(0, +) },
      acceptance: chains.reduce(0) { $0 + $1.meanAcceptance } / Double(max(1, chains.count)),
      missingInformation: chains.map(\.energyFraction))
  }
}

extension MixDensity {
  /// A random place in the middle half of each prior.
  func start(seed: UInt64, chain: Int) -> [Double] {
    let stream = RandomStream(seed: seed, replicate: chain, purpose: "mix/start")
    return parameters.free.enumerated().map { place, parameter in
      let prior = parameters.all[parameter].prior
      let share = 0.25 + 0.5 * stream.uniform(agent: place, step: 0)
      return prior.support.position(of: prior.quantile(share))
    }
  }
}
