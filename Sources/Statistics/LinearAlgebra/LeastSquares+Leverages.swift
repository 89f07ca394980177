extension LeastSquares {
  /// The leverage of each row of a design: how much of its own response its fitted value is.
  ///
  /// The diagonal of the projection `X (XᵀX)⁻¹ Xᵀ`, as squared row lengths of the orthogonal factor
  /// of X on columns scaled as for the fit. Leverages are in `[0, 1]` and sum to the columns.
  ///
  /// - Parameter design: Of full rank, with at least as many rows as columns, all elements finite.
  /// - Returns: One share per row.
  public static func leverages(of design: Matrix) -> [Double] {
    var factor = design.scalingColumns(scales(of: design))
    _ = LAPACK.orthogonalize(&factor)
    var leverages = [Double](repeating: 0, count: design.rows)
    for column in 0..<design.columns {
      for row in 0..<design.rows { leverages[row] += factor[row, column] * factor[row, column] }
    }
    return leverages
  }
}

extension Matrix {
  /// The matrix with each column multiplied by a number of its own.
  func scalingColumns(_ factors: [Double]) -> Matrix {
    precondition(factors.count == columns, "there is one factor per column")
    var result = self
    for column in 0..<columns {
      for row in 0..<rows { result.elements[row + rows * column] *= factors[column] }
    }
    return result
  }
}
