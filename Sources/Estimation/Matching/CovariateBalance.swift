/// How one column differs between a group of units and the group that it is compared with.
public struct CovariateBalance: Sendable, Equatable {
  /// The column, such as `pre_rx_6m` or `specialty=GP`.
  public let column: String
  /// The mean of the group.
  public let mean: Double
  /// The mean of the group that it is compared with.
  public let referenceMean: Double
  /// The difference of the means in standard deviations; infinite where nothing varies and the means
  /// differ.
  public let standardizedDifference: Double
  /// The variance of the group over that of the other; NaN where the other does not vary.
  public let varianceRatio: Double

  /// Compares two groups.
  ///
  /// The unit is the root of the mean of two sample variances, as Austin (2009), "Balance diagnostics
  /// for comparing the distribution of baseline covariates between treatment groups", Statistics in
  /// Medicine 28, has it.
  ///
  /// - Parameters:
  ///   - column: The name of the column.
  ///   - group: Its values in the group, at least one.
  ///   - reference: Its values in the other group, at least one.
  ///   - weights: How much each value of the other group counts; equally unless given.
  ///   - scale: The unit of the standardized difference, such as that of the groups before matching;
  ///     nil for that of these two groups.
  public init(
    column: String, group: [Double], reference: [Double], weights: [Double]? = nil,
    scale: Double? = nil
  ) {
    let (own, other) = (Self.moments(group), Self.moments(reference, weights))
    self.column = column
    mean = own.mean
    referenceMean = other.mean
    let difference = own.mean - other.mean
    let unit = scale ?? ((own.variance + other.variance) / 2).squareRoot()
    standardizedDifference = difference == 0 ? 0 : difference / unit
    varianceRatio = other.variance > 0 ? own.variance / other.variance : .nan
  }

  /// The unit of standardized differences between two groups: the root of the mean of their variances.
  ///
  /// - Parameters:
  ///   - group: Values of one group.
  ///   - reference: Values of the other.
  /// - Returns: A standard deviation, 0 where nothing varies.
  static func scale(_ group: [Double], _ reference: [Double]) -> Double {
    ((moments(group).variance + moments(reference).variance) / 2).squareRoot()
  }

  /// Mean and sample variance, the latter 0 for fewer than two values; with weights the variance whose
  /// divisor `Σw − Σw²/Σw` is one less than the count where all are equal.
  private static func moments(
    _ values: [Double], _ weights: [Double]? = nil
  ) -> (mean: Double, variance: Double) {
    let weights = weights ?? Array(repeating: 1, count: values.count)
    let sum = weights.reduce(0, +)
    guard sum > 0 else { return (.nan, 0) }
    let mean = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / sum
    let squares = zip(values, weights).reduce(0) { $0 + $1.1 * ($1.0 - mean) * ($1.0 - mean) }
    let divisor = sum - weights.reduce(0) { $0 + $1 * $1 } / sum
    return (mean, divisor > 0 ? squares / divisor : 0)
  }
}
