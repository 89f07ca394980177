import COpenBLAS

/// The routines of LAPACK and BLAS that the house uses, and the only place that speaks to C arrays.
///
/// OpenBLAS is held to one thread, because its results differ in the last bits between thread
/// counts.
enum LAPACK {
  /// What ``gelsy(_:_:tolerance:)`` leaves besides the solution.
  struct Pivoting {
    /// How many columns are independent at the tolerance.
    let rank: Int

    /// For each place of the factor, the column of the matrix that was moved there, from 0.
    let order: [Int]
  }

  /// Holds OpenBLAS to one thread when first touched.
  static let singleThread: Void = openblas_set_num_threads(1)

  /// Solves `min ‖A x − b‖₂` in place by QR with column pivoting.
  ///
  /// - Parameters:
  ///   - a: The matrix, at least as many rows as columns, all elements finite. On return, for full
  ///     rank, its upper triangle is the factor R of the pivoted columns.
  ///   - b: One number per row. On return its first elements are the solution, one per column; for
  ///     deficient rank the shortest of the many.
  ///   - tolerance: The smallest reciprocal condition at which columns count as independent.
  /// - Returns: The numerical rank and the order of the columns.
  static func gelsy(_ a: inout Matrix, _ b: inout [Double], tolerance: Double) -> Pivoting {
    precondition(a.rows >= a.columns && a.columns > 0, "too few rows")
    precondition(b.count == a.rows, "the right side has one number per row")
    _ = singleThread
    let rows = Int32(a.rows)
    var pivots = [Int32](repeating: 0, count: a.columns)
    var rank: Int32 = 0
    let status = unsafe LAPACKE_dgelsy(
      LAPACK_COL_MAJOR, rows, Int32(a.columns), 1, &a.elements, rows, &b, rows, &pivots, tolerance,
      &rank)
    precondition(status == 0, "dgelsy refused its argument \(-status)")
    return Pivoting(rank: Int(rank), order: pivots.map { Int($0) - 1 })
  }
}
