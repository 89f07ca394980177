/// Probabilities of counts without the cancellation of large logarithms.
///
/// The usual `exp(k log μ − μ − logGamma(k + 1))` loses digits in proportion to its terms. Here the
/// large terms are cancelled by hand, and the error stays near 1e-14 for any mean.
///
/// Loader (2000), "Fast and Accurate Computation of Binomial Probabilities".
enum SaddlePoint {
  /// The error of Stirling's formula: `logGamma(n + 1) − (n + ½) log n + n − ½ log 2π`, for `n`
  /// above 0.
  ///
  /// From 16 on by its asymptotic series (Abramowitz and Stegun 6.1.41), whose first term left out
  /// is below 2e-16 there.
  static func stirlingError(_ n: Double) -> Double {
    guard n >= 16 else {
      let halfLogTwoPi = 0.918_938_533_204_672_8
      return Elementary.logGamma(n + 1) - (n + 0.5) * Elementary.log(n) + n - halfLogTwoPi
    }
    let square = n * n
    let inner = 1 / 1260.0 - (1 / 1680.0 - 1 / (1188 * square)) / square
    return (1 / 12.0 - (1 / 360.0 - inner / square) / square) / n
  }

  /// The deviance `x log(x / mean) + mean − x`, for positive `x` and `mean`; 0 where they agree.
  ///
  /// Within a tenth of each other by a series in their relative difference, which does not cancel.
  static func deviance(_ x: Double, mean: Double) -> Double {
    guard (x - mean).magnitude < 0.1 * (x + mean) else {
      return x * Elementary.log(x / mean) + mean - x
    }
    let ratio = (x - mean) / (x + mean)
    var sum = (x - mean) * ratio
    var power = 2 * x * ratio
    var odd = 1.0
    while true {
      power *= ratio * ratio
      odd += 2
      let next = sum + power / odd
      guard next != sum else { return sum }
      sum = next
    }
  }

  /// `mean^x · exp(−mean) / Γ(x + 1)`: the Poisson probability of `x`, which need not be whole.
  static func poissonMass(_ x: Double, mean: Double) -> Double {
    guard x > 0 else { return Elementary.exp(-mean) }
    let exponent = -stirlingError(x) - deviance(x, mean: mean)
    return Elementary.exp(exponent) / (2 * Double.pi * x).squareRoot()
  }

  /// `Γ(a + b + 1) / (Γ(a + 1) Γ(b + 1)) · p^a · q^b`: the binomial probability of `a` in `a + b`.
  ///
  /// - Parameters:
  ///   - a: Successes, positive, not necessarily whole.
  ///   - b: Failures, positive, not necessarily whole.
  ///   - p: The chance of success, above 0.
  ///   - q: Its complement, above 0; given apart because `1 − p` may have lost it.
  /// - Returns: The probability, or its extension to numbers between.
  static func binomialMass(_ a: Double, _ b: Double, chance p: Double, complement q: Double)
    -> Double
  {
    let n = a + b
    let exponent =
      stirlingError(n) - stirlingError(a) - stirlingError(b)
      - deviance(a, mean: n * p) - deviance(b, mean: n * q)
    return Elementary.exp(exponent) * (n / (2 * Double.pi * a * b)).squareRoot()
  }
}
