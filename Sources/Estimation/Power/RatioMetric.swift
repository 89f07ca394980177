/// A ratio of two sums over units, such as opened over sent messages or brand over market scripts.
///
/// Units are randomized, not the events in the denominator, so that the variance of the ratio follows
/// from the moments of units by the delta method: a unit counts as its deviation
/// `(numerator − ratio · denominator) / mean denominator`. Deng, Knoblich and Lu (2018), "Applying the
/// Delta Method in Metric Analytics".
public struct RatioMetric: Sendable, Equatable {
  /// Mean of the numerator per unit.
  public var numeratorMean: Double
  /// Mean of the denominator per unit, not 0.
  public var denominatorMean: Double
  /// Variance of the numerator between units.
  public var numeratorVariance: Double
  /// Variance of the denominator between units.
  public var denominatorVariance: Double
  /// Covariance of both between units.
  public var covariance: Double

  /// A ratio by the moments of its parts.
  ///
  /// - Parameters:
  ///   - numerator: Mean and variance of the numerator per unit.
  ///   - denominator: Mean, not 0, and variance of the denominator per unit.
  ///   - covariance: Covariance of both between units.
  public init(
    numerator: (mean: Double, variance: Double), denominator: (mean: Double, variance: Double),
    covariance: Double
  ) {
    numeratorMean = numerator.mean
    numeratorVariance = numerator.variance
    denominatorMean = denominator.mean
    denominatorVariance = denominator.variance
    self.covariance = covariance
  }

  /// The ratio.
  public var value: Double { numeratorMean / denominatorMean }

  /// Standard deviation of a unit's contribution, to be used like that of a mean.
  public var standardDeviation: Double {
    let variance =
      numeratorVariance - 2 * value * covariance + value * value * denominatorVariance
    return max(0, variance).squareRoot() / denominatorMean.magnitude
  }
}
