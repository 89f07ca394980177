import Statistics

/// The Poisson probability of a count.
public enum PoissonLikelihood {
  /// The logarithm of the probability, `y log μ − μ − log y!`.
  ///
  /// - Parameters:
  ///   - count: A whole number from 0 up.
  ///   - mean: The expected count, from 0 up.
  /// - Returns: A logarithm; −∞ for a positive count with mean 0.
  public static func logDensity(count: Double, mean: Double) -> Double {
    guard count > 0 else { return -mean }
    return count * Elementary.log(mean) - mean - Elementary.logGamma(count + 1)
  }

  /// The log density and its derivatives by the logarithm of the mean.
  ///
  /// - Parameters:
  ///   - count: A whole number from 0 up.
  ///   - logMean: The logarithm of the expected count.
  /// - Returns: The slope is `y − μ`, the curvature `−μ`.
  public static func derivatives(count: Double, logMean: Double) -> LogDensityDerivatives {
    let mean = Elementary.exp(logMean)
    return LogDensityDerivatives(
      logDensity: count * logMean - mean - Elementary.logGamma(count + 1), slope: count - mean,
      curvature: -mean)
  }

  /// Twice the log density that a row loses against a mean equal to its count.
  ///
  /// - Parameters:
  ///   - count: A whole number from 0 up.
  ///   - mean: The expected count, positive.
  /// - Returns: `2 (y log(y/μ) − y + μ)`, from 0 up.
  public static func deviance(count: Double, mean: Double) -> Double {
    guard count > 0 else { return 2 * mean }
    return max(0, 2 * (count * Elementary.log(count / mean) - count + mean))
  }
}
