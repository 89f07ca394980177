/// The first two derivatives of the logarithm of the gamma function, for positive numbers.
///
/// Up to ten by the recurrences `ψ(x) = ψ(x + 1) − 1/x` and `ψ′(x) = ψ′(x + 1) + 1/x²`, above by
/// their asymptotic series (Abramowitz and Stegun 1964, 6.3.18 and 6.4.12), whose first term left
/// out is below 1e-16 there. The relative error is a few units in the last place.
public enum Polygamma {
  /// The digamma function `ψ(x)`, the derivative of `logGamma`.
  ///
  /// It passes zero at 1.4616…; within a quarter of that root it is a power series around it, so
  /// that small values keep their digits.
  ///
  /// - Parameter x: A positive number; below about 1e-308 the value is −∞.
  /// - Returns: The value, about −1/x near 0 and about log x far out.
  public static func digamma(_ x: Double) -> Double {
    precondition(x > 0, "digamma needs a positive argument")
    guard (x - root).magnitude > 0.25 else { return nearRoot((x - root) - rootRemainder) }
    var shifted = x
    var sum = 0.0
    while shifted < 10 {
      sum -= 1 / shifted
      shifted += 1
    }
    let square = 1 / (shifted * shifted)
    var series = 0.0
    for power in 0..<8 { series = (series + digammaSeries[power]) * square }
    return sum + (Elementary.log(shifted) - 0.5 / shifted - series)
  }

  /// The trigamma function `ψ′(x)`, the second derivative of `logGamma`.
  ///
  /// - Parameter x: A positive number; below about 1e-154 the value is infinite.
  /// - Returns: A positive number, about 1/x² near 0 and about 1/x far out.
  public static func trigamma(_ x: Double) -> Double {
    precondition(x > 0, "trigamma needs a positive argument")
    var shifted = x
    var sum = 0.0
    while shifted < 10 {
      sum += 1 / (shifted * shifted)
      shifted += 1
    }
    let square = 1 / (shifted * shifted)
    var series = 0.0
    for power in 0..<8 { series = (series + trigammaSeries[power]) * square }
    return sum + (1 + (0.5 / shifted + series)) / shifted
  }

  /// The root of the digamma function, rounded down.
  private static let root = 1.461_632_144_968_362_2

  /// What the root exceeds its rounded value by.
  private static let rootRemainder = 9.549_995_429_965_697e-17

  /// The digamma function at a distance from its root, at most a quarter.
  ///
  /// The terms fall like 0.68 to the power of the degree, so that twenty leave less than 1e-15.
  private static func nearRoot(_ distance: Double) -> Double {
    var value = 0.0
    for power in 0..<20 { value = (value + rootSeries[power]) * distance }
    return value
  }

  /// `ψ⁽ᵏ⁾ / k!` at the root, for k from 20 down to 1; sixty digits with mpmath 1.3.0, rounded.
  private static let rootSeries: [20 of Double] = [
    -0.000_345_468_025_106_307_7, 0.000_504_953_265_834_602, -0.000_738_070_938_996_005_2,
    0.001_078_825_202_001_916_3, -0.001_576_936_771_430_197_2, 0.002_305_126_326_734_928,
    -0.003_369_801_655_439_328, 0.004_926_781_395_729_853, -0.007_204_534_386_356_869,
    0.010_538_791_616_612_175, -0.015_424_765_904_948_96, 0.022_597_648_232_218_104,
    -0.033_161_126_474_847_36, 0.048_804_288_164_143_11, -0.072_199_561_256_454_71,
    0.107_824_050_691_262_37, -0.163_942_705_442_406_52, 0.258_499_760_955_651,
    -0.442_763_168_983_592_1, 0.967_672_245_447_621_2,
  ]

  /// `B₂ₙ / 2n` for n from 8 down to 1, with the Bernoulli numbers B.
  private static let digammaSeries: [8 of Double] = [
    -3617 / 8160.0, 1 / 12.0, -691 / 32760.0, 1 / 132.0, -1 / 240.0, 1 / 252.0, -1 / 120.0,
    1 / 12.0,
  ]

  /// The Bernoulli numbers `B₂ₙ` for n from 8 down to 1.
  private static let trigammaSeries: [8 of Double] = [
    -3617 / 510.0, 7 / 6.0, -691 / 2730.0, 5 / 66.0, -1 / 30.0, 1 / 42.0, -1 / 30.0, 1 / 6.0,
  ]
}
