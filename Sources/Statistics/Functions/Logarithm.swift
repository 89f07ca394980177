/// The natural logarithm as plain arithmetic, for one number or a column of them.
///
/// The argument is written as a power of two times a mantissa in `[√½, √2)`, and the logarithm of
/// the mantissa `1 + f` follows from the series of the inverse hyperbolic tangent in
/// `s = f / (2 + f)`, up to `s²³`, whose remainder is below 1e-19 (Cody and Waite 1980, "Software
/// Manual for the Elementary Functions"). Results are within one unit in the last place of the true
/// value, and the same with and without fused multiply-add.
public enum Logarithm {
  /// The natural logarithm of a non-negative number; −∞ at 0, NaN below.
  public static func value(_ x: Double) -> Double {
    natural(x)
  }

  /// Replaces the numbers of a part of a column with their logarithms, each as ``value(_:)``.
  public static func replace(_ column: inout [Double], in range: Range<Int>) {
    var span = column.mutableSpan
    precondition(range.lowerBound >= 0 && range.upperBound <= span.count, "a part of the column")
    for place in range { span[place] = natural(span[place]) }
  }

  @inline(__always)
  static func natural(_ x: Double) -> Double {
    // Numbers too small for a full mantissa are moved up by 2⁵⁴.
    let isTiny = x < .leastNormalMagnitude
    let bits = (isTiny ? x * 0x1p54 : x).bitPattern
    // Adding 1 − √½, as bits, carries into the exponent where the mantissa is at least √2.
    let carried = bits &+ (0x3FF0_0000_0000_0000 &- 0x3FE6_A09E_667F_3BCD)
    let mantissa = Double(
      bitPattern: (carried & 0x000F_FFFF_FFFF_FFFF) &+ 0x3FE6_A09E_667F_3BCD)
    // A number of 2⁵² and more keeps a whole number in its lowest bits.
    let exponent =
      Double(bitPattern: 0x4330_0000_0000_0000 | (carried &>> 52))
      - (isTiny ? 0x1p52 + 1_077 : 0x1p52 + 1_023)
    let f = mantissa - 1
    let s = f / (2 + f)
    let z = s * s
    let square = z * z
    let low = (2.0 / 3 + z * (2.0 / 5)) + square * (2.0 / 7 + z * (2.0 / 9))
    let middle = (2.0 / 11 + z * (2.0 / 13)) + square * (2.0 / 15 + z * (2.0 / 17))
    let high = (2.0 / 19 + z * (2.0 / 21)) + square * (2.0 / 23)
    let fourth = square * square
    let series = z * (low + fourth * (middle + fourth * high))
    // log(1 + f) = f − (f²/2 − s (f²/2 + series)), so that the largest term stays exact; log 2
    // comes in two parts, of which the first is short, so that its products are exact.
    let half = 0.5 * f * f
    let small = s * (half + series) + exponent * 0x1.ef35793c76730p-45
    let value = exponent * 0x1.62e42fefa3800p-1 - ((half - small) - f)
    let finite = x < .infinity ? value : x
    return x > 0 ? finite : (x == 0 ? -.infinity : .nan)
  }
}
