extension Matrix {
  /// The product with a vector through BLAS.
  ///
  /// - Parameters:
  ///   - vector: One number per column, or per row where the matrix is transposed.
  ///   - product: Receives one number per row, or per column where the matrix is transposed.
  ///   - isTransposed: Whether the transpose of the matrix is meant.
  ///   - kept: The factor with which what stands in `product` is kept; 0 replaces it.
  public func multiply(
    _ vector: [Double], into product: inout [Double], transposed isTransposed: Bool = false,
    keeping kept: Double = 0
  ) {
    LAPACK.gemv(self, transposed: isTransposed, vector, into: &product, beta: kept)
  }

  /// The products of all pairs of columns, `Aᵀ A`, through BLAS.
  public var gram: Matrix { LAPACK.gram(self) }

  /// The product with a matrix through BLAS.
  ///
  /// - Parameters:
  ///   - other: A matrix with one row per column of this one.
  ///   - isTransposed: Whether the transpose of this matrix is meant, so that rows match rows.
  /// - Returns: The product.
  public func times(_ other: Matrix, transposed isTransposed: Bool = false) -> Matrix {
    LAPACK.product(self, transposed: isTransposed, other)
  }
}
