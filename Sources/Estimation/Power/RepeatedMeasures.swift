/// What periods before and after the start make of the variance of a comparison of two means.
///
/// Any two periods of a unit correlate equally. Factors are in units of the variance of one period.
/// Frison and Pocock (1992), "Repeated Measures in Clinical Trials: Analysis Using Mean Summary
/// Statistics and Its Implications for Design".
public struct RepeatedMeasures: Sendable, Equatable {
  /// Periods before the start, 0 or more.
  public var before: Int

  /// Periods after the start, at least 1.
  public var after: Int

  /// Correlation of two periods of one unit, in `[−1, 1]`.
  public var correlation: Double

  /// Periods of units measured again and again.
  ///
  /// - Parameters:
  ///   - before: Periods before the start, 0 or more.
  ///   - after: Periods after the start, at least 1.
  ///   - correlation: Correlation of two periods of one unit.
  public init(before: Int, after: Int, correlation: Double) {
    self.before = before
    self.after = after
    self.correlation = correlation
  }

  /// The factor of the mean of the periods after the start.
  public var postOnly: Double { Self.meanVariance(of: after, correlation) }

  /// The factor of the change from the mean before to the mean after, as in differences in differences.
  public var change: Double {
    before == 0 ? postOnly : postOnly + Self.meanVariance(of: before, correlation) - 2 * correlation
  }

  /// The factor of the mean after, adjusted for the mean before by regression; never above the others.
  public var adjusted: Double {
    guard before > 0 else { return postOnly }
    return postOnly - correlation * correlation / Self.meanVariance(of: before, correlation)
  }

  private static func meanVariance(of periods: Int, _ correlation: Double) -> Double {
    (1 + Double(periods - 1) * correlation) / Double(periods)
  }

  /// The correlation of a unit's counts before and after when its own rate stays the same.
  ///
  /// Counts are Poisson around rates that vary between units by a gamma distribution, which is the
  /// negative binomial of dispersion alpha: `α √(μ ν) / √((1 + α μ)(1 + α ν))`. Adjusting for the
  /// count before leaves `1 − correlation²` of the variance.
  ///
  /// - Parameters:
  ///   - dispersion: Alpha of the negative binomial.
  ///   - before: Expected count before.
  ///   - after: Expected count after.
  /// - Returns: A number in `[0, 1)`; 0 for Poisson counts.
  public static func countCorrelation(
    dispersion: Double, before: Double, after: Double
  ) -> Double {
    func share(_ mean: Double) -> Double { dispersion * mean / (1 + dispersion * mean) }
    return (share(before) * share(after)).squareRoot()
  }
}
