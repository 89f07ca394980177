/// Scores of probabilistic forecasts that only the truth minimizes in the mean; 0 is perfect.
///
/// Gneiting and Raftery (2007), "Strictly Proper Scoring Rules, Prediction, and Estimation", JASA
/// 102, 359–378.
public enum ProperScore {
  /// The continuous ranked probability score of equally likely values, `E|X − x| − E|X − X′| / 2`.
  ///
  /// - Parameters:
  ///   - values: At least one value, in any order.
  ///   - observed: What came true.
  /// - Returns: The score in the unit of the values; the absolute error where all values are equal.
  public static func ranked(_ values: [Double], observed: Double) -> Double {
    ranked(sorted: values.sorted(), observed: observed)
  }

  /// The continuous ranked probability score of equally likely values that ascend.
  ///
  /// - Parameters:
  ///   - sorted: At least one value, ascending.
  ///   - observed: What came true.
  /// - Returns: The score in the unit of the values.
  public static func ranked(sorted: [Double], observed: Double) -> Double {
    precondition(!sorted.isEmpty, "a score needs a value")
    let count = Double(sorted.count)
    var distance = 0.0
    var spread = 0.0
    for (rank, value) in sorted.enumerated() {
      distance += (value - observed).magnitude
      spread += (2 * Double(rank + 1) - count - 1) * value
    }
    return distance / count - spread / (count * count)
  }

  /// The score of an interval: its width, and a fine for what lies outside.
  ///
  /// It is least, in the mean, for the interval between the quantiles of `(1 ∓ level) / 2`.
  /// The fine is the distance to the interval times `2 / (1 − level)`.
  ///
  /// - Parameters:
  ///   - low: The lower end.
  ///   - high: The upper end, at least `low`.
  ///   - level: How often the interval shall hold, in `0..<1`.
  ///   - observed: What came true.
  /// - Returns: The score in the unit of the interval.
  public static func interval(
    low: Double, high: Double, level: Double, observed: Double
  ) -> Double {
    precondition((0..<1).contains(level), "the level of an interval is in 0..<1")
    let miss = max(low - observed, 0) + max(observed - high, 0)
    return high - low + 2 / (1 - level) * miss
  }
}
