/// The singular value decomposition `A = U diag(s) Vᵀ` of a matrix, in its thin form.
///
/// There are as many values as the smaller of rows and columns. They say how far the matrix
/// stretches each direction, and so which combinations of columns the rows cannot tell apart.
public struct SingularValues: Sendable, Equatable {
  /// The values, descending and not negative, in the unit of the elements.
  public let values: [Double]

  /// U: orthonormal columns, one per value, with one number per row of the matrix.
  public let left: Matrix

  /// V: orthonormal columns, one per value, with one number per column of the matrix.
  public let right: Matrix

  /// Decomposes a matrix.
  ///
  /// - Parameter matrix: At least one row and column.
  /// - Throws: ``NumericalError`` with the place of an element that is not finite, or where the
  ///   iteration did not settle.
  public init(of matrix: Matrix) throws(NumericalError) {
    precondition(matrix.rows > 0 && matrix.columns > 0, "a decomposition needs a matrix")
    if let place = matrix.elements.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(column: place / matrix.rows, row: place % matrix.rows)
    }
    var work = matrix
    guard let parts = LAPACK.gesdd(&work) else {
      // LAPACK's dbdsdc sweeps at most 30 times per value.
      throw .notConverged(method: "singular values", iterations: 30)
    }
    values = parts.values
    left = parts.left
    var right = Matrix(rows: matrix.columns, columns: values.count)
    for index in values.indices {
      for column in 0..<matrix.columns { right[column, index] = parts.rightRows[index, column] }
    }
    self.right = right
  }

  /// The largest over the smallest value; infinite where a value is 0.
  ///
  /// The condition number in the convention of statsmodels, on columns as they are: units of
  /// measure count. Nil where there are fewer rows than columns.
  public var condition: Double? {
    guard left.rows >= right.rows, let largest = values.first, let smallest = values.last else {
      return nil
    }
    return smallest > 0 ? largest / smallest : .infinity
  }

  /// How many values exceed a share of the largest.
  ///
  /// - Parameter tolerance: The share, in `[0, 1)`.
  /// - Returns: At most the number of values.
  public func rank(tolerance: Double) -> Int {
    values.prefix { $0 > tolerance * (values.first ?? 0) }.count
  }
}
