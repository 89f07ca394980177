extension GaussianProcess {
  /// What a process says of its function at other points.
  public struct Prediction: Sendable, Equatable {
    /// The expected value at each point.
    public let means: [Double]
    /// The variance of the function at each point, without the noise of a new value.
    public let variances: [Double]
  }

  /// How many points are predicted at a time; *chosen* so that a block stays in the cache.
  private static let blockSize = 256

  /// The function at other points.
  ///
  /// - Parameter others: One point per row.
  /// - Returns: Means and variances, one per row.
  /// - Complexity: O(*n*²) per point for *n* points of the process.
  public func predictions(at others: Matrix) -> Prediction {
    precondition(others.columns == points.columns, "points have the coordinates of the process")
    var means: [Double] = []
    var variances: [Double] = []
    means.reserveCapacity(others.rows)
    variances.reserveCapacity(others.rows)
    for start in stride(from: 0, to: others.rows, by: Self.blockSize) {
      let rows = start..<min(start + Self.blockSize, others.rows)
      predict(basis.scaled(others.rows(rows)), &means, &variances)
    }
    return Prediction(means: means, variances: variances)
  }

  /// Appends the means and variances at scaled points.
  private func predict(_ scaled: Matrix, _ means: inout [Double], _ variances: inout [Double]) {
    let columns = basis.columns(scaled)
    var covariances = covariances(with: scaled)
    var block = columns.times(solution.coefficients)
    let trend = block
    covariances.multiply(solution.weights, into: &block, transposed: true)
    for index in block.indices { means.append(trend[index] + block[index]) }
    LAPACK.solveLower(solution.factor, &covariances)
    // What of the trend at the new points the values do not say: hᵀ − (L⁻¹H)ᵀ L⁻¹k.
    let explained = solution.whitened.times(covariances, transposed: true)
    var rest = Matrix(rows: columns.columns, columns: scaled.rows)
    for row in 0..<columns.columns {
      for column in 0..<scaled.rows {
        rest[row, column] = columns[column, row] - explained[row, column]
      }
    }
    LAPACK.solveLower(solution.precision.lower, &rest)
    for index in 0..<scaled.rows {
      let known = covariances.column(index).reduce(0) { $0 + $1 * $1 }
      let trended = rest.column(index).reduce(0) { $0 + $1 * $1 }
      variances.append(max(0, signalVariance - known) + trended)
    }
  }

  /// The covariances of the function at the points of the process, by row, and at others.
  private func covariances(with scaled: Matrix) -> Matrix {
    let factors = zip(basis.scales, lengths).map { $0 / $1 }
    let own = basis.scaled(points).scalingColumns(factors)
    let others = scaled.scalingColumns(factors)
    var covariances = LAPACK.product(own, transposed: false, others, transposed: true)
    let (ownSquares, squares) = (own.rowSquares, others.rowSquares)
    let count = own.rows
    for column in 0..<others.rows {
      let square = squares[column]
      for row in 0..<count {
        let place = row + count * column
        covariances.elements[place] = ownSquares[row] + square - 2 * covariances.elements[place]
      }
    }
    family.correlate(&covariances.elements, in: 0..<covariances.elements.count)
    for place in covariances.elements.indices { covariances.elements[place] *= signalVariance }
    return covariances
  }
}

extension Matrix {
  /// Some of the rows, in their order.
  func rows(_ range: Range<Int>) -> Matrix {
    var part = Matrix(rows: range.count, columns: columns)
    for column in 0..<columns {
      for (index, row) in range.enumerated() {
        part.elements[index + range.count * column] = elements[row + rows * column]
      }
    }
    return part
  }

  /// The sum of squares of each row.
  fileprivate var rowSquares: [Double] {
    var squares = [Double](repeating: 0, count: rows)
    for column in 0..<columns {
      for row in 0..<rows {
        let value = elements[row + rows * column]
        squares[row] += value * value
      }
    }
    return squares
  }
}
