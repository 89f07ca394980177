/// The noncentral *t* distribution: what a *t* statistic follows when there is an effect.
///
/// `T = (Z + δ) / S` for a standard normal `Z`, a noncentrality `δ` and an independent `S`, the root
/// of a chi-square variable over its degrees of freedom. The power of a *t* test is a tail of it.
///
/// `P(T > t)` is the mean of `Φ(δ − t S)`. All of its parts are positive, so the small tails keep their
/// digits where series in `δ²` cancel: the relative error is below 1e-11 for `t ≥ 0` up to a billion
/// degrees.
public enum NoncentralT {
  /// The noncentrality above which the normal part is the narrower one and is integrated over.
  ///
  /// *Chosen*: below it a grid of log S resolves both parts; above it `Z + δ` is positive.
  private static let narrowNormal = 40.0

  /// The chance that a variable is above a value.
  ///
  /// Below 0 it is one less the other tail, and only its absolute error is small there.
  ///
  /// - Parameters:
  ///   - t: The value, finite.
  ///   - degrees: The degrees of freedom, positive; infinite for the normal distribution.
  ///   - noncentrality: The mean of the normal part, finite.
  /// - Returns: A chance in `[0, 1]`, falling with `t`.
  public static func upperTail(_ t: Double, degrees: Double, noncentrality: Double) -> Double {
    precondition(degrees > 0, "degrees of freedom are positive")
    precondition(t.isFinite && noncentrality.isFinite, "value and noncentrality are finite")
    guard t >= 0 else {
      return 1 - upperTail(-t, degrees: degrees, noncentrality: -noncentrality)
    }
    guard t > 0, degrees < .infinity else { return Normal.cumulative(noncentrality - t) }
    let isNormalNarrow =
      noncentrality > max(narrowNormal, 4 * (2 * degrees).squareRoot())
    return min(
      1,
      isNormalNarrow
        ? overNormal(t, degrees, noncentrality) : overScale(t, degrees, noncentrality))
  }

  /// The chance that a variable is at most a value; relatively precise for `t ≤ 0`.
  ///
  /// - Parameters:
  ///   - t: The value, finite.
  ///   - degrees: The degrees of freedom, positive; infinite for the normal distribution.
  ///   - noncentrality: The mean of the normal part, finite.
  /// - Returns: A chance in `[0, 1]`, growing with `t`.
  public static func cumulative(_ t: Double, degrees: Double, noncentrality: Double) -> Double {
    upperTail(-t, degrees: degrees, noncentrality: -noncentrality)
  }

  /// The trapezoidal sum over `u = log S` of its density times `Φ(δ − t eᵘ)`.
  ///
  /// The integrand is analytic and log-concave, so the sum converges exponentially, and adding from
  /// the right may stop once terms behind the mode no longer count. In `u` the density of `S` has a
  /// standard deviation of about `1 / √(2 degrees)` and the normal part an edge of `1 / δ`.
  private static func overScale(_ t: Double, _ degrees: Double, _ noncentrality: Double) -> Double {
    let shape = degrees / 2
    let spread = 1 / (2 * degrees).squareRoot()
    // Chosen: three eighths of the narrower width; halving the step changes no digit that is promised.
    let step = 0.375 * min(spread, 0.25, 1 / max(1, noncentrality))
    let logConstant = -SaddlePoint.stirlingError(shape)
    func term(_ u: Double) -> Double {
      let scale = Elementary.exp(u)
      let exponent = logConstant - SaddlePoint.deviance(shape, mean: shape * scale * scale)
      return Elementary.exp(exponent) * Normal.cumulative(noncentrality - t * scale)
    }
    // Forty standard deviations, or where exp(2u) · shape alone exceeds all that a number can hold.
    let right = min(40 * spread, 0.5 * Elementary.log1p(800 / shape) + 1)
    var sum = 0.0
    var last = 0.0
    var place = 0
    while true {
      let next = term(right - Double(place) * step)
      sum += next
      if next <= last, next <= sum * 1e-18, sum > 0 { break }
      // Nothing at all left of the bulk: the tail is below the smallest number.
      if sum == 0, Double(place) * step > right + 800 / degrees + 40 * spread { return 0 }
      last = next
      place += 1
    }
    return sum * step * 2 * shape / (2 * Double.pi * shape).squareRoot()
  }

  /// The trapezoidal sum over `z` of the normal density times `P(S < (δ + z) / t)`, for large `δ`.
  ///
  /// The second factor changes over several standard deviations, so that steps of a quarter leave an
  /// error of e^-300; forty of them on either side hold all that a number can.
  private static func overNormal(_ t: Double, _ degrees: Double, _ noncentrality: Double) -> Double
  {
    let shape = degrees / 2
    let step = 0.25
    var sum = 0.0
    for place in -159...159 {
      let z = Double(place) * step
      let ratio = (noncentrality + z) / t
      let below = IncompleteGamma.lower(shape, min(shape * ratio * ratio, .greatestFiniteMagnitude))
      sum += Elementary.exp(-z * z / 2) * below
    }
    return sum * step / (2 * Double.pi).squareRoot()
  }
}
