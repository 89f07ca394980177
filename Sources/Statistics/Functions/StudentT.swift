/// Student's *t* distribution, for coefficients whose error variance is estimated.
public enum StudentT {
  /// The chance that a variable is at least as far from 0 as a value, on either side.
  ///
  /// The *p* value of a coefficient over its standard error. Precise far in the tails, because the
  /// incomplete beta function is evaluated on the small side.
  ///
  /// - Parameters:
  ///   - t: Any number; NaN for NaN.
  ///   - degrees: The degrees of freedom, positive and finite.
  /// - Returns: A chance in `[0, 1]`.
  public static func twoSided(_ t: Double, degrees: Double) -> Double {
    precondition(degrees > 0 && degrees < .infinity, "degrees of freedom are positive and finite")
    guard !t.isNaN else { return .nan }
    // Beyond 1e150 the square overflows, and the chance is 0 in double precision or of no interest.
    let square = t.magnitude < 1e150 ? t * t : .infinity
    guard square < .infinity else { return 0 }
    let sum = degrees + square
    return IncompleteBeta.regularized(
      degrees / sum, complement: square / sum, a: degrees / 2, b: 0.5)
  }

  /// The chance that a variable is at most a value.
  ///
  /// - Parameters:
  ///   - t: Any number; NaN for NaN.
  ///   - degrees: The degrees of freedom, positive and finite.
  /// - Returns: A chance in `[0, 1]`, growing with `t`.
  public static func cumulative(_ t: Double, degrees: Double) -> Double {
    let tail = twoSided(t, degrees: degrees) / 2
    return t > 0 ? 1 - tail : tail
  }

  /// The value that a variable is within, on either side of 0, with a given chance.
  ///
  /// By bisection to the last bit: about sixty evaluations of the incomplete beta function, whose work
  /// grows with the root of the degrees. From a hundred thousand degrees on by Fisher's expansion
  /// around the normal quantile (Abramowitz and Stegun 26.7.5), whose first term left out is below
  /// 1e-15 there for coverages up to 1 − 1e-8.
  ///
  /// - Parameters:
  ///   - coverage: The chance, such as 0.95, in `[0, 1)`.
  ///   - degrees: The degrees of freedom, positive and finite.
  /// - Returns: A number that is not negative, such as 1.96 for many degrees.
  public static func halfWidth(coverage: Double, degrees: Double) -> Double {
    precondition((0..<1).contains(coverage), "a coverage is in 0..<1")
    guard degrees < manyDegrees else {
      return expansion(around: -Normal.quantile((1 - coverage) / 2), degrees: degrees)
    }
    let outside = 1 - coverage
    var (low, high) = (0.0, 1.0)
    while twoSided(high, degrees: degrees) > outside { (low, high) = (high, high * 2) }
    while true {
      let middle = low + (high - low) / 2
      guard low < middle, middle < high else { return high }
      if twoSided(middle, degrees: degrees) > outside { low = middle } else { high = middle }
    }
  }

  /// Where the expansion is exact in double precision.
  private static let manyDegrees = 1e5

  /// The quantile of many degrees from the normal quantile `x` of the same chance.
  private static func expansion(around x: Double, degrees: Double) -> Double {
    let square = x * x
    let first = x * (square + 1) / 4
    let second = x * ((5 * square + 16) * square + 3) / 96
    let third = x * (((3 * square + 19) * square + 17) * square - 15) / 384
    return x + (first + (second + third / degrees) / degrees) / degrees
  }
}
