public import Statistics

/// The explaining columns of a generalized linear model, with their names.
public struct GeneralizedLinearDesign: Sendable, Equatable {
  /// The name that the column of ones bears.
  public static let interceptName = "intercept"

  /// One name per column.
  public let names: [String]

  /// One row per observation.
  public let matrix: Matrix

  /// A design from a matrix.
  ///
  /// - Parameters:
  ///   - names: One name per column, each different.
  ///   - matrix: One row per observation; an intercept is a column of ones.
  public init(names: [String], matrix: Matrix) {
    precondition(names.count == matrix.columns, "a design has one name per column")
    precondition(Set(names).count == names.count, "the columns of a design have different names")
    self.names = names
    self.matrix = matrix
  }

  /// A design from columns, behind an intercept.
  ///
  /// - Parameters:
  ///   - rows: How many observations there are.
  ///   - columns: Names, each different, and one value per observation.
  ///   - hasIntercept: Whether a column of ones named `intercept` comes first.
  public init(
    rows: Int, columns: [(name: String, values: [Double])] = [], hasIntercept: Bool = true
  ) {
    var matrix = Matrix(rows: rows, columns: hasIntercept ? 1 : 0, repeating: 1)
    for column in columns { matrix.appendColumn(column.values) }
    self.init(
      names: (hasIntercept ? [Self.interceptName] : []) + columns.map(\.name), matrix: matrix)
  }

  /// Throws the name of the first column, or the offset, with a value that is not finite.
  func checkFinite(offset: [Double]) throws(GeneralizedLinearError) {
    if let place = matrix.elements.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(variable: names[place / matrix.rows], row: place % matrix.rows)
    }
    if let row = offset.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(variable: "offset", row: row)
    }
  }

  /// A least squares fit on some form of the matrix, with columns by name where it fails.
  func leastSquares(
    _ response: [Double], on matrix: Matrix
  ) throws(GeneralizedLinearError) -> LeastSquares {
    do {
      return try LeastSquares(response, on: matrix)
    } catch {
      switch error {
      case .rankDeficient(let rank, let columns, let collinear):
        throw .collinear(names: collinear.map { names[$0] }, rank: rank, columns: columns)
      case .tooFewRows(let rows, let columns):
        throw .tooFewRows(rows: rows, columns: columns)
      case .notFinite(let column, let row):
        throw .notFinite(variable: column.map { names[$0] } ?? "the predictor", row: row)
      case .notPositiveDefinite, .notPositiveWeight, .notConverged:
        preconditionFailure("least squares does not fail like this: \(error)")
      }
    }
  }
}
