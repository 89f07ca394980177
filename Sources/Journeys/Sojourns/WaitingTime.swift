import Statistics

/// Exponential waiting times in single precision.
///
/// The negative logarithm of a uniform number: the exponent apart, and a polynomial of the seventh
/// degree for the rest, fitted so that its largest error between √½ and √2, 2e-7, is the least. Powers
/// go in pairs (Estrin's scheme), which shortens the chain of additions. Plain arithmetic without fused
/// multiplications: the same everywhere.
enum WaitingTime {
  /// Bounds on the error: a part of the wait, and of any wait.
  static let relativeError: Float = 0x1p-21
  static let absoluteError: Float = 0x1p-20

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
    let low = 9.174_967_6e-8 + 1.000_003_9 * rest + (-0.500_025_4 + 0.333_012_52 * rest) * square
    let high = -0.248_704_57 + 0.206_169_19 * rest + (-0.189_679_4 + 0.118_613_58 * rest) * square
    return max(0, Float(32 &- exponent) * logTwo - (low + high * (square * square)))
  }
}
