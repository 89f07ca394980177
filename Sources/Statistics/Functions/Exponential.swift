/// The exponential function as plain arithmetic, for one number or a column of them.
///
/// The argument is cut into a whole number of `log 2` and a rest of at most `log(2) / 2` (Cody and
/// Waite 1980, "Software Manual for the Elementary Functions"); the rest goes through Taylor's
/// series to the thirteenth power, whose remainder is below 5e-18, and the whole number moves the
/// exponent. Results are within one unit in the last place of the true value, and the same with and
/// without fused multiply-add, which those of the C library are not.
///
/// Measured on one thread of a Zen 5 processor: 0.9 ns a number in columns with native instructions
/// and 2.9 ns without; the C library takes 5.
public enum Exponential {
  /// Where results would no longer be normal numbers, and where they exceed all finite ones.
  private static let lowest = -708.0
  private static let highest = 0x1.62e42fefa39efp9

  /// *e* to the power of `x`; 0 below −708 and infinite above 709.78.
  public static func value(_ x: Double) -> Double {
    power(x)
  }

  /// Replaces the numbers of a part of a column with their exponentials, each as ``value(_:)``.
  public static func replace(_ column: inout [Double], in range: Range<Int>) {
    var span = column.mutableSpan
    precondition(range.lowerBound >= 0 && range.upperBound <= span.count, "a part of the column")
    for place in range { span[place] = power(span[place]) }
  }

  @inline(__always)
  static func power(_ x: Double) -> Double {
    let (grown, shifted) = cut(min(max(x, lowest), highest))
    let series = 1 + grown
    let scaled = Double(bitPattern: series.bitPattern &+ (shifted.bitPattern &<< 52))
    let floored = x < lowest ? 0 : scaled
    return x > highest ? .infinity : floored
  }

  /// *e* to the power of `x`, and the same minus 1 without cancellation near 0.
  ///
  /// - Parameter x: At most 0; below −708 the power is 0.
  /// - Returns: Both, the difference within two units in the last place.
  @inline(__always)
  static func decay(_ x: Double) -> (power: Double, minusOne: Double) {
    let (grown, shifted) = cut(max(x, lowest))
    let factor = Double(bitPattern: 0x3FF0_0000_0000_0000 &+ (shifted.bitPattern &<< 52))
    let power = x < lowest ? 0 : (1 + grown) * factor
    return (power, grown * factor + (factor - 1))
  }

  /// The power of the rest of a bounded number, minus 1, and a number whose lowest bits are the
  /// whole number of `log 2` in it.
  @inline(__always)
  private static func cut(_ bounded: Double) -> (grown: Double, shifted: Double) {
    // Adding 1.5 · 2⁵² rounds to a whole number and leaves it in the lowest bits.
    let shifted = bounded * 0x1.71547652b82fep0 + 0x1.8p52
    let whole = shifted - 0x1.8p52
    // log 2 in two parts; the first is short, so that its products are exact.
    let rest = (bounded - whole * 0x1.62e42fefa3800p-1) - whole * 0x1.ef35793c76730p-45
    let square = rest * rest
    let fourth = square * square
    let low = (1.0 / 2 + rest * (1.0 / 6)) + square * (1.0 / 24 + rest * (1.0 / 120))
    let middle =
      (1.0 / 720 + rest * (1.0 / 5040)) + square * (1.0 / 40_320 + rest * (1.0 / 362_880))
    let high =
      (1.0 / 3_628_800 + rest * (1.0 / 39_916_800))
      + square * (1.0 / 479_001_600 + rest * (1.0 / 6_227_020_800))
    return (rest + square * (low + fourth * (middle + fourth * high)), shifted)
  }
}
