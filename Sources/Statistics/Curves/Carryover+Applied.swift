extension Carryover {
  /// What acts in each period of a series of exposures.
  ///
  /// - Parameters:
  ///   - exposure: The exposure of each period; periods before the first count as zero.
  ///   - lags: How many lags act, at least 1; as many as there are periods without.
  ///   - isNormalized: Whether weights are divided by their sum.
  /// - Returns: One value for each period, in exposure units.
  /// - Complexity: O(*n* · `lags`) for *n* periods; O(*n*) for ``geometric(retention:)`` over the
  ///   whole series, as `a[t] = x[t] + retention · a[t − 1]`.
  public func applied(to exposure: [Double], lags: Int? = nil, isNormalized: Bool) -> [Double] {
    guard !exposure.isEmpty else { return [] }
    if case .geometric(let retention) = self, lags == nil {
      return Self.remembered(exposure, retention: retention, isNormalized: isNormalized)
    }
    let weights = weights(lags: lags ?? exposure.count, isNormalized: isNormalized)
    var acting = exposure
    Convolution.convolve(weights, exposure, in: exposure.indices, into: &acting)
    return acting
  }

  /// Weibull's scale, in periods, from its place in a window of periods.
  ///
  /// Robyn gives the scale as a quantile of the periods 1 to `window`, of which the nearest whole
  /// number is taken, ties going to the even one. Its transforms are those of
  /// ``weibullDensity(shape:scale:)`` and ``weibullSurvival(shape:scale:)`` with this scale, without
  /// normalization, and with as many lags as the window has periods. Robyn 3.12.1,
  /// `adstock_weibull`.
  ///
  /// - Parameters:
  ///   - quantile: The share of the window, in `[0, 1]`.
  ///   - window: The length of the window in periods, at least 1.
  /// - Returns: A whole number of periods, from 1 to `window`.
  public static func weibullScale(quantile: Double, window: Int) -> Double {
    precondition((0...1).contains(quantile) && window > 0, "a share of a window of periods")
    return (1 + quantile * Double(window - 1)).rounded(.toNearestOrEven)
  }

  /// A geometric carryover over a whole series, by recursion.
  private static func remembered(
    _ exposure: [Double], retention: Double, isNormalized: Bool
  ) -> [Double] {
    var acting = exposure
    var (power, sum) = (1.0, 0.0)
    for period in acting.indices {
      if period > 0 { acting[period] += retention * acting[period - 1] }
      sum += power
      power *= retention
    }
    guard isNormalized else { return acting }
    for period in acting.indices { acting[period] /= sum }
    return acting
  }
}
