/// Ridge regression for every penalty from one singular value decomposition.
///
/// The fit minimizes `Σ (y − b₀ − Z b)² + L ‖b‖²`, where Z are the columns less their means and, by
/// default, over their population standard deviations (divisor n). The intercept b₀ is not
/// penalized and not a column of the design. Hoerl and Kennard (1970); the decomposition after
/// Hastie, Tibshirani and Friedman (2009), "The Elements of Statistical Learning", section 3.4.1.
public struct RidgePath: Sendable, Equatable {
  /// What columns are divided by before they are penalized.
  public enum Scaling: Sendable, Equatable {
    /// The population standard deviation, so that units of measure do not matter.
    case populationDeviations

    /// Nothing: the penalty acts on coefficients in their own units.
    case none
  }

  /// The columns that have one value in all rows; their coefficient is 0 for every positive
  /// penalty.
  public let constantColumns: [Int]

  /// How many rows were fitted.
  public var rows: Int { deviations.count }

  /// The population standard deviation of the response (divisor n), in its unit.
  public let responseDeviation: Double

  private let means: [Double]
  private let scales: [Double]
  private let responseMean: Double
  private let deviations: [Double]
  private let decomposition: SingularValues
  private let projections: [Double]

  /// Decomposes a design.
  ///
  /// - Parameters:
  ///   - response: One value per row of the design.
  ///   - design: At least one row and column, without an intercept; more columns than rows are
  ///     welcome.
  ///   - scaling: What columns are divided by.
  /// - Throws: ``NumericalError`` with the place of a value that is not finite.
  /// - Complexity: O(rows · columns²), once for all penalties.
  public init(
    _ response: [Double], on design: Matrix, scaling: Scaling = .populationDeviations
  ) throws(NumericalError) {
    precondition(response.count == design.rows && design.rows > 0, "a response has a value per row")
    precondition(design.columns > 0, "a design has a column")
    try LeastSquares.checkFinite(response, design)
    let standard = StandardizedColumns(design, scaling)
    means = standard.means
    scales = standard.scales
    constantColumns = standard.constant
    let mean = response.reduce(0, +) / Double(response.count)
    responseMean = mean
    deviations = response.map { $0 - mean }
    let squares = deviations.reduce(0) { $0 + $1 * $1 }
    responseDeviation = (squares / Double(response.count)).squareRoot()
    decomposition = try SingularValues(of: standard.columns)
    var projections = [Double](repeating: 0, count: decomposition.values.count)
    decomposition.left.multiply(deviations, into: &projections, transposed: true)
    self.projections = projections
  }

  /// The penalty L that is meant by glmnet's `lambda` with `alpha = 0`.
  ///
  /// glmnet minimizes `‖y − b₀ − Z b‖² / 2n + lambda / (2 s) ‖b‖²` with the population standard
  /// deviation s of the response, so that `L = n · lambda / s`. Friedman, Hastie and Tibshirani
  /// (2010), "Regularization Paths for Generalized Linear Models via Coordinate Descent".
  ///
  /// - Parameter lambda: At least 0, in the unit of the response.
  /// - Returns: The penalty of this type's convention, without unit; 0 for a response that does not
  ///   vary.
  public func penalty(glmnetLambda lambda: Double) -> Double {
    responseDeviation > 0 ? Double(rows) * lambda / responseDeviation : 0
  }

  /// The fit at one penalty.
  ///
  /// - Parameter penalty: L, at least 0 and finite.
  /// - Returns: Coefficients, fitted values and what is needed to judge them.
  /// - Throws: ``NumericalError`` with the columns at fault where the penalty is 0 and some columns
  ///   are constant or collinear.
  /// - Complexity: O(rows · columns).
  public func solution(penalty: Double) throws(NumericalError) -> RidgeSolution {
    let shrinkage = try shrinkage(penalty)
    let coefficients = coefficients(shrinkage)
    var offset = responseMean
    for (index, mean) in means.enumerated() { offset -= mean * coefficients[index] }
    let share = 1 / Double(rows)
    var fitted = [Double](repeating: responseMean, count: rows)
    var leverages = [Double](repeating: share, count: rows)
    for (index, factor) in shrinkage.enumerated() {
      let projection = factor * projections[index]
      for (row, u) in decomposition.left.column(index).enumerated() {
        fitted[row] += u * projection
        leverages[row] += u * u * factor
      }
    }
    let residuals = fitted.indices.map { deviations[$0] + responseMean - fitted[$0] }
    return RidgeSolution(
      penalty: penalty, intercept: offset, coefficients: coefficients, fitted: fitted,
      residuals: residuals, leverages: leverages,
      effectiveDegreesOfFreedom: 1 + shrinkage.reduce(0, +))
  }

  /// The coefficients alone at one penalty, per unit of the columns as given.
  ///
  /// - Parameter penalty: L, at least 0 and finite.
  /// - Returns: The intercept, then one coefficient per column.
  /// - Throws: As from ``solution(penalty:)``.
  /// - Complexity: O(columns²), without the rows.
  public func coefficients(
    penalty: Double
  ) throws(NumericalError) -> (intercept: Double, columns: [Double]) {
    let columns = coefficients(try shrinkage(penalty))
    let intercept = means.indices.reduce(responseMean) { $0 - means[$1] * columns[$1] }
    return (intercept, columns)
  }

  /// The effective degrees of freedom of a fit, the intercept's one included: `1 + Σ s² / (s² +
  /// L)`.
  ///
  /// - Parameter penalty: L, at least 0 and finite.
  /// - Returns: A number from 1 to the columns and 1 more.
  /// - Throws: As from ``solution(penalty:)``.
  public func effectiveDegreesOfFreedom(penalty: Double) throws(NumericalError) -> Double {
    try shrinkage(penalty).reduce(1, +)
  }

  /// What is left of each singular direction at a penalty, in `(0, 1]`.
  private func shrinkage(_ penalty: Double) throws(NumericalError) -> [Double] {
    precondition((0..<Double.infinity).contains(penalty), "a penalty is at least 0 and finite")
    if penalty == 0 { try checkRank() }
    return decomposition.values.map { $0 * $0 / ($0 * $0 + penalty) }
  }

  private func coefficients(_ shrinkage: [Double]) -> [Double] {
    var coefficients = [Double](repeating: 0, count: scales.count)
    for (index, factor) in shrinkage.enumerated() where factor > 0 {
      let step = factor * projections[index] / decomposition.values[index]
      for (column, v) in decomposition.right.column(index).enumerated() {
        coefficients[column] += step * v
      }
    }
    for (column, scale) in scales.enumerated() { coefficients[column] /= scale }
    return coefficients
  }

  /// Throws where rows cannot tell all columns apart without a penalty.
  ///
  /// Columns with more than 1e-6 of the direction of the smallest singular value take part in the
  /// dependence, as in ``LeastSquares``.
  private func checkRank() throws(NumericalError) {
    guard rows > scales.count else {
      throw .tooFewRows(rows: rows, columns: scales.count + 1)
    }
    let rank = decomposition.rank(tolerance: 1 / LeastSquares.largestCondition)
    guard rank < scales.count else { return }
    let direction = decomposition.right.column(scales.count - 1)
    let collinear = direction.enumerated().filter { $0.element.magnitude > 1e-6 }.map(\.offset)
    throw .rankDeficient(rank: rank, columns: scales.count, collinear: collinear)
  }
}
