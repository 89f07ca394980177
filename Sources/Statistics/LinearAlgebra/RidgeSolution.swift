/// A ridge fit at one penalty, in the units of the columns and the response.
public struct RidgeSolution: Sendable, Equatable {
  /// The penalty L of `Σ (y − b₀ − Z b)² + L ‖b‖²`.
  public let penalty: Double

  /// The fitted value where every column is 0, in response units.
  public let intercept: Double

  /// One coefficient per column, in response units per column unit.
  public let coefficients: [Double]

  /// The fitted values, one per row, in response units.
  public let fitted: [Double]

  /// The response less the fit, one value per row, in response units.
  public let residuals: [Double]

  /// How much of its own response each fitted value is, one share per row in `[0, 1]`.
  public let leverages: [Double]

  /// The sum of the leverages, the intercept's one included.
  public let effectiveDegreesOfFreedom: Double

  /// The leverage above which a row counts as fitted exactly, whatever its response.
  ///
  /// Chosen: what is left of ten digits after the rounding of leverages.
  static let fullLeverage = 1 - 1e-10

  /// The sum of squared residuals, in squared response units.
  public var residualSumOfSquares: Double { residuals.reduce(0) { $0 + $1 * $1 } }

  /// The residual of each row under the fit of all others: `e / (1 − h)` with the leverage h.
  ///
  /// Exact for the penalty on columns with the scales of all rows, which a refit without the row
  /// would change slightly. Nil where a row determines its own fit, which only a penalty of 0
  /// allows. Allen (1974), "The relationship between variable selection and data augmentation and a
  /// method for prediction".
  public var leaveOneOutErrors: [Double]? {
    guard leverages.allSatisfy({ $0 < Self.fullLeverage }) else { return nil }
    return residuals.indices.map { residuals[$0] / (1 - leverages[$0]) }
  }

  /// The sum of squared ``leaveOneOutErrors``, known as PRESS.
  public var predictedSumOfSquares: Double? {
    leaveOneOutErrors.map { $0.reduce(0) { $0 + $1 * $1 } }
  }

  /// Generalized cross-validation: the mean squared error over `(1 − df / n)²`.
  ///
  /// In squared response units; infinite where as many degrees of freedom are used as there are
  /// rows. Golub, Heath and Wahba (1979).
  public var generalizedCrossValidation: Double {
    let rows = Double(residuals.count)
    let left = max(0, 1 - effectiveDegreesOfFreedom / rows)
    return residualSumOfSquares / rows / (left * left)
  }
}

/// The columns of a design less their means and over their scales.
struct StandardizedColumns {
  /// The standardized columns; those of one value are exactly 0.
  let columns: Matrix

  /// One mean per column.
  let means: [Double]

  /// What each column was divided by; 1 for those of one value.
  let scales: [Double]

  /// The columns of one value.
  let constant: [Int]

  /// The share of a column's largest value below which its deviations count as rounding.
  ///
  /// Chosen: a mean of a million values is exact to about 1e-13.
  static let rounding = 1e-12

  init(_ design: Matrix, _ scaling: RidgePath.Scaling) {
    var columns = design
    var means: [Double] = []
    var scales: [Double] = []
    var constant: [Int] = []
    let rows = Double(design.rows)
    for index in 0..<design.columns {
      let column = design.column(index)
      let mean = column.reduce(0, +) / rows
      let largest = column.reduce(0) { max($0, $1.magnitude) }
      let squares = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let deviation = (squares / rows).squareRoot()
      let varies = deviation > Self.rounding * largest
      let scale = varies && scaling == .populationDeviations ? deviation : 1
      for row in 0..<design.rows {
        columns[row, index] = varies ? (columns[row, index] - mean) / scale : 0
      }
      if !varies { constant.append(index) }
      means.append(mean)
      scales.append(scale)
    }
    self.columns = columns
    self.means = means
    self.scales = scales
    self.constant = constant
  }
}
