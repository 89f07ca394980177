import Statistics

/// The level that an effect is measured against, such as the mean of the control arm.
public struct ComparisonLevel: Sendable, Equatable {
  /// The level, in units of the outcome.
  public let value: Double
  /// Its standard error.
  public let standardError: Double
  /// The covariance of its estimate with that of the effect, in squared units of the outcome.
  public let covariance: Double

  /// A level with its uncertainty.
  public init(_ value: Double, standardError: Double, covariance: Double) {
    self.value = value
    self.standardError = standardError
    self.covariance = covariance
  }
}

extension EffectEstimate {
  /// The effect as a share of a level, by inversion of the same test: Fieller's interval.
  ///
  /// A share r is rejected where effect − r · level is too far from zero, so that no effect is
  /// rejected here if and only if it is there, and the p-values are one. Fieller (1954), "Some
  /// problems in interval estimation".
  ///
  /// - Parameter level: What the effect is measured against.
  /// - Returns: Shares, 0.05 for five percent; nil where the level cannot be told from zero, and
  ///   where the effect came from no standard error.
  public func relative(to level: ComparisonLevel) -> EffectEstimate? {
    guard standardError >= 0, standardError.isFinite, degrees > 0 else { return nil }
    let t = Self.halfWidth(confidence, degrees)
    let (effectVariance, levelVariance) = (
      standardError * standardError, level.standardError * level.standardError
    )
    let square = level.value * level.value - t * t * levelVariance
    guard square > 0, square.isFinite else { return nil }
    let middle = (level.value * value - t * t * level.covariance) / square
    // The product of the ends; its sign says whether zero is between them.
    let product = (value * value - t * t * effectVariance) / square
    let half = max(0, middle * middle - product).squareRoot()
    // The end farther from zero has no cancellation, and the other follows from the product.
    let far = middle < 0 ? middle - half : middle + half
    let near = far == 0 ? 0 : product / far
    return EffectEstimate(
      value / level.value, pValue: pValue,
      interval: Self.moved(min(near, far)...max(near, far), toHoldZero: !isSignificant),
      confidence: confidence, standardError: relativeStandardError(to: level), degrees: degrees)
  }

  /// The standard error of the effect as a share of a level, by the delta method.
  ///
  /// - Parameter level: What the effect is measured against.
  /// - Returns: A share.
  public func relativeStandardError(to level: ComparisonLevel) -> Double {
    let share = value / level.value
    let variance =
      standardError * standardError - 2 * share * level.covariance
      + share * share * level.standardError * level.standardError
    return max(0, variance).squareRoot() / level.value.magnitude
  }

  /// The effect as a share of a level with the interval of the delta method, `share ± t · error`.
  ///
  /// It is symmetric and not an inversion of the test of the effect itself: near the level of
  /// significance the two can differ, and ``relative(to:)`` cannot. It is here for comparison with
  /// other tools.
  ///
  /// - Parameter level: What the effect is measured against, not zero.
  /// - Returns: Shares, 0.05 for five percent.
  public func relativeByDelta(to level: ComparisonLevel) -> EffectEstimate {
    EffectEstimate(
      value / level.value, standardError: relativeStandardError(to: level), degrees: degrees,
      confidence: confidence)
  }

  /// An effect on the logarithm as the share that it adds: `exp(effect) − 1`.
  ///
  /// The ends move with the value, so that test and interval stay one.
  public var exponentiated: EffectEstimate {
    EffectEstimate(
      Elementary.expm1(value), pValue: pValue,
      interval: Self.moved(
        Elementary.expm1(interval.lowerBound)...Elementary.expm1(interval.upperBound),
        toHoldZero: !isSignificant),
      confidence: confidence, standardError: Elementary.exp(value) * standardError,
      degrees: degrees)
  }

  /// The effect in another unit.
  ///
  /// - Parameter factor: Positive and finite: how many of the new unit are in one of the old.
  /// - Returns: The same test on the new scale.
  public func scaled(by factor: Double) -> EffectEstimate {
    precondition(factor > 0 && factor.isFinite, "a unit is positive")
    return EffectEstimate(
      value * factor, pValue: pValue,
      interval: Self.moved(
        interval.lowerBound * factor...interval.upperBound * factor, toHoldZero: !isSignificant),
      confidence: confidence, standardError: standardError * factor, degrees: degrees)
  }
}
