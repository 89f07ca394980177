/// The linear least squares fit of a response to the columns of a design.
///
/// By QR with column pivoting on columns scaled by powers of two to a length between 1 and 2, so
/// that units of measure do not decide about rank; never by inverting XᵀX. An intercept is a column
/// of ones that the caller adds.
public struct LeastSquares: Sendable, Equatable {
  /// One coefficient per column, in response units per column unit.
  public let coefficients: [Double]

  /// The response less the fit, one value per row, in response units.
  public let residuals: [Double]

  /// The sum of squared residuals, in squared response units.
  public let residualSumOfSquares: Double

  /// How many columns are independent; always all of them, since a deficient design is an error.
  public let rank: Int

  /// The inverse of XᵀX, computed from the triangular factor, for covariances of coefficients.
  public let inverseGram: Matrix

  /// The largest over the smallest pivot of the scaled design, a lower bound of its condition
  /// number.
  ///
  /// Coefficients lose about as many digits as this has.
  public let condition: Double

  /// The condition at which columns count as collinear.
  ///
  /// Chosen: columns that are copies up to rounding show about 1e16, polynomials of degree ten on a
  /// short interval about 1e10, and coefficients beyond 1e12 have four digits at best.
  public static let largestCondition = 1e12

  /// Fits a response.
  ///
  /// - Parameters:
  ///   - response: One value per row of the design.
  ///   - design: At least one column, at least as many rows as columns.
  /// - Throws: ``NumericalError`` with the rank and the columns at fault when some are collinear,
  ///   with the shape when there are too few rows, and with the place of a value that is not
  ///   finite.
  public init(_ response: [Double], on design: Matrix) throws(NumericalError) {
    precondition(response.count == design.rows, "a response has one value per row")
    precondition(design.columns > 0, "a design has a column")
    guard design.rows >= design.columns else {
      throw .tooFewRows(rows: design.rows, columns: design.columns)
    }
    try Self.checkFinite(response, design)
    let scales = Self.scales(of: design)
    let (scaled, pivoting, solution) = Self.solve(response, design, scales)
    guard pivoting.rank == design.columns else {
      throw .rankDeficient(
        rank: pivoting.rank, columns: design.columns,
        collinear: Self.collinear(in: design, scales, pivoting))
    }
    coefficients = (0..<design.columns).map { solution[$0] * scales[$0] }
    let fitted = design.times(coefficients)
    residuals = response.indices.map { response[$0] - fitted[$0] }
    residualSumOfSquares = residuals.reduce(0) { $0 + $1 * $1 }
    rank = pivoting.rank
    inverseGram = Self.inverseGram(of: scaled, pivoting.order, scales)
    let last = design.columns - 1
    condition = (scaled[0, 0] / scaled[last, last]).magnitude
  }

  /// Rows less columns, the divisor of ``residualVariance``.
  public var degreesOfFreedom: Int { residuals.count - coefficients.count }

  /// The residual sum of squares per degree of freedom; nil where the fit is exact by count.
  public var residualVariance: Double? {
    degreesOfFreedom > 0 ? residualSumOfSquares / Double(degreesOfFreedom) : nil
  }

  /// The standard errors of the coefficients for independent errors of one variance.
  ///
  /// One per column, in the unit of the coefficient; nil without degrees of freedom.
  public var standardErrors: [Double]? {
    residualVariance.map { variance in
      coefficients.indices.map { (variance * inverseGram[$0, $0]).squareRoot() }
    }
  }

  /// Throws the place of the first value that is not finite.
  static func checkFinite(
    _ response: [Double], _ design: Matrix
  ) throws(NumericalError) {
    if let row = response.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(column: nil, row: row)
    }
    if let place = design.elements.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(column: place / design.rows, row: place % design.rows)
    }
  }

  /// The power of two for each column that brings its length between 1 and 2; 1 for a column of
  /// zeros.
  static func scales(of design: Matrix) -> [Double] {
    (0..<design.columns).map { index in
      let column = design.column(index)
      let largest = column.reduce(0) { max($0, $1.magnitude) }
      guard largest > 0 else { return 1 }
      let length = column.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
      return Double(sign: .plus, exponent: -(length.exponent + largest.exponent), significand: 1)
    }
  }

  /// Solves the scaled problem: the factor, the pivots and the scaled solution.
  private static func solve(
    _ response: [Double], _ design: Matrix, _ scales: [Double]
  ) -> (factor: Matrix, pivoting: LAPACK.Pivoting, solution: [Double]) {
    var factor = design
    for (index, scale) in scales.enumerated() {
      for row in 0..<design.rows { factor[row, index] *= scale }
    }
    var solution = response
    let pivoting = LAPACK.gelsy(&factor, &solution, tolerance: 1 / largestCondition)
    return (factor, pivoting, solution)
  }

  /// The columns of one linear dependence: the first dependent column and those that make it up.
  ///
  /// Weights below 1e-6 of a column's length are rounding and left out.
  private static func collinear(
    in design: Matrix, _ scales: [Double], _ pivoting: LAPACK.Pivoting
  ) -> [Int] {
    let basis = Array(pivoting.order.prefix(pivoting.rank))
    let dependent = pivoting.order[pivoting.rank]
    guard !basis.isEmpty else { return [dependent] }
    let column = design.column(dependent).map { $0 * scales[dependent] }
    let weights = solve(column, design.selectingColumns(basis), basis.map { scales[$0] }).solution
    let parts = basis.indices.filter { weights[$0].magnitude > 1e-6 }.map { basis[$0] }
    return (parts + [dependent]).sorted()
  }

  /// `(XᵀX)⁻¹ = P R⁻¹ R⁻ᵀ Pᵀ`, with the scales undone.
  private static func inverseGram(
    of factor: Matrix, _ order: [Int], _ scales: [Double]
  ) -> Matrix {
    let size = order.count
    var inverse = Matrix(rows: size, columns: size)
    for column in 0..<size {
      inverse[column, column] = 1 / factor[column, column]
      for row in stride(from: column - 1, through: 0, by: -1) {
        var sum = 0.0
        for inner in row + 1...column { sum += factor[row, inner] * inverse[inner, column] }
        inverse[row, column] = -sum / factor[row, row]
      }
    }
    var gram = Matrix(rows: size, columns: size)
    for first in 0..<size {
      for second in 0..<size {
        var sum = 0.0
        for inner in max(first, second)..<size {
          sum += inverse[first, inner] * inverse[second, inner]
        }
        gram[order[first], order[second]] = sum * scales[order[first]] * scales[order[second]]
      }
    }
    return gram
  }
}
