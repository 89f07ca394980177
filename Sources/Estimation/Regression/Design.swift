public import Statistics

/// The columns that explain a response, each with a name.
///
/// ```swift
/// var design = Design(rows: 208, place: "media mix")
/// try design.appendIntercept()
/// try design.append("tv", tv)
/// try design.appendTrend()
/// try design.appendSeason(period: 52.1775, pairs: 2)
/// let fit = try RegressionFit(revenue, on: design)
/// ```
public struct Design: Sendable, Equatable {
  /// What is fitted, such as `media mix`; errors begin with it.
  public let place: String

  /// The names of the columns, in their order.
  public private(set) var names: [String] = []

  /// The columns, one row per observation.
  public private(set) var matrix: Matrix

  /// A design without columns.
  ///
  /// - Parameters:
  ///   - rows: How many observations there are, at least 1.
  ///   - place: What is fitted; errors begin with it.
  public init(rows: Int, place: String = "regression") {
    precondition(rows > 0, "a design has rows")
    self.place = place
    matrix = Matrix(rows: rows, columns: 0)
  }

  /// How many observations there are.
  public var rows: Int { matrix.rows }

  /// Adds a column.
  ///
  /// - Parameters:
  ///   - name: A name that no other column has.
  ///   - values: One number per row.
  /// - Throws: ``RegressionError`` for a name that stands already.
  public mutating func append(_ name: String, _ values: [Double]) throws(RegressionError) {
    precondition(values.count == rows, "a column has one value per row")
    guard !names.contains(name) else { throw error(.repeatedName(name)) }
    names.append(name)
    matrix.appendColumn(values)
  }

  /// The first column that has one value other than 0 in every row; nil where there is none.
  ///
  /// Fits with such a column measure the response from its mean.
  public var interceptColumn: Int? {
    names.indices.first { index in
      guard let first = matrix.column(index).first, first != 0 else { return false }
      return matrix.column(index).allSatisfy { $0 == first }
    }
  }

  /// The place of a column.
  ///
  /// - Throws: ``RegressionError`` for a name that no column has.
  public func column(named name: String) throws(RegressionError) -> Int {
    guard let index = names.firstIndex(of: name) else { throw error(.unknownColumn(name)) }
    return index
  }

  /// The design with some of the columns, in the given order.
  public func selectingColumns(_ columns: [Int]) -> Design {
    var result = self
    result.names = columns.map { names[$0] }
    result.matrix = matrix.selectingColumns(columns)
    return result
  }

  /// The design with some of the rows, in the given order.
  public func selectingRows(_ selection: Range<Int>) -> Design {
    precondition(
      !selection.isEmpty && selection.lowerBound >= 0 && selection.upperBound <= rows,
      "rows are within the design")
    var result = self
    var elements: [Double] = []
    for column in names.indices {
      let first = matrix.column(column).startIndex
      elements += matrix.elements[first + selection.lowerBound..<first + selection.upperBound]
    }
    result.matrix = Matrix(rows: selection.count, columns: names.count, elements: elements)
    return result
  }

  /// What each column adds to each fitted value: coefficient times column.
  ///
  /// - Parameter coefficients: One per column, in response units per column unit.
  /// - Returns: One column per column, in response units; rows sum to the fitted values.
  public func contributions(of coefficients: [Double]) -> Matrix {
    precondition(coefficients.count == names.count, "there is one coefficient per column")
    var result = matrix
    for (column, coefficient) in coefficients.enumerated() {
      for row in 0..<rows { result[row, column] *= coefficient }
    }
    return result
  }

  /// An error at the place of the design.
  func error(_ problem: RegressionError.Problem) -> RegressionError {
    RegressionError(place: place, problem: problem)
  }
}
