/// The least squares fit with a weight for each row: `min Σ w (y − x b)²`.
///
/// Rows and response are scaled by the roots of their weights and go through ``LeastSquares``. A
/// weight is the inverse of a variance up to a common factor, or a number of equal rows.
public struct WeightedLeastSquares: Sendable, Equatable {
  /// The fit of the scaled rows.
  ///
  /// Its coefficients, inverse Gram matrix and standard errors are those of the weighted problem;
  /// its residuals are scaled by the roots of the weights.
  public let scaled: LeastSquares

  /// The weights, one per row.
  public let weights: [Double]

  /// Fits a response.
  ///
  /// - Parameters:
  ///   - response: One value per row of the design.
  ///   - design: At least one column, at least as many rows as columns.
  ///   - weights: One positive finite number per row; leave a row out instead of weighing it 0,
  ///     since it would count as a degree of freedom.
  /// - Throws: ``NumericalError`` as from ``LeastSquares``, and with the row of a weight that is
  ///   not positive.
  public init(
    _ response: [Double], on design: Matrix, weights: [Double]
  ) throws(NumericalError) {
    precondition(weights.count == design.rows, "there is one weight per row")
    precondition(response.count == design.rows, "a response has one value per row")
    let roots = try Self.roots(of: weights)
    self.weights = weights
    let scaledResponse = response.indices.map { response[$0] * roots[$0] }
    scaled = try LeastSquares(scaledResponse, on: design.scalingRows(roots))
  }

  /// One coefficient per column, in response units per column unit.
  public var coefficients: [Double] { scaled.coefficients }

  /// The response less the fit, one value per row, in response units and without weights.
  public var residuals: [Double] {
    weights.indices.map { scaled.residuals[$0] / weights[$0].squareRoot() }
  }

  /// The roots of weights.
  ///
  /// - Throws: ``NumericalError`` with the row of the first weight that is not positive and finite.
  static func roots(of weights: [Double]) throws(NumericalError) -> [Double] {
    if let row = weights.firstIndex(where: { !($0 > 0 && $0 < .infinity) }) {
      throw .notPositiveWeight(row: row)
    }
    return weights.map { $0.squareRoot() }
  }
}

extension Matrix {
  /// The matrix with each row multiplied by a number of its own.
  public func scalingRows(_ factors: [Double]) -> Matrix {
    precondition(factors.count == rows, "there is one factor per row")
    var result = self
    for column in 0..<columns {
      for row in 0..<rows { result.elements[row + rows * column] *= factors[row] }
    }
    return result
  }
}
