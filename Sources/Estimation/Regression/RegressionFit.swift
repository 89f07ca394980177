import Statistics

/// The least squares regression of a response on named columns.
///
/// Coefficients come from a pivoted QR factor (``LeastSquares``); with weights all rows are scaled
/// by their roots first. Errors of the coefficients depend on what is assumed about the rows; see
/// ``CovarianceEstimator``.
public struct RegressionFit: Sendable, Equatable {
  /// The columns.
  public let design: Design

  /// The response, one value per row.
  public let response: [Double]

  /// One weight per row, or nil for equal ones.
  public let weights: [Double]?

  /// One coefficient per column, in response units per column unit.
  public let coefficients: [Double]

  /// The fitted values, one per row, in response units.
  public let fitted: [Double]

  /// The response less the fit, one value per row, in response units and without weights.
  public let residuals: [Double]

  /// How much of its own response each fitted value is: the diagonal of the hat matrix, one share
  /// per row in `[0, 1]`.
  public let leverages: [Double]

  /// The largest over the smallest singular value of the columns as they are, after weights.
  ///
  /// The convention of statsmodels, in which units of measure count; coefficients lose about as
  /// many digits as this has, or fewer.
  public let conditionNumber: Double

  /// How close the fit is.
  public let quality: FitQuality

  /// The columns and residuals that least squares saw, rows times the roots of their weights.
  let scaledColumns: Matrix
  let scaledResiduals: [Double]

  /// The inverse of the products of the scaled columns, `(XᵀWX)⁻¹`.
  let inverseGram: Matrix

  /// Fits a response.
  ///
  /// - Parameters:
  ///   - response: One value per row of the design.
  ///   - design: More rows than columns. A column of one value is taken for an intercept.
  ///   - weights: One positive finite number per row, or nil for equal ones.
  ///   - name: What errors call the response.
  /// - Throws: ``RegressionError`` with the columns or rows at fault by name.
  public init(
    _ response: [Double], on design: Design, weights: [Double]? = nil,
    named name: String = "the response"
  ) throws(RegressionError) {
    try design.checkColumns()
    try design.checkResponse(response, named: name)
    guard design.rows > design.names.count else {
      throw design.error(.tooFewRows(rows: design.rows, columns: design.names.count))
    }
    let fit: LeastSquares
    let singular: SingularValues
    var columns = design.matrix
    do {
      if let weights {
        fit = try WeightedLeastSquares(response, on: columns, weights: weights).scaled
        columns = columns.scalingRows(weights.map { $0.squareRoot() })
      } else {
        fit = try LeastSquares(response, on: columns)
      }
      singular = try SingularValues(of: columns)
    } catch {
      throw design.named(error, response: name)
    }
    self.design = design
    self.response = response
    self.weights = weights
    coefficients = fit.coefficients
    let fitted = design.matrix.times(fit.coefficients)
    self.fitted = fitted
    residuals = response.indices.map { response[$0] - fitted[$0] }
    leverages = LeastSquares.leverages(of: columns)
    // More rows than columns: there is a condition number.
    conditionNumber = singular.condition ?? .infinity
    quality = FitQuality(
      fitted: fitted, observed: response, parameters: fit.coefficients.count,
      aroundMean: design.interceptColumn != nil, weights: weights)
    scaledColumns = columns
    scaledResiduals = fit.residuals
    inverseGram = fit.inverseGram
  }

  /// Rows less coefficients.
  public var degreesOfFreedom: Int { response.count - coefficients.count }

  /// The estimated standard deviation of an error, in response units (for a weight of 1).
  public var sigma: Double {
    (quality.residualSumOfSquares / Double(degreesOfFreedom)).squareRoot()
  }

  /// The coefficient of a column.
  ///
  /// - Throws: ``RegressionError`` for a name that no column has.
  public func coefficient(of name: String) throws(RegressionError) -> Double {
    coefficients[try design.column(named: name)]
  }

  /// The values that the fit predicts for other rows of the same columns.
  ///
  /// - Parameter design: Columns of the same names in the same order.
  /// - Returns: One value per row, in response units.
  public func predictions(on design: Design) -> [Double] {
    precondition(design.names == self.design.names, "predictions need the same columns")
    return design.matrix.times(coefficients)
  }

  /// The residual of each row under the fit of all others: `e / (1 − h)`, exactly.
  ///
  /// - Throws: ``RegressionError`` with a row that is fitted exactly whatever its response.
  public func leaveOneOutErrors() throws(RegressionError) -> [Double] {
    try checkLeverages()
    return residuals.indices.map { residuals[$0] / (1 - leverages[$0]) }
  }

  /// Throws the first row that determines its own fit.
  ///
  /// Chosen: a leverage within 1e-10 of 1 leaves six digits of what is divided by it.
  func checkLeverages() throws(RegressionError) {
    if let row = leverages.firstIndex(where: { $0 > 1 - 1e-10 }) {
      throw design.error(.fullLeverage(row: row))
    }
  }

  /// The logarithm of the largest likelihood under normal errors.
  ///
  /// With the error variance `Σ w e² / n` at its own maximum, as in R and statsmodels.
  public var logLikelihood: Double {
    let rows = Double(response.count)
    let variance = quality.residualSumOfSquares / rows
    let weightTerm = weights.map { $0.reduce(0) { $0 + Elementary.log($1) } / 2 } ?? 0
    return weightTerm - rows / 2 * (Elementary.log(2 * .pi * variance) + 1)
  }

  /// Akaike's information criterion: `2 k − 2 log likelihood`.
  ///
  /// The coefficients k do not count the error variance, as in statsmodels; R counts it and is
  /// larger by 2.
  public var akaikeInformation: Double {
    2 * Double(coefficients.count) - 2 * logLikelihood
  }

  /// Schwarz's Bayesian information criterion: `k log n − 2 log likelihood`, with the same k.
  public var bayesianInformation: Double {
    Double(coefficients.count) * Elementary.log(Double(response.count)) - 2 * logLikelihood
  }
}
