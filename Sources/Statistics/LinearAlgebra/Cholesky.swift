/// The factor L of a symmetric positive definite matrix `A = L Lᵀ`.
///
/// Half the work of elimination, and the test of positive definiteness itself. Solutions lose as
/// many digits as the condition number of the matrix has; for least squares prefer
/// ``LeastSquares``, which loses half of them.
public struct Cholesky: Sendable, Equatable {
  /// The factor, with zeros above the diagonal.
  public let lower: Matrix

  /// Factors a matrix.
  ///
  /// - Parameter matrix: Square with at least one row, all elements finite; only the lower triangle
  ///   is read.
  /// - Throws: ``NumericalError`` with the first row at which the matrix is not positive definite,
  ///   or with the place of an element that is not finite.
  public init(_ matrix: Matrix) throws(NumericalError) {
    precondition(matrix.rows == matrix.columns && matrix.rows > 0, "a factor needs a square matrix")
    if let place = matrix.elements.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(column: place / matrix.rows, row: place % matrix.rows)
    }
    var factor = matrix
    if let row = LAPACK.potrf(&factor) { throw .notPositiveDefinite(row: row) }
    for column in 1..<max(1, factor.columns) {
      for row in 0..<column { factor[row, column] = 0 }
    }
    lower = factor
  }

  /// The logarithm of the determinant of the matrix, which itself may overflow.
  public var logDeterminant: Double {
    2 * (0..<lower.rows).reduce(0) { $0 + Elementary.log(lower[$1, $1]) }
  }

  /// The solution of `A x = b`.
  ///
  /// - Parameter vector: One number per row.
  /// - Returns: One number per column.
  public func solve(_ vector: [Double]) -> [Double] {
    var solution = vector
    LAPACK.potrs(lower, &solution)
    return solution
  }

  /// The solution of `A X = B`.
  ///
  /// - Parameter matrix: One right side per column.
  /// - Returns: One solution per column.
  public func solve(_ matrix: Matrix) -> Matrix {
    var solution = matrix
    LAPACK.potrs(lower, &solution)
    return solution
  }

  /// The inverse of the matrix, made exactly symmetric.
  public var inverse: Matrix {
    var identity = Matrix(rows: lower.rows, columns: lower.rows)
    for index in 0..<lower.rows { identity[index, index] = 1 }
    var inverse = solve(identity)
    for column in 0..<inverse.columns {
      for row in 0..<column {
        let mean = (inverse[row, column] + inverse[column, row]) / 2
        inverse[row, column] = mean
        inverse[column, row] = mean
      }
    }
    return inverse
  }
}
