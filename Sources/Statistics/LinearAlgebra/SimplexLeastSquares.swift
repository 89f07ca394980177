/// The least squares fit whose coefficients are shares: none negative, all summing to 1.
///
/// The minimum of `‖a − B w‖² + ridge ‖w‖²` is the point of least norm in a polytope, found by the
/// exact active set method of Wolfe (1976), "Finding the nearest point in a polytope". Only columns
/// that are affinely independent enter together, so that copies and combinations of columns are
/// welcome: where several fits are equally good, one of them is found.
public struct SimplexLeastSquares: Sendable, Equatable {
  /// One share per column, not negative, with a sum of 1 up to rounding.
  public let weights: [Double]

  /// A bound of what was left to gain: the sum of squares is above its minimum by at most twice
  /// this, in squared response units.
  ///
  /// The violation of the conditions of Karush, Kuhn and Tucker, `wᵀ g − min g` with half the slope
  /// `g = Bᵀ(B w − a) + ridge w` upward; Frank and Wolfe (1956).
  public let optimalityGap: Double

  /// How many times a column was let in or out.
  public let exchanges: Int

  /// Fits a response to columns.
  ///
  /// - Parameters:
  ///   - response: One value per row.
  ///   - columns: At least one row and column; more columns than rows are welcome.
  ///   - ridge: The penalty on squared shares, at least 0, in squared response units.
  /// - Throws: ``NumericalError`` with the place of a value that is not finite, and where the active
  ///   set does not settle.
  public init(
    _ response: [Double], on columns: Matrix, ridge: Double = 0
  ) throws(NumericalError) {
    precondition(response.count == columns.rows, "a response has one value per row")
    precondition(columns.columns > 0 && columns.rows > 0, "a fit needs columns")
    try LeastSquares.checkFinite(response, columns)
    // As the shares sum to 1, the response can be taken off each column, which loses fewer digits.
    var distances = columns
    for index in 0..<columns.columns {
      distances.replaceColumn(index, with: zip(columns.column(index), response).map { $0 - $1 })
    }
    let none = [Double](repeating: 0, count: columns.columns)
    try self.init(gram: distances.gram, moments: none, ridge: ridge)
  }

  /// Fits a response that is known by its products with columns.
  ///
  /// - Parameters:
  ///   - gram: The products of all pairs of columns, `Bᵀ B`. Taking the mean of all columns off each
  ///     of them and off the response first changes nothing but rounding, for the better.
  ///   - moments: The products with the response, `Bᵀ a`, one per column.
  ///   - ridge: The penalty on squared shares, at least 0, in squared response units.
  ///   - start: The shares of a similar problem, from which few exchanges lead to this one's; nil to
  ///     start from the nearest column.
  /// - Throws: ``NumericalError`` where a product is not finite or the active set does not settle.
  public init(
    gram: Matrix, moments: [Double], ridge: Double = 0, start: [Double]? = nil
  ) throws(NumericalError) {
    precondition(gram.rows == gram.columns && gram.rows > 0, "products of all pairs of columns")
    precondition(moments.count == gram.rows, "one product with the response per column")
    precondition((0..<Double.infinity).contains(ridge), "a penalty is at least 0 and finite")
    precondition(start.map { $0.count == gram.rows } ?? true, "one share per column to start from")
    var penalized = gram
    if ridge > 0 {
      for index in 0..<gram.rows { penalized[index, index] += ridge }
    }
    try Self.checkFinite(penalized, moments)
    var search = SimplexSearch(penalized, moments)
    search.begin(at: start)
    optimalityGap = try search.settle()
    weights = search.weights
    exchanges = search.exchanges
  }

  private static func checkFinite(_ gram: Matrix, _ moments: [Double]) throws(NumericalError) {
    if let place = gram.elements.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(column: place / gram.rows, row: place % gram.rows)
    }
    if let row = moments.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(column: nil, row: row)
    }
  }
}
