import Statistics

/// Standard errors that allow any dependence within a unit, and none between units.
///
/// The sandwich `(XᵀX)⁻¹ (Σ s sᵀ) (XᵀX)⁻¹` with one score `s = Xᵀe` per unit, times `G / (G − 1) ·
/// (N − 1) / (N − K)` for `G` units, `N` rows and `K` coefficients: CR1, the default of Stata and
/// statsmodels. With fewer than about forty units it is too small. Liang and Zeger (1986); Cameron
/// and Miller (2015), "A Practitioner's Guide to Cluster-Robust Inference".
enum ClusteredErrors {
  /// The standard error of one coefficient.
  ///
  /// - Parameters:
  ///   - coefficient: The column of the design.
  ///   - fit: The fit on that design.
  ///   - design: Rows in unit-major order, the same number for each unit.
  ///   - units: How many units, at least two.
  ///   - parameters: `K`: the columns, and what was removed before and is not nested in units.
  /// - Returns: The error, in the unit of the coefficient.
  static func standardError(
    of coefficient: Int, in fit: LeastSquares, design: Matrix, units: Int, parameters: Int
  ) -> Double {
    let rowsPerUnit = design.rows / units
    var sum = 0.0
    for unit in 0..<units {
      var score = 0.0
      for column in 0..<design.columns {
        var moment = 0.0
        for row in unit * rowsPerUnit..<(unit + 1) * rowsPerUnit {
          moment += design[row, column] * fit.residuals[row]
        }
        score += fit.inverseGram[coefficient, column] * moment
      }
      sum += score * score
    }
    let (clusters, rows) = (Double(units), Double(design.rows))
    let correction = clusters / (clusters - 1) * (rows - 1) / (rows - Double(parameters))
    return (correction * sum).squareRoot()
  }
}
