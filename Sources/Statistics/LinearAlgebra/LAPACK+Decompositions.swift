import COpenBLAS

extension LAPACK {
  /// The thin singular value decomposition `A = U diag(s) Vᵀ`, by divide and conquer.
  ///
  /// - Parameter a: All elements finite; its contents are lost.
  /// - Returns: The values, descending, with U (one column per value) and Vᵀ (one row per value);
  ///   nil where the iteration did not converge.
  static func gesdd(_ a: inout Matrix) -> (values: [Double], left: Matrix, rightRows: Matrix)? {
    precondition(a.rows > 0 && a.columns > 0, "a decomposition needs a matrix")
    _ = singleThread
    let (rows, columns, size) = (a.rows, a.columns, min(a.rows, a.columns))
    var values = [Double](repeating: 0, count: size)
    var left = Matrix(rows: rows, columns: size)
    var right = Matrix(rows: size, columns: columns)
    let status = unsafe LAPACKE_dgesdd(
      LAPACK_COL_MAJOR, 0x53, Int32(rows), Int32(columns), &a.elements, Int32(rows), &values,
      &left.elements, Int32(rows), &right.elements, Int32(size))
    precondition(status >= 0, "dgesdd refused its argument \(-status)")
    return status == 0 ? (values, left, right) : nil
  }

  /// Replaces a matrix by the orthogonal factor of its QR decomposition, without pivoting.
  ///
  /// - Parameter a: At least as many rows as columns, all elements finite. On return its columns
  ///   are orthonormal and span what they spanned.
  /// - Returns: The upper triangular factor R; its diagonal may be negative.
  static func orthogonalize(_ a: inout Matrix) -> Matrix {
    var reflectors = [Double](repeating: 0, count: a.columns)
    let triangle = geqrf(&a, &reflectors)
    let (rows, columns) = (Int32(a.rows), Int32(a.columns))
    let status = unsafe LAPACKE_dorgqr(
      LAPACK_COL_MAJOR, rows, columns, columns, &a.elements, rows, reflectors)
    precondition(status == 0, "dorgqr refused its argument \(-status)")
    return triangle
  }

  /// Leaves the reflectors of a QR decomposition below the diagonal and returns the factor R.
  private static func geqrf(_ a: inout Matrix, _ reflectors: inout [Double]) -> Matrix {
    precondition(a.rows >= a.columns && a.columns > 0, "too few rows")
    _ = singleThread
    let status = unsafe LAPACKE_dgeqrf(
      LAPACK_COL_MAJOR, Int32(a.rows), Int32(a.columns), &a.elements, Int32(a.rows), &reflectors)
    precondition(status == 0, "dgeqrf refused its argument \(-status)")
    var triangle = Matrix(rows: a.columns, columns: a.columns)
    for column in 0..<a.columns {
      for row in 0...column { triangle[row, column] = a[row, column] }
    }
    return triangle
  }
}
