import Statistics

/// Where simulations lie around the observed statistics: coordinates in which the distance is
/// Euclid's.
struct SummarySpace: Sendable {
  /// How statistics are compared.
  private enum Kind {
    /// Columns that vary, their scales and weights.
    case declared(columns: [Int], factors: [Double])
    case learned(LearnedStatistics)
  }

  private let kind: Kind
  /// The observed statistics or their summaries.
  private let center: [Double]
  /// The factor L of the covariance of coordinates, which `L⁻¹` makes equal and uncorrelated.
  private let lower: Matrix

  /// The space of declared statistics, over the noise of the simulator.
  ///
  /// Statistics are regressed on points and their squares; what is left is what they vary between
  /// worlds of the same parameters. Each is divided by the median absolute deviation of that noise,
  /// so that a statistic counts by what it tells of parameters and not by its range, and distances
  /// are Mahalanobis' under the noise's correlations, of residuals within three deviations.
  /// Correlations are shrunk toward 0 by q / (q + n) for q statistics and n simulations: *chosen*,
  /// the weight of as many simulations as there are statistics.
  ///
  /// - Parameters:
  ///   - statistics: A row per simulation; finite.
  ///   - points: The normal scores of each.
  ///   - observed: What they are compared with.
  /// - Returns: The space.
  static func declared(
    _ statistics: Matrix, points: Matrix, observed: ObservedStatistics
  ) -> SummarySpace {
    var features = points
    for column in 0..<points.columns {
      features.appendColumn(points.column(column).map { $0 * $0 })
    }
    let weights = [Double](repeating: 1, count: points.rows)
    let noise = WeightedRidge(statistics, on: features, weights: weights).residuals
    let scaling = RobustScaling(noise)
    // Statistics that never vary say nothing; one of them stands for all where none does.
    let columns = scaling.varying.isEmpty ? [0] : scaling.varying
    var standardized = Matrix(rows: noise.rows, columns: 0)
    for column in columns {
      standardized.appendColumn(
        noise.column(column).map {
          min(max(($0 - scaling.medians[column]) / scaling.scales[column], -3), 3)
        })
    }
    return SummarySpace(
      kind: .declared(
        columns: columns, factors: columns.map { observed.weights[$0] / scaling.scales[$0] }),
      center: columns.map { observed.values[$0] },
      lower: correlationFactor(standardized))
  }

  /// The space of learned statistics, over what they leave open of the parameters.
  ///
  /// The Mahalanobis distance under the residual covariance of points is the loss in which the
  /// summaries are best; a parameter that statistics say nothing about adds nothing to it.
  static func learned(_ learned: LearnedStatistics, observed: ObservedStatistics) -> SummarySpace {
    let row = Matrix(rows: 1, columns: observed.count, elements: observed.values)
    let covariance = learned.residualCovariance
    return SummarySpace(
      kind: .learned(learned), center: learned.summaries(of: row).elements,
      lower: covariance.cholesky(inflatedBy: 1e-6).lower)
  }

  /// The coordinates of simulations; the observed statistics are at 0.
  ///
  /// - Parameter statistics: A row per simulation.
  /// - Returns: A row per simulation.
  func coordinates(of statistics: Matrix) -> Matrix {
    var result: Matrix
    switch kind {
    case .declared(let columns, let factors):
      result = Matrix(rows: statistics.rows, columns: 0)
      for (index, column) in columns.enumerated() {
        result.appendColumn(
          statistics.column(column).map { ($0 - center[index]) * factors[index] })
      }
    case .learned(let learned):
      result = learned.summaries(of: statistics)
      for (index, middle) in center.enumerated() {
        result.replaceColumn(index, with: result.column(index).map { $0 - middle })
      }
    }
    return result.whitened(by: lower)
  }

  /// The factor of shrunken correlations.
  private static func correlationFactor(_ standardized: Matrix) -> Matrix {
    let q = Double(standardized.columns)
    let gram = standardized.gram
    let kept = Double(standardized.rows) / (q + Double(standardized.rows))
    var correlation = gram
    for column in 0..<gram.columns {
      for row in 0..<gram.rows {
        let size = (gram[row, row] * gram[column, column]).squareRoot()
        correlation[row, column] = row == column ? 1 : kept * gram[row, column] / max(size, 1e-300)
      }
    }
    return correlation.cholesky(inflatedBy: 1e-6).lower
  }
}

extension Matrix {
  /// The factor of a covariance whose diagonal is inflated until there is one.
  ///
  /// - Parameter share: How much of the diagonal is added at first.
  /// - Returns: The factor; that of the inflated diagonal alone where no inflation below 1 helps.
  func cholesky(inflatedBy share: Double) -> Cholesky {
    let largest = (0..<rows).reduce(0.0) { max($0, self[$1, $1]) }
    var inflation = share
    while true {
      var inflated = self
      for index in 0..<rows {
        inflated[index, index] += inflation * self[index, index] + max(1e-12 * largest, 1e-300)
      }
      if let factor = try? Cholesky(inflated) { return factor }
      inflation *= 10
      precondition(inflation < 1e12, "a covariance has finite elements")
    }
  }

  /// Each row, as a vector v, replaced by `L⁻¹ v`.
  ///
  /// - Parameter lower: L, with one row per column of this matrix.
  /// - Returns: The replaced rows.
  func whitened(by lower: Matrix) -> Matrix {
    var result = self
    for column in 0..<columns {
      var values = Array(result.column(column))
      for earlier in 0..<column {
        let factor = lower[column, earlier]
        let known = result.column(earlier)
        for (row, value) in known.enumerated() { values[row] -= factor * value }
      }
      let pivot = lower[column, column]
      result.replaceColumn(column, with: values.map { $0 / pivot })
    }
    return result
  }
}
