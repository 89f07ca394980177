import Statistics

/// The negative binomial noise of counts around their mean, with an excess of any power of the mean.
///
/// The variance is `μ (1 + E)` with the excess `E = scale · μ^power`: in proportion to the mean at
/// power 0 (NB1), quadratic at power 1 (NB2). Greene (2008), "Functional form and heterogeneity in
/// models for count data", Foundations and Trends in Econometrics 1(2), the NB-P model.
struct CountNoise {
  /// The logarithm of the excess at a mean of 1.
  let logScale: Double

  /// The power of the mean.
  let power: Double

  /// The log probability of a count without its factorial, and its derivatives.
  struct Term {
    /// The logarithm of the probability plus `log y!`.
    let logDensity: Double
    /// By the logarithm of the mean.
    let byLogMean: Double
    /// By the logarithm of the scale.
    let byLogScale: Double
    /// By the power.
    let byPower: Double
  }

  /// The ratio of variance to mean.
  func ratio(logMean: Double) -> Double { 1 + Elementary.exp(logScale + power * logMean) }

  /// The term of a count.
  ///
  /// With the size `r = μ / E` it is `Σ log(1 + j/r) + y (log μ − log(1 + E)) − r log(1 + E)`, the sum
  /// over j below y.
  ///
  /// - Parameters:
  ///   - count: A whole number from 0 up.
  ///   - logMean: The logarithm of the mean.
  /// - Returns: Not finite where the mean overflows.
  func term(count: Double, logMean: Double) -> Term {
    let logExcess = logScale + power * logMean
    let (mean, excess) = (Elementary.exp(logMean), Elementary.exp(logExcess))
    let size = mean / excess
    guard size > 0, size < .infinity, excess < .infinity else {
      return Term(logDensity: -.infinity, byLogMean: 0, byLogScale: 0, byPower: 0)
    }
    let logRatio = Elementary.log1p(excess)
    var value = -size * logRatio
    // By the logarithm of the size, and then by that of the excess, to which the size answers.
    var bySize = value
    if count > 0 {
      let rising = RisingFactorial(count: count, alpha: 1 / size)
      value += rising.logarithm + count * (logMean - logRatio)
      bySize -= rising.slope / size
    }
    let byLogExcess = -(count * excess + mean) / (1 + excess) - bySize
    return Term(
      logDensity: value, byLogMean: count + bySize + power * byLogExcess,
      byLogScale: byLogExcess, byPower: logMean * byLogExcess)
  }
}
