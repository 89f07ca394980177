import Statistics

/// Exponential waiting times in single precision.
///
/// The negative logarithm of a uniform number: the exponent apart, and a polynomial of the eighth
/// degree for the rest (Moshier 1989, "Methods and programs for mathematical functions", `logf` of
/// the Cephes library). Plain arithmetic without fused multiplications: the same everywhere.
enum WaitingTime {
  /// Bounds on the error: a part of the wait, and of any wait.
  static let relativeError: Float = 0x1p-21
  static let absoluteError: Float = 0x1p-22

  private static let logTwo: Float = 0.693_147_2
  /// The square root of one half, as bits.
  private static let lowestBits: UInt32 = 0x3F35_04F3

  /// The wait that `RandomStream.uniform(from:)` stands for, about: `-log((word + ½) · 2⁻³²)`.
  @inline(__always)
  static func wait(_ word: UInt32) -> Float {
    let bits = (Float(word) + 0.5).bitPattern
    let exponent = Int32(bitPattern: bits &- lowestBits) &>> 23
    let rest = Float(bitPattern: bits &- UInt32(bitPattern: exponent &<< 23)) - 1
    let square = rest * rest
    var series: Float = 7.037_683_6e-2
    series = series * rest - 1.151_461e-1
    series = series * rest + 1.167_699_87e-1
    series = series * rest - 1.242_014_1e-1
    series = series * rest + 1.424_932_3e-1
    series = series * rest - 1.666_805_8e-1
    series = series * rest + 2.000_071_5e-1
    series = series * rest - 2.499_999_4e-1
    series = series * rest + 3.333_333_1e-1
    let logarithm = rest + (rest * square * series - 0.5 * square)
    return Float(32 &- exponent) * logTwo - logarithm
  }
}
