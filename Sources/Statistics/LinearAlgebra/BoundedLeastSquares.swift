/// The least squares fit whose coefficients each stay between two bounds.
///
/// By the active set method BVLS on an orthogonal factor of the design: coefficients leave their
/// bounds one at a time, the most promising first, and return to them where the fit of the free
/// ones would overstep. Stark and Parker (1995), "Bounded-variable least squares: an algorithm and
/// applications".
public struct BoundedLeastSquares: Sendable, Equatable {
  /// Where a coefficient ended.
  public enum Position: Sendable, Equatable {
    /// Strictly between its bounds, or on one that does not hold it back.
    case free

    /// Held at its lower bound; without the bound it would be smaller.
    case atLower

    /// Held at its upper bound; without the bound it would be larger.
    case atUpper
  }

  /// One coefficient per column, in response units per column unit.
  public let coefficients: [Double]

  /// Where each coefficient ended, one per column.
  public let positions: [Position]

  /// The response less the fit, one value per row, in response units and without weights.
  public let residuals: [Double]

  /// The sum of squared residuals, each times its weight if there are weights.
  public let residualSumOfSquares: Double

  /// Half the slope of the sum of squares upward in each coefficient: `−Xᵀ W (y − X b)`.
  ///
  /// Zero up to rounding for free coefficients, not negative at lower bounds and not positive at
  /// upper ones: the conditions of Karush, Kuhn and Tucker.
  public let gradient: [Double]

  /// How many times a coefficient was let go or caught; 0 where no bound matters.
  public let exchanges: Int

  /// Fits a response.
  ///
  /// - Parameters:
  ///   - response: One value per row of the design.
  ///   - design: At least one column, at least as many rows as columns. An intercept is a column of
  ///     ones, with bounds like any other.
  ///   - lower: One bound per column, in the unit of the coefficient; −∞ for none.
  ///   - upper: One bound per column, at least the lower one; ∞ for none. Equal bounds fix a
  ///     coefficient.
  ///   - weights: One positive finite number per row, or nil for equal ones.
  /// - Throws: ``NumericalError`` as from ``LeastSquares`` on the whole design, with the row of a
  ///   weight that is not positive, and where the active set does not settle.
  public init(
    _ response: [Double], on design: Matrix, lower: [Double], upper: [Double],
    weights: [Double]? = nil
  ) throws(NumericalError) {
    precondition(response.count == design.rows, "a response has one value per row")
    precondition(design.columns > 0, "a design has a column")
    precondition(
      lower.count == design.columns && upper.count == design.columns,
      "there is one lower and one upper bound per column")
    precondition(
      zip(lower, upper).allSatisfy { $0 <= $1 && $0 < .infinity && $1 > -.infinity },
      "a lower bound is not above its upper bound")
    guard design.rows >= design.columns else {
      throw .tooFewRows(rows: design.rows, columns: design.columns)
    }
    try LeastSquares.checkFinite(response, design)
    precondition(weights.map { $0.count == design.rows } ?? true, "there is one weight per row")
    let roots = try weights.map(WeightedLeastSquares.roots)
    let weighted = roots.map(design.scalingRows) ?? design
    let target = roots.map { zip(response, $0).map { $0 * $1 } } ?? response
    let scales = LeastSquares.scales(of: weighted)
    let (triangle, right) = Self.reduced(weighted.scalingColumns(scales), target)
    var active = try ActiveSet(
      triangle, right, lower: zip(lower, scales).map { $0 / $1 },
      upper: zip(upper, scales).map { $0 / $1 })
    try active.settle()
    positions = active.positions
    coefficients = scales.indices.map { index in
      switch active.positions[index] {
      case .free: active.values[index] * scales[index]
      case .atLower: lower[index]
      case .atUpper: upper[index]
      }
    }
    exchanges = active.exchanges
    let fitted = design.times(coefficients)
    let residuals = response.indices.map { response[$0] - fitted[$0] }
    let scaledResiduals = roots.map { zip(residuals, $0).map { $0 * $1 } } ?? residuals
    var gradient = [Double](repeating: 0, count: design.columns)
    LAPACK.gemv(weighted, transposed: true, scaledResiduals, into: &gradient, alpha: -1)
    self.gradient = gradient
    self.residuals = residuals
    residualSumOfSquares = scaledResiduals.reduce(0) { $0 + $1 * $1 }
  }

  /// The triangular factor of columns, and the response along its orthogonal directions.
  private static func reduced(
    _ columns: Matrix, _ response: [Double]
  ) -> (triangle: Matrix, right: [Double]) {
    var factor = columns
    let triangle = LAPACK.orthogonalize(&factor)
    var right = [Double](repeating: 0, count: columns.columns)
    LAPACK.gemv(factor, transposed: true, response, into: &right)
    return (triangle, right)
  }
}
