/// The regularized incomplete beta function, the cumulative form of beta, binomial and Student's
/// *t*.
///
/// By the continued fraction of Abramowitz and Stegun (1964), 26.5.8, on the side where it
/// converges fast. The relative error is below 1e-12 for parameters up to a million; the work grows
/// with the root of the larger one.
public enum IncompleteBeta {
  /// The chance `I_x(a, b)` that a beta variable of shapes `a` and `b` is at most `x`.
  ///
  /// - Parameters:
  ///   - x: The limit, in `[0, 1]`.
  ///   - a: The first shape, positive and finite.
  ///   - b: The second shape, positive and finite.
  /// - Returns: The chance, in `[0, 1]`, growing with `x`.
  public static func regularized(_ x: Double, a: Double, b: Double) -> Double {
    regularized(x, complement: 1 - x, a: a, b: b)
  }

  /// The same chance for a limit whose complement is known better than `1 − x`.
  ///
  /// - Parameters:
  ///   - x: The limit, in `[0, 1]`.
  ///   - complement: `1 − x`, with all its digits.
  ///   - a: The first shape, positive and finite.
  ///   - b: The second shape, positive and finite.
  /// - Returns: The chance, in `[0, 1]`, growing with `x`.
  public static func regularized(_ x: Double, complement: Double, a: Double, b: Double) -> Double {
    precondition(a > 0 && a < .infinity && b > 0 && b < .infinity, "shapes are positive and finite")
    precondition((0...1).contains(x) && (0...1).contains(complement), "the limit is in 0...1")
    guard x > 0 else { return 0 }
    guard complement > 0 else { return 1 }
    return x < (a + 1) / (a + b + 2)
      ? leftTail(x, complement, a, b) : 1 - leftTail(complement, x, b, a)
  }

  /// `I_x(a, b)` for `x` left of the bulk, by Lentz's evaluation of the continued fraction.
  private static func leftTail(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
    let mass = SaddlePoint.binomialMass(a, b, chance: x, complement: y)
    var c = 1.0
    var d = 1 / nonzero(1 - (a + b) * x / (a + 1))
    var value = d
    var m = 0.0
    var factor = 0.0
    repeat {
      m += 1
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / nonzero(1 + even * d)
      c = nonzero(1 + even / c)
      value *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / nonzero(1 + odd * d)
      c = nonzero(1 + odd / c)
      factor = d * c
      value *= factor
    } while (factor - 1).magnitude > 0x1p-52
    return min(1, mass * b / (a + b) * value)
  }

  /// The value, or the smallest normal number for a zero, which Lentz's recurrence divides by.
  private static func nonzero(_ value: Double) -> Double {
    value == 0 ? .leastNormalMagnitude : value
  }
}
