/// How a chain of the no-U-turn sampler is run.
public struct SamplerSettings: Sendable, Equatable {
  /// The shape of the inverse metric that warm-up learns.
  public enum Metric: Sendable, Equatable, CaseIterable {
    /// Dense where the last window of the warm-up has draws enough to learn covariances, else
    /// diagonal.
    case automatic

    /// A variance for each coordinate.
    case diagonal

    /// A covariance matrix; its cost per step grows with the square of the dimension.
    case dense
  }

  /// Iterations of adaptation before the first draw is kept; 0 keeps a unit metric and the step
  /// size found at the start.
  public var warmup: Int

  /// Draws kept, one per iteration after the warm-up.
  public var draws: Int

  /// The mean acceptance statistic that the step size is adapted to, in `(0, 1)`.
  ///
  /// The default of Stan, 0.8, suits most posteriors; 0.9 to 0.99 removes divergences at the price
  /// of smaller steps.
  public var targetAcceptance: Double

  /// The most doublings of a trajectory, from 1 to 20: at most `2^maximumDepth − 1` steps.
  public var maximumDepth: Int

  /// The shape of the inverse metric.
  public var metric: Metric

  /// Settings, by default those of Stan's sampler with a metric chosen by dimension.
  public init(
    warmup: Int = 1000, draws: Int = 1000, targetAcceptance: Double = 0.8, maximumDepth: Int = 10,
    metric: Metric = .automatic
  ) {
    precondition(warmup >= 0 && draws >= 0, "a sampler runs a non-negative number of iterations")
    precondition(
      targetAcceptance > 0 && targetAcceptance < 1, "a target acceptance is between 0 and 1")
    precondition((1...20).contains(maximumDepth), "a maximum depth is in 1...20")
    self.warmup = warmup
    self.draws = draws
    self.targetAcceptance = targetAcceptance
    self.maximumDepth = maximumDepth
    self.metric = metric
  }
}
