/// The generalized least squares fit of a trend to values with a known covariance.
///
/// With the covariance `K = L Lᵀ`, the columns H of the trend and the values y, the coefficients
/// are `(Hᵀ K⁻¹ H)⁻¹ Hᵀ K⁻¹ y`.
struct TrendSolution: Sendable {
  /// The factor L of the covariance; only its lower triangle counts.
  let factor: Matrix
  /// `L⁻¹ H`.
  let whitened: Matrix
  /// The Cholesky factor of `Hᵀ K⁻¹ H`.
  let precision: Cholesky
  /// One coefficient per column of H.
  let coefficients: [Double]
  /// `K⁻¹ (y − H b)`.
  let weights: [Double]
  /// The logarithm of the likelihood with the coefficients integrated out, under a flat prior.
  ///
  /// `−½ ((n − p) log 2π + log |K| + log |Hᵀ K⁻¹ H| + (y − H b)ᵀ K⁻¹ (y − H b))`; Rasmussen and
  /// Williams (2006), "Gaussian Processes for Machine Learning", equation 2.45.
  let logLikelihood: Double

  /// Fits a trend.
  ///
  /// - Parameters:
  ///   - covariance: K; only the lower triangle is read.
  ///   - columns: H, with fewer columns than rows.
  ///   - values: y.
  /// - Throws: ``NumericalError`` where K or `Hᵀ K⁻¹ H` is not positive definite.
  init(_ covariance: Matrix, columns: Matrix, values: [Double]) throws(NumericalError) {
    var factor = covariance
    if let row = LAPACK.potrf(&factor) { throw .notPositiveDefinite(row: row) }
    self.factor = factor
    let count = columns.columns
    var whitened = columns
    LAPACK.solveLower(factor, &whitened)
    self.whitened = whitened
    precision = try Cholesky(whitened.gram)
    var right = Matrix(rows: values.count, columns: 1, elements: values)
    LAPACK.solveLower(factor, &right)
    var products = [Double](repeating: 0, count: count)
    whitened.multiply(right.elements, into: &products, transposed: true)
    coefficients = precision.solve(products)
    let fitted = columns.times(coefficients)
    let residuals = values.indices.map { values[$0] - fitted[$0] }
    var weights = residuals
    LAPACK.potrs(factor, &weights)
    self.weights = weights
    var size = 0.0
    for row in residuals.indices { size += residuals[row] * weights[row] }
    var logRoot = 0.0
    for row in values.indices {
      logRoot += Elementary.log(factor.elements[row * (values.count + 1)])
    }
    logLikelihood =
      -0.5
      * (Double(values.count - count) * Elementary.log(2 * .pi) + 2 * logRoot
        + precision.logDeterminant + size)
  }

  /// `P = K⁻¹ − K⁻¹ H (Hᵀ K⁻¹ H)⁻¹ Hᵀ K⁻¹`, in the lower triangle.
  ///
  /// `P y` are the weights, and the inverse of a diagonal element is the variance of a value given
  /// all others.
  var projection: Matrix {
    var inverse = factor
    LAPACK.potri(&inverse)
    var loadings = whitened
    LAPACK.solveLower(factor, &loadings, transposed: true)
    var rows = Matrix(rows: loadings.columns, columns: loadings.rows)
    for column in 0..<loadings.columns {
      for row in 0..<loadings.rows { rows[column, row] = loadings[row, column] }
    }
    LAPACK.solveLower(precision.lower, &rows)
    LAPACK.lowerGram(rows, into: &inverse, alpha: -1, beta: 1)
    return inverse
  }
}
