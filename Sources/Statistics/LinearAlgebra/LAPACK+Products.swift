import COpenBLAS

extension LAPACK {
  /// `y = α A x + β y`, or with the transpose of A, by `dgemv`.
  static func gemv(
    _ a: Matrix, transposed: Bool = false, _ x: [Double], into y: inout [Double],
    alpha: Double = 1, beta: Double = 0
  ) {
    precondition(a.rows > 0 && a.columns > 0, "a product needs a matrix")
    precondition(x.count == (transposed ? a.rows : a.columns), "a vector fits the matrix")
    precondition(y.count == (transposed ? a.columns : a.rows), "a product fits the matrix")
    _ = singleThread
    unsafe cblas_dgemv(
      CblasColMajor, transposed ? CblasTrans : CblasNoTrans, Int32(a.rows), Int32(a.columns), alpha,
      a.elements, Int32(a.rows), x, 1, beta, &y, 1)
  }

  /// The lower triangle of `Aᵀ A`, mirrored into the upper one, by `dsyrk`.
  static func gram(_ a: Matrix) -> Matrix {
    var gram = Matrix(rows: a.columns, columns: a.columns)
    lowerGram(a, into: &gram)
    for column in 0..<a.columns {
      for row in column + 1..<max(column + 1, a.columns) { gram[column, row] = gram[row, column] }
    }
    return gram
  }

  /// The lower triangle of `α Aᵀ A + β C` in place of that of a square matrix C, by `dsyrk`.
  static func lowerGram(
    _ a: Matrix, into gram: inout Matrix, alpha: Double = 1, beta: Double = 0
  ) {
    precondition(a.rows > 0 && a.columns > 0, "a product needs a matrix")
    precondition(gram.rows == a.columns && gram.columns == a.columns, "a product fits the matrix")
    _ = singleThread
    unsafe cblas_dsyrk(
      CblasColMajor, CblasLower, CblasTrans, Int32(a.columns), Int32(a.rows), alpha,
      a.elements, Int32(a.rows), beta, &gram.elements, Int32(a.columns))
  }

  /// `A B`, with either factor transposed, by `dgemm`.
  static func product(
    _ a: Matrix, transposed aTransposed: Bool = false, _ b: Matrix,
    transposed bTransposed: Bool = false
  ) -> Matrix {
    let rows = aTransposed ? a.columns : a.rows
    let inner = aTransposed ? a.rows : a.columns
    let columns = bTransposed ? b.rows : b.columns
    precondition((bTransposed ? b.columns : b.rows) == inner, "the factors fit each other")
    precondition(rows > 0 && inner > 0 && columns > 0, "a product needs matrices")
    _ = singleThread
    var product = Matrix(rows: rows, columns: columns)
    unsafe cblas_dgemm(
      CblasColMajor, aTransposed ? CblasTrans : CblasNoTrans,
      bTransposed ? CblasTrans : CblasNoTrans, Int32(rows), Int32(columns), Int32(inner), 1,
      a.elements, Int32(a.rows), b.elements, Int32(b.rows), 0, &product.elements, Int32(rows))
    return product
  }

  /// `S B` for a symmetric S of which only the lower triangle is read, by `dsymm`.
  static func symmetricProduct(_ s: Matrix, _ b: Matrix) -> Matrix {
    precondition(s.rows == s.columns && s.columns == b.rows, "the factors fit each other")
    precondition(b.rows > 0 && b.columns > 0, "a product needs matrices")
    _ = singleThread
    var product = Matrix(rows: b.rows, columns: b.columns)
    let rows = Int32(b.rows)
    unsafe cblas_dsymm(
      CblasColMajor, CblasLeft, CblasLower, rows, Int32(b.columns), 1, s.elements, rows, b.elements,
      rows, 0, &product.elements, rows)
    return product
  }
}
