/// How a panel model of counts is fitted.
public struct CountPanelSettings: Sendable, Equatable {
  /// Chains of the sampler, at least one; two are the fewest that can contradict each other.
  public var chains: Int
  /// Iterations of adaptation before the first draw of a chain.
  public var warmup: Int
  /// Draws kept of each chain, at least four.
  public var draws: Int
  /// The seed of the draws.
  public var seed: UInt64
  /// The mean acceptance that the sampler's step size is adapted to, in `(0, 1)`.
  public var targetAcceptance: Double
  /// Names of the drivers that keep acting in later periods; nil for all.
  public var carriedDrivers: [String]?
  /// Periods of a season; nil where no season is known, and in histories shorter than
  /// ``shortestSeasons`` seasons.
  public var season: Int?
  /// How many of the last periods a driver's future is the mean of where it is not known, from 1.
  ///
  /// The default of 6 is chosen: fewer periods of a handful of calls are mostly chance, and more
  /// miss that plans change.
  public var recentPeriods: Int

  /// The fewest seasons from which effects of seasons are learned.
  ///
  /// *Chosen*: half of the periods of a season are then seen twice, which tells their effects from the
  /// movement of the level; the prior shrinks what is seen once.
  static let shortestSeasons = 1.5

  /// Iterations of all chains.
  public var iterations: Int { chains * (warmup + draws) }

  /// Settings.
  ///
  /// The defaults are chosen: a third as many draws say what units will do to the precision of whole
  /// counts, but the shared parameters move slowly, and with fewer their chains would not agree. The
  /// acceptance is above the usual 0.8, at which steps are too large where the common level moves much:
  /// trajectories diverge there, and small shocks are not reached.
  public init(
    chains: Int = 2, warmup: Int = 300, draws: Int = 750, seed: UInt64 = 1,
    targetAcceptance: Double = 0.9, carriedDrivers: [String]? = nil, season: Int? = nil,
    recentPeriods: Int = 6
  ) {
    precondition(chains > 0 && draws >= 4, "a fit has a chain of four draws")
    precondition(recentPeriods > 0, "a mean needs a period")
    self.chains = chains
    self.warmup = warmup
    self.draws = draws
    self.seed = seed
    self.targetAcceptance = targetAcceptance
    self.carriedDrivers = carriedDrivers
    self.season = season
    self.recentPeriods = recentPeriods
  }
}
