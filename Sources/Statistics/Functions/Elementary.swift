public import Glibc

/// The elementary functions of the C library, in double precision.
///
/// This is the one file that imports the C library for mathematics; everything else calls these
/// names. Results can differ in the last bit between processors with and without fused
/// multiply-add.
public enum Elementary {
  /// The exponential function, *e* to the power of `x`; 0 below about −745, infinite above about
  /// 709.
  @inlinable @inline(__always)
  public static func exp(_ x: Double) -> Double {
    Glibc.exp(x)
  }

  /// The natural logarithm of a non-negative number; −∞ at 0 and NaN below.
  @inlinable @inline(__always)
  public static func log(_ x: Double) -> Double {
    Glibc.log(x)
  }

  /// `exp(x) − 1` without cancellation near 0, for chances from small hazards.
  @inlinable @inline(__always)
  public static func expm1(_ x: Double) -> Double {
    Glibc.expm1(x)
  }

  /// `log(1 + x)` without cancellation near 0, for hazards from small chances; `x` above −1.
  @inlinable @inline(__always)
  public static func log1p(_ x: Double) -> Double {
    Glibc.log1p(x)
  }

  /// `base` to the power of `exponent`; a negative base needs a whole exponent.
  @inlinable @inline(__always)
  public static func pow(_ base: Double, _ exponent: Double) -> Double {
    Glibc.pow(base, exponent)
  }

  /// The sine of an angle in radians.
  public static func sin(_ x: Double) -> Double {
    Glibc.sin(x)
  }

  /// The cosine of an angle in radians.
  public static func cos(_ x: Double) -> Double {
    Glibc.cos(x)
  }

  /// The angle in radians whose sine is a number in `[−1, 1]`; NaN outside.
  public static func arcsine(_ x: Double) -> Double {
    Glibc.asin(x)
  }

  /// The complementary error function, precise in the far right tail where `1 − erf(x)` would be 0.
  public static func erfc(_ x: Double) -> Double {
    Glibc.erfc(x)
  }

  /// The natural logarithm of the gamma function of a positive number.
  ///
  /// Uses the reentrant form, so that concurrent callers share no sign variable.
  public static func logGamma(_ x: Double) -> Double {
    precondition(x > 0, "logGamma needs a positive argument")
    let (value, _): (Double, Int) = lgamma(x)
    return value
  }
}
