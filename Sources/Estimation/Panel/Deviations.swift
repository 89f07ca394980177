import Statistics

/// The deviations of a balanced panel's values from the means of their units and periods.
struct Deviations {
  /// How many units the panel has.
  let units: Int

  /// How many periods each unit has.
  let periods: Int

  /// Whether the means of periods are removed as well as those of units.
  let removingPeriodMeans: Bool

  /// The deviations, or nil where nothing but rounding is left.
  ///
  /// With periods removed a deviation is `x − unit mean − period mean + grand mean`, which in a
  /// balanced panel is what dummies for both would leave. Below 1e-12 of the largest value a
  /// deviation counts as rounding.
  ///
  /// - Parameter values: One value per unit and period, unit after unit.
  /// - Returns: One deviation per value, in the same order and unit.
  func deviations(of values: [Double]) -> [Double]? {
    var result = values
    for unit in 0..<units {
      let rows = unit * periods..<(unit + 1) * periods
      let mean = RunningMoments(Array(values[rows])).mean
      for row in rows { result[row] -= mean }
    }
    if removingPeriodMeans {
      for period in 0..<periods {
        let rows = stride(from: period, to: values.count, by: periods)
        let mean = RunningMoments(rows.map { result[$0] }).mean
        for row in rows { result[row] -= mean }
      }
    }
    let largest = values.reduce(0) { max($0, $1.magnitude) }
    return result.contains { $0.magnitude > 1e-12 * largest } ? result : nil
  }
}
