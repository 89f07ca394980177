public import Statistics

/// What is believed of the parameters of a journey after a panel: draws of the posterior.
public struct MultiStateFit: Sendable {
  /// The names of the parameters, known ones included.
  public let parameters: [String]
  /// One row per draw, chain after chain, and one column per parameter.
  public let draws: Matrix
  /// The same draws as normal scores of what was believed before, 0 for known parameters: without data
  /// each column would be standard normal.
  public let scores: Matrix
  /// The number of chains that the draws come from.
  public let chains: Int
  /// How the sampling went.
  public let sampling: MixFit.SamplingReport

  /// What is believed of one parameter.
  public struct Belief: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// The mean of the draws.
    public let mean: Double
    /// The standard deviation of the draws.
    public let standardDeviation: Double
    /// The 5 % quantile.
    public let low: Double
    /// The median.
    public let median: Double
    /// The 95 % quantile.
    public let high: Double
    /// The rank-normalized split R̂; not a number for a known parameter.
    public let rHat: Double
    /// The effective number of draws for the center; that of all draws for a known parameter.
    public let bulkSize: Double
    /// The effective number of draws for the 5 % and 95 % quantiles.
    public let tailSize: Double
  }

  /// The draws of a parameter, chain after chain; nil when there is none of that name.
  public func draws(of parameter: String) -> [Double]? {
    parameters.firstIndex(of: parameter).map { Array(draws.column($0)) }
  }

  /// What is believed of each parameter.
  public func beliefs() -> [Belief] {
    parameters.indices.map { column in
      let own = Array(draws.column(column))
      let moments = RunningMoments(own)
      let points = quantiles(of: own, [0.05, 0.5, 0.95])
      let chained = ChainedDraws(own, chains: chains)
      return Belief(
        name: parameters[column], mean: moments.mean, standardDeviation: moments.standardDeviation,
        low: points[0], median: points[1], high: points[2], rHat: chained.rHat,
        bulkSize: chained.bulkEffectiveSize, tailSize: chained.tailEffectiveSize)
    }
  }

  /// Samples the posterior.
  ///
  /// Chains begin at random places in the middle half of each belief. One seed gives the same draws on
  /// any number of threads.
  ///
  /// - Parameters:
  ///   - likelihood: What the panel says.
  ///   - beliefs: What is believed before it of every parameter of the model; others are ignored. At
  ///     least one parameter is not known.
  ///   - chains: The number of chains, at least one.
  ///   - settings: How each is run; at least four draws.
  ///   - seed: What the user chose.
  ///   - threads: Chains that run at a time.
  ///   - progress: Called with the chain and the number of its steps done; false stops the chain.
  /// - Returns: The fit.
  /// - Throws: `SamplerError` when no start has a finite density: then what is believed excludes the
  ///   data.
  public static func sampled(
    _ likelihood: StageLikelihood, beliefs: [StageParameter], chains: Int = 4,
    settings: SamplerSettings = SamplerSettings(), seed: UInt64, threads: Int = 1,
    progress: @escaping @Sendable (Int, Int) -> Bool = { _, _ in true }
  ) async throws -> MultiStateFit {
    let density = StageDensity(likelihood, beliefs: beliefs)
    let sampled = try await sampleChains(
      density, count: chains, settings: settings, seed: seed, threads: threads,
      initial: { density.start(seed: seed, chain: $0) }, progress: progress)
    return MultiStateFit(sampled, of: density, maximumDepth: settings.maximumDepth)
  }

  private init(_ chains: [SampledChain], of density: StageDensity, maximumDepth: Int) {
    parameters = density.likelihood.model.parameters
    var draws = Matrix(rows: chains.reduce(0) { $0 + $1.count }, columns: parameters.count)
    var scores = draws
    var row = 0
    for chain in chains {
      for draw in 0..<chain.count {
        let start = draw * chain.dimension
        let position = Array(chain.draws[start..<start + chain.dimension])
        for (column, value) in density.values(at: position).enumerated() {
          draws[row, column] = value
        }
        for (place, parameter) in density.free.enumerated() {
          scores[row, parameter] = density.parameters[parameter].score(at: position[place])
        }
        row += 1
      }
    }
    self.draws = draws
    self.scores = scores
    self.chains = chains.count
    sampling = MixFit.SamplingReport(chains, maximumDepth: maximumDepth)
  }
}
