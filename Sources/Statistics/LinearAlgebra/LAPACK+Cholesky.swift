import COpenBLAS

extension LAPACK {
  /// Replaces the lower triangle of a symmetric positive definite matrix by its Cholesky factor.
  ///
  /// - Parameter a: Square, all elements finite; only the lower triangle is read. On return
  ///   `a = L Lᵀ` holds for the lower triangle L; the upper one is left as it was.
  /// - Returns: The first row, from 0, at which the matrix is not positive definite; nil when it is.
  static func potrf(_ a: inout Matrix) -> Int? {
    precondition(a.rows == a.columns && a.rows > 0, "a Cholesky factor needs a square matrix")
    _ = singleThread
    let size = Int32(a.rows)
    let status = unsafe LAPACKE_dpotrf(LAPACK_COL_MAJOR, 0x4C, size, &a.elements, size)
    precondition(status >= 0, "dpotrf refused its argument \(-status)")
    return status > 0 ? Int(status) - 1 : nil
  }

  /// Solves `L Lᵀ X = B` in place, with the factor that ``potrf(_:)`` leaves.
  ///
  /// - Parameters:
  ///   - factor: The lower triangle L.
  ///   - b: One right side per column, replaced by its solution.
  static func potrs(_ factor: Matrix, _ b: inout Matrix) {
    precondition(factor.rows == b.rows && factor.rows > 0, "a right side has one number per row")
    let size = Int32(factor.rows)
    let status = unsafe LAPACKE_dpotrs(
      LAPACK_COL_MAJOR, 0x4C, size, Int32(b.columns), factor.elements, size, &b.elements, size)
    precondition(status == 0, "dpotrs refused its argument \(-status)")
  }

  /// Solves `L Lᵀ x = b` in place for one right side, with the factor that ``potrf(_:)`` leaves.
  static func potrs(_ factor: Matrix, _ b: inout [Double]) {
    precondition(factor.rows == b.count && factor.rows > 0, "a right side has one number per row")
    let size = Int32(factor.rows)
    let status = unsafe LAPACKE_dpotrs(
      LAPACK_COL_MAJOR, 0x4C, size, 1, factor.elements, size, &b, size)
    precondition(status == 0, "dpotrs refused its argument \(-status)")
  }

  /// Replaces the factor that ``potrf(_:)`` leaves by the lower triangle of the inverse matrix.
  static func potri(_ factor: inout Matrix) {
    precondition(factor.rows == factor.columns && factor.rows > 0, "a factor is square")
    let size = Int32(factor.rows)
    let status = unsafe LAPACKE_dpotri(LAPACK_COL_MAJOR, 0x4C, size, &factor.elements, size)
    precondition(status == 0, "dpotri refused its argument \(-status), or the factor is singular")
  }

  /// Solves `L X = B` in place, or `Lᵀ X = B`, with a lower triangle L, by `dtrsm`.
  static func solveLower(_ factor: Matrix, _ b: inout Matrix, transposed: Bool = false) {
    precondition(factor.rows == b.rows && b.columns > 0, "a right side has one number per row")
    _ = singleThread
    unsafe cblas_dtrsm(
      CblasColMajor, CblasLeft, CblasLower, transposed ? CblasTrans : CblasNoTrans, CblasNonUnit,
      Int32(b.rows), Int32(b.columns), 1, factor.elements, Int32(factor.rows), &b.elements,
      Int32(b.rows))
  }
}
