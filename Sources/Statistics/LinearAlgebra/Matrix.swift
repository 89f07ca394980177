/// A dense matrix of real numbers, stored column by column.
public struct Matrix: Sendable, Equatable {
  /// How many rows the matrix has.
  public let rows: Int

  /// How many columns the matrix has.
  public private(set) var columns: Int

  /// The elements, column after column: row `i` of column `j` is at `i + rows · j`.
  public internal(set) var elements: [Double]

  /// A matrix with one value everywhere.
  public init(rows: Int, columns: Int, repeating value: Double = 0) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative shape")
    self.rows = rows
    self.columns = columns
    elements = Array(repeating: value, count: rows * columns)
  }

  /// A matrix from its elements, column after column.
  ///
  /// - Parameters:
  ///   - rows: How many rows.
  ///   - columns: How many columns.
  ///   - elements: `rows · columns` numbers.
  public init(rows: Int, columns: Int, elements: [Double]) {
    precondition(rows >= 0 && columns >= 0, "a matrix has no negative shape")
    precondition(elements.count == rows * columns, "the elements do not fill the matrix")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// The element at a row and a column, both counted from 0.
  public subscript(row: Int, column: Int) -> Double {
    get {
      precondition((0..<rows).contains(row) && (0..<columns).contains(column), "outside the matrix")
      return elements[row + rows * column]
    }
    set {
      precondition((0..<rows).contains(row) && (0..<columns).contains(column), "outside the matrix")
      elements[row + rows * column] = newValue
    }
  }

  /// The elements of one column, from the first row on; indices are those of ``elements``.
  public func column(_ column: Int) -> ArraySlice<Double> {
    precondition((0..<columns).contains(column), "outside the matrix")
    return elements[rows * column..<rows * (column + 1)]
  }

  /// Adds a column on the right.
  ///
  /// - Parameter values: One value per row.
  public mutating func appendColumn(_ values: [Double]) {
    precondition(values.count == rows, "a column has one value per row")
    elements.append(contentsOf: values)
    columns += 1
  }

  /// Replaces a column.
  ///
  /// - Parameters:
  ///   - column: The column, from 0.
  ///   - values: One value per row.
  public mutating func replaceColumn(_ column: Int, with values: [Double]) {
    precondition((0..<columns).contains(column), "outside the matrix")
    precondition(values.count == rows, "a column has one value per row")
    elements.replaceSubrange(rows * column..<rows * (column + 1), with: values)
  }

  /// The matrix made of some of the columns, in the given order.
  public func selectingColumns(_ selection: [Int]) -> Matrix {
    var result = Matrix(rows: rows, columns: 0)
    for index in selection { result.appendColumn(Array(column(index))) }
    return result
  }

  /// The product with a vector.
  ///
  /// - Parameter vector: One number per column.
  /// - Returns: One number per row, each summed in the order of the columns.
  public func times(_ vector: [Double]) -> [Double] {
    precondition(vector.count == columns, "a vector has one number per column")
    var product = [Double](repeating: 0, count: rows)
    for (index, factor) in vector.enumerated() {
      for row in 0..<rows { product[row] += elements[row + rows * index] * factor }
    }
    return product
  }
}
