public import Statistics

/// What a calibration must reproduce: observed figures, how exactly, and how much each counts.
public struct ObservedStatistics: Sendable, Equatable {
  /// Names of the figures, such as `scripts 2027-03` or `detailing elasticity, within`.
  public private(set) var names: [String]
  /// The observed figures.
  public private(set) var values: [Double]
  /// The standard deviation of the error of observation of each, in its unit; 0 where it is exact.
  ///
  /// The spread between simulated worlds is not part of it.
  public private(set) var tolerances: [Double]
  /// How much each figure counts in a distance; 1 unless the user says otherwise.
  public private(set) var weights: [Double]

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

  /// No figure.
  public init() { self.init(names: [], values: [], tolerances: []) }

  /// Adds the figures of others.
  public mutating func append(_ others: ObservedStatistics) {
    names += others.names
    values += others.values
    tolerances += others.tolerances
    weights += others.weights
  }

  /// Figures of a simulated world as they would be observed: each with its error of observation.
  ///
  /// - Parameters:
  ///   - figures: One number per figure; one that is not finite stays so.
  ///   - stream: Random numbers for the errors.
  ///   - step: With `draw` the address of the errors; each world needs its own.
  ///   - draw: See `step`.
  /// - Returns: One number per figure.
  public func withErrors(
    _ figures: [Double], by stream: RandomStream, step: Int = 0, draw: Int = 0
  ) -> [Double] {
    precondition(figures.count == count, "a world has a number for each figure")
    return figures.indices.map {
      figures[$0]
        + tolerances[$0] * Normal.quantile(stream.uniform(agent: $0, step: step, draw: draw))
    }
  }

  /// Number of figures.
  public var count: Int { values.count }
}
