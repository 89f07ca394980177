/// Student's *t* distribution, for intervals of estimates whose variance is estimated too.
public enum StudentT {
  /// The chance that a *t* variable is at most `t`.
  ///
  /// Through the incomplete beta function (Abramowitz and Stegun 1964, 26.7.1).
  ///
  /// - Parameters:
  ///   - t: The limit; infinite values give 0 and 1.
  ///   - degrees: The degrees of freedom, positive and finite, not necessarily whole.
  /// - Returns: The chance, in `[0, 1]`, precise in the left tail.
  public static func cumulative(_ t: Double, degrees: Double) -> Double {
    let tail = upperTail(t.magnitude, degrees)
    return t < 0 ? tail : 1 - tail
  }

  /// The value that a *t* variable stays below with chance `p`.
  ///
  /// Newton's method on the logarithm of the tail, kept inside a bracket; exact to about 1e-12.
  ///
  /// - Parameters:
  ///   - p: The chance, in `[0, 1]`; 0 and 1 give the infinities.
  ///   - degrees: The degrees of freedom, positive and finite, not necessarily whole.
  /// - Returns: The value, in the unit of a standard error.
  public static func quantile(_ p: Double, degrees: Double) -> Double {
    precondition((0...1).contains(p), "a chance is in 0...1")
    guard p != 0.5 else { return 0 }
    let tail = min(p, 1 - p)
    let magnitude = tail > 0 ? upperQuantile(tail, degrees) : .infinity
    return p < 0.5 ? -magnitude : magnitude
  }

  /// The chance of a value above `t`, which is not negative.
  private static func upperTail(_ t: Double, _ degrees: Double) -> Double {
    precondition(degrees > 0 && degrees < .infinity, "degrees of freedom are positive and finite")
    precondition(t >= 0, "the limit is a number")
    let ratio = t / degrees.squareRoot()
    let x = 1 / (1 + ratio * ratio)
    let y = ratio > 1e150 ? 1 : ratio * ratio * x
    return 0.5
      * IncompleteBeta.regularized(x, complement: min(1, y), a: degrees / 2, b: 0.5)
  }

  /// The density at `t`, as the derivative that Newton's method needs.
  private static func density(_ t: Double, _ degrees: Double) -> Double {
    let constant =
      Elementary.logGamma((degrees + 1) / 2) - Elementary.logGamma(degrees / 2)
    let kernel = -(degrees + 1) / 2 * Elementary.log1p(t * t / degrees)
    return Elementary.exp(constant + kernel) / (degrees * .pi).squareRoot()
  }

  /// The positive value exceeded with chance `tail`, which is above 0 and below ½.
  private static func upperQuantile(_ tail: Double, _ degrees: Double) -> Double {
    var low = 0.0
    var high = 1.0
    while upperTail(high, degrees) > tail {
      low = high
      high *= 2
      guard high < .infinity else { return .infinity }
    }
    var t = low + (high - low) / 2
    for _ in 0..<200 {
      let here = upperTail(t, degrees)
      if here > tail { low = t } else { high = t }
      let slope = density(t, degrees) / here
      let newton = t + Elementary.log(here / tail) / slope
      let next = newton > low && newton < high ? newton : low + (high - low) / 2
      guard (next - t).magnitude > 1e-15 * t else { return next }
      t = next
    }
    return t
  }
}
