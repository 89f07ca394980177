/// The geometric mean of two symmetric positive definite matrices.
///
/// The limit of arithmetic and harmonic means taken in turn, which converges quadratically. Ando,
/// Li and Mathias (2004), "Geometric Means".
///
/// - Parameters:
///   - first: A symmetric positive definite matrix.
///   - second: Another one of its size.
/// - Returns: The mean G, which solves `G A⁻¹ G = B`; nil where a matrix is not positive definite
///   or the means do not meet.
func geometricMean(_ first: Matrix, _ second: Matrix) -> Matrix? {
  var upper = first
  var lower = second
  // Each step halves the logarithm of the ratio of the two: 60 are enough for any condition.
  for _ in 0..<60 {
    guard let firstInverse = inverse(of: upper), let secondInverse = inverse(of: lower),
      let harmonic = inverse(of: average(firstInverse, secondInverse))
    else { return nil }
    let arithmetic = average(upper, lower)
    let change = (0..<upper.rows).reduce(0.0) {
      max($0, (arithmetic[$1, $1] - harmonic[$1, $1]).magnitude / arithmetic[$1, $1])
    }
    upper = arithmetic
    lower = harmonic
    // The error after the last step is about the square of this.
    if change < 1e-6 { return average(upper, lower) }
  }
  return nil
}

/// The inverse of a symmetric positive definite matrix; nil where it is not one.
func inverse(of matrix: Matrix) -> Matrix? {
  guard matrix.elements.allSatisfy(\.isFinite) else { return nil }
  var factor = matrix
  guard LAPACK.potrf(&factor) == nil else { return nil }
  var inverse = Matrix(rows: matrix.rows, columns: matrix.rows)
  for index in 0..<matrix.rows { inverse[index, index] = 1 }
  LAPACK.potrs(factor, &inverse)
  return inverse
}

private func average(_ first: Matrix, _ second: Matrix) -> Matrix {
  Matrix(
    rows: first.rows, columns: first.columns,
    elements: zip(first.elements, second.elements).map { 0.5 * ($0 + $1) })
}
