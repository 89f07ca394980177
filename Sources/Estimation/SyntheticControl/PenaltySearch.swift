import Statistics

/// The penalty of the ridge regression, by leaving out each fitted period in turn.
///
/// The shares are searched again without the period; what the outcome of the period then differs by
/// is its error. augsynth does the same but never leaves out the last period.
struct PenaltySearch {
  /// The penalties that were tried, descending.
  let penalties: [Double]
  /// The mean squared error of each.
  private(set) var meanErrors: [Double]
  /// The standard error of each mean.
  private(set) var standardErrors: [Double]

  /// Leaves out each of the fitted periods, for groups of treated units that are fitted as one.
  init(
    _ series: MatchedSeries, groups: [[Int]], donors: [Int]
  ) throws(NumericalError) {
    let gram = series.products(of: donors)
    let balance = try RidgeBalance(gram: gram)
    penalties = balance.penalties
    var errors = penalties.map { _ in [Double](repeating: 0, count: series.periods.count) }
    for group in groups {
      let target = series.average(of: group)
      let moments = series.products(of: donors, withAverageOf: group)
      var shares: [Double]?
      for period in series.periods.indices {
        let row = donors.map { series.values[period, $0] }
        let (gram, moments) = Self.without(row, target[period], gram, moments)
        let fit = try SimplexLeastSquares(gram: gram, moments: moments, start: shares)
        shares = fit.weights
        let fitted = gram.times(fit.weights)
        let left = balance.leftOut(
          row: row, error: target[period] - zip(row, fit.weights).reduce(0) { $0 + $1.0 * $1.1 },
          slopes: moments.indices.map { moments[$0] - fitted[$0] }, penalties: penalties)
        for index in penalties.indices {
          errors[index][period] += left[index] / Double(groups.count)
        }
      }
    }
    meanErrors = []
    standardErrors = []
    for own in errors {
      let moments = RunningMoments(own.map { $0 * $0 })
      meanErrors.append(moments.mean)
      standardErrors.append(moments.standardError)
    }
  }

  /// The penalty by a rule.
  func penalty(_ rule: SyntheticControlSettings.Penalty) -> Double {
    if case .fixed(let penalty) = rule { return penalty }
    let best = meanErrors.indices.min { meanErrors[$0] < meanErrors[$1] } ?? 0
    if rule == .leastError { return penalties[best] }
    let limit = meanErrors[best] + standardErrors[best]
    return penalties[meanErrors.firstIndex { $0 <= limit } ?? best]
  }

  /// Products without a period.
  private static func without(
    _ row: [Double], _ outcome: Double, _ gram: Matrix, _ moments: [Double]
  ) -> (Matrix, [Double]) {
    var elements = gram.elements
    for (column, value) in row.enumerated() {
      let start = column * row.count
      for index in row.indices { elements[start + index] -= row[index] * value }
    }
    let rest = moments.indices.map { moments[$0] - row[$0] * outcome }
    return (Matrix(rows: row.count, columns: row.count, elements: elements), rest)
  }
}
