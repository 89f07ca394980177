/// What a calibration must reproduce: observed figures, how exactly, and how much each counts.
public struct ObservedStatistics: Sendable, Equatable {
  /// Names of the figures, such as `scripts 2027-03` or `detailing elasticity, within`.
  public let names: [String]
  /// The observed figures.
  public let values: [Double]
  /// The standard deviation of the error of observation of each, in its unit; 0 where it is exact.
  ///
  /// The spread between simulated worlds is not part of it.
  public let tolerances: [Double]
  /// How much each figure counts in a distance; 1 unless the user says otherwise.
  public let weights: [Double]

  /// Figures to be reproduced.
  ///
  /// - Parameters:
  ///   - names: Names of the figures.
  ///   - values: The observed figures.
  ///   - tolerances: Standard deviations of the error of observation, at least 0.
  ///   - weights: How much each counts, above 0; all 1 when `nil`.
  public init(
    names: [String], values: [Double], tolerances: [Double], weights: [Double]? = nil
  ) {
    precondition(
      names.count == values.count && values.count == tolerances.count, "one of each per figure")
    self.names = names
    self.values = values
    self.tolerances = tolerances
    self.weights = weights ?? [Double](repeating: 1, count: values.count)
  }

  /// Number of figures.
  public var count: Int { values.count }
}
