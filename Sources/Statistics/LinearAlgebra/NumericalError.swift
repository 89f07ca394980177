/// A computation that has no trustworthy answer for its numbers.
public enum NumericalError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Some columns are combinations of others: `rank` of `columns` are independent.
  ///
  /// `collinear` holds the columns, ascending and from 0, that take part in one such combination.
  case rankDeficient(rank: Int, columns: Int, collinear: [Int])

  /// There are fewer rows than columns to explain them.
  case tooFewRows(rows: Int, columns: Int)

  /// A design column, counted from 0, or the response (nil) holds a value that is not finite.
  case notFinite(column: Int?, row: Int)

  /// A symmetric matrix is not positive definite; the row, from 0, is the first that shows it.
  case notPositiveDefinite(row: Int)

  /// A weight, by its row from 0, is not a positive finite number.
  case notPositiveWeight(row: Int)

  /// An iteration, named for its method, did not settle within its limit.
  case notConverged(method: String, iterations: Int)

  /// The facts in words, for a reader who knows the columns by number from 0.
  public var description: String {
    switch self {
    case .rankDeficient(let rank, let columns, let collinear):
      let names = collinear.map(String.init).joined(separator: ", ")
      return
        "columns \(names) are collinear (rank \(rank) of \(columns)); drop one or add a penalty"
    case .tooFewRows(let rows, let columns):
      return "\(rows) rows cannot determine \(columns) columns; add rows or drop columns"
    case .notFinite(let column, let row):
      let place = column.map { "column \($0)" } ?? "the response"
      return "\(place), row \(row): not a finite number; remove or replace it"
    case .notPositiveDefinite(let row):
      return
        "row \(row): the matrix is not positive definite; drop a collinear column or add a penalty"
    case .notPositiveWeight(let row):
      return "the weights, row \(row): not a positive number; leave the row out instead"
    case .notConverged(let method, let iterations):
      return "\(method): not settled after \(iterations) iterations; rescale or drop columns"
    }
  }
}
