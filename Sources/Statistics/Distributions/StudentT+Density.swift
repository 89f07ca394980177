extension StudentT {
  /// The logarithm of the density at a value, with its constant.
  ///
  /// - Parameters:
  ///   - t: The value.
  ///   - degrees: The degrees of freedom, positive and finite.
  /// - Returns: The logarithm.
  public static func logDensity(_ t: Double, degrees: Double) -> Double {
    logConstant(degrees: degrees) - (degrees + 1) / 2 * Elementary.log1p(t * t / degrees)
  }

  /// The logarithm of the density at 0: `log Γ((ν + 1)/2) − log Γ(ν/2) − log(πν)/2`.
  ///
  /// Above a thousand degrees by the asymptotic series of the ratio of the gamma functions, whose
  /// logarithms would cancel (Abramowitz and Stegun 1964, 6.1.47); the first term left out is below
  /// 1e-20.
  ///
  /// - Parameter degrees: The degrees of freedom ν, positive and finite.
  /// - Returns: The logarithm.
  public static func logConstant(degrees: Double) -> Double {
    guard degrees > 1000 else {
      return Elementary.logGamma((degrees + 1) / 2) - Elementary.logGamma(degrees / 2)
        - 0.5 * Elementary.log(degrees * .pi)
    }
    let inverse = 2 / degrees
    let square = inverse * inverse
    return -0.5 * Elementary.log(2 * .pi)
      - inverse * (1 / 8.0 - square * (1 / 192.0 - square / 640))
  }
}
