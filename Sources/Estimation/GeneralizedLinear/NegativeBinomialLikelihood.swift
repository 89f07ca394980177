import Statistics

/// The negative binomial probability of a count with variance `μ + αμ²`.
///
/// With α at 0 it is Poisson, and every formula here reaches that limit without cancellation: the
/// ratio of gamma functions is a sum over `log(1 + αj)`, see ``RisingFactorial``. Cameron and
/// Trivedi (2013), "Regression Analysis of Count Data", section 3.3.1, who call it NB2.
public enum NegativeBinomialLikelihood {
  /// A log density with its derivatives by the logarithm of the mean and by alpha.
  public struct Derivatives: Sendable, Equatable {
    /// The logarithm of the probability, constants included.
    public let logDensity: Double

    /// The first derivative by the logarithm of the mean.
    public let byLogMean: Double

    /// The first derivative by alpha.
    public let byAlpha: Double

    /// The second derivative by the logarithm of the mean, never positive.
    public let byLogMeanTwice: Double

    /// The mixed second derivative.
    public let byLogMeanAndAlpha: Double

    /// The second derivative by alpha, of either sign.
    public let byAlphaTwice: Double
  }

  /// The logarithm of the probability.
  ///
  /// - Parameters:
  ///   - count: A whole number from 0 up.
  ///   - mean: The expected count, positive and finite.
  ///   - alpha: Excess variance over squared mean, from 0 up.
  /// - Returns: `Σ log(1 + αj) − log y! + y log μ − (y + 1/α) log(1 + αμ)`, the sum over j below y.
  public static func logDensity(count: Double, mean: Double, alpha: Double) -> Double {
    let rising = RisingFactorial(count: count, alpha: alpha)
    let logarithm = Elementary.log1p(alpha * mean)
    let perAlpha = alpha * mean > 0 ? mean * (logarithm / (alpha * mean)) : mean
    let powers = count > 0 ? count * (Elementary.log(mean) - logarithm) : 0
    return rising.logarithm - Elementary.logGamma(count + 1) + powers - perAlpha
  }

  /// The log density with its derivatives by the logarithm of the mean and by alpha.
  ///
  /// - Parameters:
  ///   - count: A whole number from 0 up.
  ///   - logMean: The logarithm of the expected count.
  ///   - alpha: Excess variance over squared mean, from 0 up.
  /// - Returns: The value and its five first and second derivatives.
  public static func derivatives(count: Double, logMean: Double, alpha: Double) -> Derivatives {
    let mean = Elementary.exp(logMean)
    let rising = RisingFactorial(count: count, alpha: alpha)
    let product = alpha * mean
    let ratio = 1 + product
    let logarithm = Elementary.log1p(product)
    let perAlpha = product > 0 ? mean * (logarithm / product) : mean
    let excess = (count - mean) / ratio
    let (quotient, slope) = logarithmQuotient(product, logarithm)
    let share = mean / ratio
    return Derivatives(
      logDensity: rising.logarithm - Elementary.logGamma(count + 1)
        + count * (logMean - logarithm) - perAlpha,
      byLogMean: excess,
      byAlpha: rising.slope - count * share + mean * mean * quotient,
      byLogMeanTwice: -share * (1 + alpha * count) / ratio,
      byLogMeanAndAlpha: -share * excess,
      byAlphaTwice: rising.curvature + count * share * share + mean * mean * mean * slope)
  }

  /// Twice the log density that a row loses against a mean equal to its count, at one alpha.
  ///
  /// - Parameters:
  ///   - count: A whole number from 0 up.
  ///   - mean: The expected count, positive.
  ///   - alpha: Excess variance over squared mean, from 0 up.
  /// - Returns: `2 (y log(y/μ) − (y + 1/α) log((1 + αy) / (1 + αμ)))`, from 0 up.
  public static func deviance(count: Double, mean: Double, alpha: Double) -> Double {
    guard alpha > 0 else { return PoissonLikelihood.deviance(count: count, mean: mean) }
    // log((1 + αy) / (1 + αμ)) without cancellation for a small alpha.
    let change = Elementary.log1p(alpha * (count - mean) / (1 + alpha * mean))
    let own = count > 0 ? count * (Elementary.log(count / mean) - change) : 0
    return max(0, 2 * (own - change / alpha))
  }

  /// `q(m) = (log(1 + m) − m/(1 + m)) / m²` and its derivative, from ½ and −⅔ at 0.
  ///
  /// Below ½ by its power series, because the closed form loses the digits that its terms share.
  private static func logarithmQuotient(
    _ m: Double, _ logarithm: Double
  ) -> (value: Double, slope: Double) {
    guard m < 0.5 else {
      let value = (logarithm - m / (1 + m)) / (m * m)
      let slope =
        (1 / (1 + m) - 2 * logarithm / m + (1 + 2 * m) / ((1 + m) * (1 + m))) / (m * m)
      return (value, slope)
    }
    var (value, slope, power, k) = (0.5, 0.0, 1.0, 0.0)
    while power.magnitude > 1e-19 {
      k += 1
      slope -= k * (k + 1) / (k + 2) * power
      power *= -m
      value += (k + 1) / (k + 2) * power
    }
    return (value, slope)
  }
}
