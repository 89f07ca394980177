/// How much history matching may spend, and how strict it is.
public struct HistoryMatchingSettings: Sendable, Equatable {
  /// The most simulations of all waves together.
  public var budget: Int
  /// The simulations of a wave; nil for ten per parameter and at least forty.
  ///
  /// Ten per parameter after Loeppky, Sacks and Welch (2009), "Choosing the Sample Size of a
  /// Computer Experiment".
  public var waveSize: Int?
  /// The most waves.
  public var largestWaveCount: Int
  /// The distance in standard deviations at which one statistic rules a point out.
  ///
  /// Three leave at most 5 % of any distribution with one peak, by Pukelsheim (1994), "The Three
  /// Sigma Rule".
  public var cutoff: Double
  /// The number of draws from the region.
  public var populationSize: Int

  /// Settings.
  ///
  /// - Parameters:
  ///   - budget: The most simulations of all waves together, at least one.
  ///   - waveSize: The simulations of a wave; nil for ten per parameter and at least forty.
  ///   - largestWaveCount: The most waves, at least one.
  ///   - cutoff: The distance in standard deviations at which one statistic rules a point out.
  ///   - populationSize: The number of draws from the region.
  public init(
    budget: Int, waveSize: Int? = nil, largestWaveCount: Int = 6, cutoff: Double = 3,
    populationSize: Int = 512
  ) {
    precondition(budget > 0 && largestWaveCount > 0, "matching needs simulations and waves")
    precondition(cutoff > 0 && populationSize >= 50, "a cutoff is positive, a population is large")
    self.budget = budget
    self.waveSize = waveSize
    self.largestWaveCount = largestWaveCount
    self.cutoff = cutoff
    self.populationSize = populationSize
  }
}
