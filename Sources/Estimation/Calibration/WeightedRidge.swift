import Statistics

/// Ridge regressions of several responses on the same weighted rows, each with its best penalty.
///
/// The penalty acts on columns over their weighted standard deviations, not on intercepts, and is
/// the one with the smallest squared error of rows that are left out, which leverages give without
/// a refit (Allen 1974). ``RidgePath`` and ``PenaltyChoice`` know neither weights nor several
/// responses. The smallest penalty keeps the normal equations far from singular, whatever columns
/// are collinear.
struct WeightedRidge: Sendable {
  /// Penalties as shares of the number of rows; *chosen*: from none worth speaking of to a hundredth
  /// of every coefficient, in steps of ten.
  static let penaltyShares = [1e-7, 1e-3, 1e-2, 0.1, 1, 10, 100]

  /// What is expected of each response where columns have their means.
  private(set) var centers: [Double]
  /// One column per response, per unit of the columns.
  private(set) var coefficients: Matrix
  /// Each response less its fit, as it would be without the row's influence on the fit's variance:
  /// `e / √(1 − h)` with the leverage h.
  private(set) var residuals: Matrix

  private let means: [Double]

  /// Fits.
  ///
  /// - Parameters:
  ///   - responses: A column for each.
  ///   - columns: At least one, all finite; those of one value have the coefficient 0.
  ///   - weights: At least 0, one per row, not all 0.
  init(_ responses: Matrix, on columns: Matrix, weights: [Double]) {
    let rows = columns.rows
    let scale = Double(rows) / weights.reduce(0, +)
    let weights = weights.map { $0 * scale }
    let design = WeightedColumns(columns, weights)
    let targets = WeightedColumns(responses, weights)
    let roots = weights.map { $0.squareRoot() }
    let scaled = design.standardized.scalingRows(roots)
    let gram = scaled.gram
    let products = scaled.times(targets.centered.scalingRows(roots), transposed: true)
    means = design.means
    centers = targets.means
    coefficients = Matrix(rows: columns.columns, columns: responses.columns)
    residuals = targets.centered
    var least = [Double](repeating: .infinity, count: responses.columns)
    for share in Self.penaltyShares {
      var penalized = gram
      for index in 0..<gram.rows { penalized[index, index] += share * Double(rows) }
      guard let factor = try? Cholesky(penalized) else { continue }
      let slopes = factor.solve(products)
      let fitted = design.standardized.times(slopes)
      let leverages = Self.leverages(scaled, factor, weights)
      for response in 0..<responses.columns {
        var error = 0.0
        var column = [Double](repeating: 0, count: rows)
        for row in 0..<rows {
          let residual = targets.centered[row, response] - fitted[row, response]
          let left = max(1 - leverages[row], 1e-6)
          column[row] = residual / left.squareRoot()
          error += weights[row] * residual * residual / (left * left)
        }
        guard error < least[response] else { continue }
        least[response] = error
        residuals.replaceColumn(response, with: column)
        for index in 0..<gram.rows {
          coefficients[index, response] = slopes[index, response] / design.scales[index]
        }
      }
    }
  }

  /// What is expected of each response at a row of columns.
  func expected(at row: [Double]) -> [Double] {
    (0..<centers.count).map { response in
      row.indices.reduce(centers[response]) {
        $0 + (row[$1] - means[$1]) * coefficients[$1, response]
      }
    }
  }

  /// What is expected of each response at many rows.
  func expected(at columns: Matrix) -> Matrix {
    var expected = columns.times(coefficients)
    for response in centers.indices {
      let offset = means.indices.reduce(centers[response]) {
        $0 - means[$1] * coefficients[$1, response]
      }
      expected.replaceColumn(response, with: expected.column(response).map { $0 + offset })
    }
    return expected
  }

  /// How much of its own response each fitted value is, the intercept's part included.
  private static func leverages(
    _ scaled: Matrix, _ factor: Cholesky, _ weights: [Double]
  ) -> [Double] {
    let spread = scaled.times(factor.inverse)
    var leverages = weights.map { $0 / Double(weights.count) }
    for column in 0..<scaled.columns {
      for (row, pair) in zip(spread.column(column), scaled.column(column)).enumerated() {
        leverages[row] += pair.0 * pair.1
      }
    }
    return leverages
  }
}

/// Columns less their weighted means, and over their weighted standard deviations.
private struct WeightedColumns {
  let means: [Double]
  let scales: [Double]
  let centered: Matrix
  let standardized: Matrix

  /// - Parameters:
  ///   - columns: The columns.
  ///   - weights: One per row, with a mean of 1.
  init(_ columns: Matrix, _ weights: [Double]) {
    let rows = Double(columns.rows)
    var means: [Double] = []
    var scales: [Double] = []
    var centered = columns
    var standardized = columns
    for index in 0..<columns.columns {
      let column = columns.column(index)
      let mean = zip(column, weights).reduce(0) { $0 + $1.0 * $1.1 } / rows
      let squares = zip(column, weights).reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) * $1.1 }
      let deviation = (squares / rows).squareRoot()
      let largest = column.reduce(0) { max($0, $1.magnitude) }
      // What is left of a column of one value is rounding.
      let varies = deviation > 1e-12 * largest
      let scale = varies ? deviation : 1
      centered.replaceColumn(index, with: column.map { varies ? $0 - mean : 0 })
      standardized.replaceColumn(index, with: column.map { varies ? ($0 - mean) / scale : 0 })
      means.append(mean)
      scales.append(scale)
    }
    self.means = means
    self.scales = scales
    self.centered = centered
    self.standardized = standardized
  }
}
