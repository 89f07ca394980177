public import Statistics

/// A regression that its rows cannot answer, with the columns at fault by name.
public struct RegressionError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What stands in the way.
  public enum Problem: Equatable, Sendable {
    /// A value of a column or of the response is not finite; rows count from 0.
    case notFinite(variable: String, row: Int)

    /// A column has the same value in every row, beside an intercept.
    case constantColumn(String)

    /// A column is 0 in every row.
    case emptyColumn(String)

    /// Some columns are combinations of others: `rank` of `columns` are independent.
    case collinear(names: [String], rank: Int, columns: Int)

    /// There are no more rows than coefficients.
    case tooFewRows(rows: Int, columns: Int)

    /// Two columns have one name.
    case repeatedName(String)

    /// There is no column of this name.
    case unknownColumn(String)

    /// The response has the same value in every row.
    case constantResponse(String)

    /// A weight is not positive and finite; rows count from 0.
    case notPositiveWeight(row: Int)

    /// A row is fitted exactly, whatever its response; rows count from 0.
    case fullLeverage(row: Int)

    /// There are too few clusters for errors between them.
    case tooFewClusters(Int)

    /// The lags of autocorrelation reach over all rows.
    case tooManyLags(lags: Int, rows: Int)

    /// The folds leave fewer rows to train on than needed.
    case noRowsToTrain(left: Int, needed: Int, rows: Int)

    /// A computation behind the fit has no trustworthy answer.
    case numerical(NumericalError)
  }

  /// What is fitted, such as `media mix`.
  public let place: String

  /// What stands in the way.
  public let problem: Problem

  /// What is wrong and what would fix it.
  public var description: String { "\(place): \(words)" }

  private var words: String {
    switch problem {
    case .notFinite(let variable, let row):
      "\(variable), row \(row): not a finite number; remove or replace it"
    case .constantColumn(let name):
      "\(name) has the same value in every row and says nothing beside an intercept; drop it"
    case .emptyColumn(let name):
      "\(name) is 0 in every row; drop it"
    case .collinear(let names, let rank, let columns):
      "\(Self.list(names)) \(names.count == 1 ? "is" : "are") collinear "
        + "(rank \(rank) of \(columns)); drop one or add a penalty"
    case .tooFewRows(let rows, let columns):
      "\(rows) rows cannot determine \(columns) columns and their errors; add rows, drop columns "
        + "or add a penalty"
    case .repeatedName(let name):
      "\(name) names two columns; give each column a name of its own"
    case .unknownColumn(let name):
      "there is no column \(name); use a name of the design"
    case .constantResponse(let name):
      "\(name) has the same value in every row; a regression needs a response that varies"
    case .notPositiveWeight(let row):
      "the weights, row \(row): not a positive number; leave the row out instead"
    case .fullLeverage(let row):
      "row \(row) is fitted exactly whatever its response; for its error without it, or for HC2 "
        + "and HC3, drop the column that only this row has, or use HC1"
    case .tooFewClusters(let clusters):
      "\(clusters) cannot give clustered errors; use at least 2 clusters"
    case .tooManyLags(let lags, let rows):
      "\(lags) lags reach over all \(rows) rows; use fewer lags than rows"
    case .noRowsToTrain(let left, let needed, let rows):
      "\(left) of \(rows) rows are left to train the first fold, and \(needed) are needed; use "
        + "fewer or shorter folds"
    case .numerical(let error):
      error.description
    }
  }

  /// Names as a reader would list them: `a`, `a and b`, `a, b and c`.
  private static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}
