import Statistics

/// What an experiment of the same precision can detect.
///
/// Both figures hold at the observed standard error. The power to detect the *observed* effect is
/// not among them, since it only says the p-value again. Hoenig and Heisey (2001), "The Abuse of
/// Power".
extension EffectEstimate {
  /// The standard error, or for a test by rearrangement that of a normal estimate with as wide an
  /// interval.
  ///
  /// NaN where the interval has no end.
  public var scale: Double {
    guard standardError.isNaN else { return standardError }
    let width = interval.upperBound - interval.lowerBound
    return width.isFinite ? width / 2 / Self.halfWidth(confidence, .infinity) : .nan
  }

  /// The smallest true effect that a two-sided test at this confidence finds with a given chance.
  ///
  /// - Parameter power: The chance to reject no effect, such as 0.8, above ``confidence``'s
  ///   complement.
  /// - Returns: An effect above zero, in the unit of the estimate; NaN where ``scale`` is.
  public func minimumDetectableEffect(power: Double = 0.8) -> Double {
    precondition(power > 1 - confidence && power < 1, "a power lies between the level and 1")
    let unit = scale
    guard unit.isFinite else { return .nan }
    guard unit > 0 else { return 0 }
    var (low, high) = (0.0, unit)
    while self.power(toDetect: high) < power { (low, high) = (high, 2 * high) }
    // Halving to a relative 2⁻⁵⁰.
    for _ in 0..<50 {
      let middle = low + (high - low) / 2
      if self.power(toDetect: middle) < power { low = middle } else { high = middle }
    }
    return high
  }

  /// The chance that a two-sided test at this confidence rejects no effect where there is one.
  ///
  /// With the reference distribution shifted by the effect, which for t is close to the noncentral
  /// one.
  ///
  /// - Parameter effect: The true effect, in the unit of the estimate.
  /// - Returns: A chance; NaN where ``scale`` is.
  public func power(toDetect effect: Double) -> Double {
    let unit = scale
    guard unit.isFinite else { return .nan }
    guard unit > 0 else { return effect == 0 ? 0 : 1 }
    let freedom = degrees.isNaN ? .infinity : degrees
    let bound = Self.halfWidth(confidence, freedom)
    let shift = (effect / unit).magnitude
    func below(_ x: Double) -> Double {
      freedom.isInfinite ? Normal.cumulative(x) : StudentT.cumulative(x, degrees: freedom)
    }
    return below(shift - bound) + below(-shift - bound)
  }
}
