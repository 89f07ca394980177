import Statistics

extension Design {
  /// Checks the design for a fit without a penalty.
  ///
  /// - Throws: ``RegressionError`` with the columns at fault by name: values that are not finite,
  ///   columns of one value, collinear columns, and no more rows than columns.
  public func check() throws(RegressionError) {
    try checkColumns()
    guard rows > names.count else {
      throw error(.tooFewRows(rows: rows, columns: names.count))
    }
    // The response does not matter for the rank.
    _ = try leastSquares([Double](repeating: 0, count: rows))
  }

  /// Checks what a penalty does not cure: values that are not finite, columns that are 0, and
  /// columns of one value beside an intercept.
  ///
  /// - Parameter withIntercept: Whether the fit adds an intercept of its own.
  /// - Throws: ``RegressionError`` with the column, and the row of a value that is not finite.
  func checkColumns(withIntercept: Bool = false) throws(RegressionError) {
    precondition(!names.isEmpty, "a design has a column")
    let intercept = interceptColumn
    for (index, name) in names.enumerated() {
      let column = matrix.column(index)
      if let place = column.firstIndex(where: { !$0.isFinite }) {
        throw error(.notFinite(variable: name, row: place - column.startIndex))
      }
      guard let first = column.first, column.allSatisfy({ $0 == first }) else { continue }
      if first == 0 { throw error(.emptyColumn(name)) }
      if withIntercept || index != intercept { throw error(.constantColumn(name)) }
    }
  }

  /// Checks a response.
  func checkResponse(_ response: [Double], named name: String) throws(RegressionError) {
    precondition(response.count == rows, "a response has one value per row")
    if let row = response.firstIndex(where: { !$0.isFinite }) {
      throw error(.notFinite(variable: name, row: row))
    }
    if response.allSatisfy({ $0 == response[0] }) { throw error(.constantResponse(name)) }
  }

  /// By how much collinearity multiplies the variance of each coefficient: `1 / (1 − R²)` of a
  /// regression of the column on all others.
  ///
  /// With an intercept among the columns R² is measured around means, else around 0, as in
  /// statsmodels without `standardize`. Above about 10 a column is mostly made up of the others.
  ///
  /// - Returns: One factor per column, at least 1; nil for the intercept.
  /// - Throws: ``RegressionError`` as from ``check()``.
  public func varianceInflation() throws(RegressionError) -> [Double?] {
    try checkColumns()
    guard rows > names.count else {
      throw error(.tooFewRows(rows: rows, columns: names.count))
    }
    let intercept = interceptColumn
    let inverse = try leastSquares([Double](repeating: 0, count: rows)).inverseGram
    return names.indices.map { index in
      guard index != intercept else { return nil }
      let column = matrix.column(index)
      let mean = intercept == nil ? 0 : column.reduce(0, +) / Double(rows)
      let squares = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return inverse[index, index] * squares
    }
  }

  /// Fits a response by least squares, with errors in names.
  func leastSquares(_ response: [Double]) throws(RegressionError) -> LeastSquares {
    do {
      return try LeastSquares(response, on: matrix)
    } catch {
      throw named(error)
    }
  }

  /// A numerical error in the names of the columns.
  func named(_ error: NumericalError, response: String = "the response") -> RegressionError {
    switch error {
    case .rankDeficient(let rank, let columns, let collinear):
      self.error(.collinear(names: collinear.map { names[$0] }, rank: rank, columns: columns))
    case .tooFewRows(let rows, let columns):
      self.error(.tooFewRows(rows: rows, columns: columns))
    case .notFinite(let column, let row):
      self.error(.notFinite(variable: column.map { names[$0] } ?? response, row: row))
    case .notPositiveWeight(let row):
      self.error(.notPositiveWeight(row: row))
    case .notPositiveDefinite, .notConverged:
      self.error(.numerical(error))
    }
  }
}
