extension EffectEstimate {
  /// An estimate by inversion whose *p*-value and interval are rounded to the same side of the
  /// significance level when they differ by less than the error of solving for them.
  ///
  /// - Parameters:
  ///   - value: The estimate.
  ///   - pValue: Two-sided *p*-value of no effect.
  ///   - low: Lowest effect that is not rejected.
  ///   - high: Highest effect that is not rejected.
  ///   - confidence: Confidence of the interval.
  init(
    inverting value: Double, pValue: Double, from low: Double, to high: Double, confidence: Double
  ) {
    let interval = min(low, high)...max(low, high)
    let level = 1 - confidence
    let settled =
      interval.contains(0) ? max(pValue, level) : min(pValue, level.nextDown)
    self.init(value, pValue: min(1, settled), interval: interval, confidence: confidence)
  }
}
