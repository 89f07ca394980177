/// Splits of rows in the order of time in which every training row is before every test row.
///
/// The test rows of the folds follow one another up to the last row, oldest first, so that each
/// fold predicts what its training rows could not know. Tashman (2000), "Out-of-sample tests of
/// forecasting accuracy".
///
/// ```swift
/// let folds = try TimeFolds(rows: 10, count: 2, testRows: 2, gap: 1)
/// folds.folds[0]  // trains on 0..<5, tests 6..<8
/// folds.folds[1]  // trains on 0..<7, tests 8..<10
/// ```
public struct TimeFolds: Sendable, Equatable {
  /// One split.
  public struct Fold: Sendable, Equatable {
    /// The rows to fit.
    public let training: Range<Int>

    /// The rows to predict, all later than those.
    public let test: Range<Int>
  }

  /// How far back training rows reach.
  public enum Window: Sendable, Equatable {
    /// To the first row.
    case expanding

    /// Over a fixed number of rows, so that old habits are forgotten.
    case rolling(rows: Int)
  }

  /// How many rows are split.
  public let rows: Int

  /// The splits, oldest first.
  public let folds: [Fold]

  /// Splits rows.
  ///
  /// - Parameters:
  ///   - rows: How many rows there are.
  ///   - count: How many folds, at least 1.
  ///   - testRows: The rows of each test, at least 1.
  ///   - gap: The rows left out between training and test, as many as effects carry over.
  ///   - window: How far back training rows reach.
  ///   - leastTrainingRows: How many rows an expanding window needs at first.
  /// - Throws: ``RegressionError`` where the first fold has too few rows to train on.
  public init(
    rows: Int, count: Int, testRows: Int, gap: Int = 0, window: Window = .expanding,
    leastTrainingRows: Int = 2
  ) throws(RegressionError) {
    precondition(rows > 0 && count > 0 && testRows > 0 && gap >= 0, "folds have rows")
    precondition(leastTrainingRows > 0, "training needs a row")
    let firstTest = rows - count * testRows
    let needed =
      switch window {
      case .expanding: leastTrainingRows
      case .rolling(let length): length
      }
    precondition(needed > 0, "a window has rows")
    guard firstTest - gap >= needed else {
      throw RegressionError(
        place: "time folds",
        problem: .noRowsToTrain(left: max(0, firstTest - gap), needed: needed, rows: rows))
    }
    self.rows = rows
    folds = (0..<count).map { index in
      let start = firstTest + index * testRows
      let end = start - gap
      let first = window == .expanding ? 0 : end - needed
      return Fold(training: first..<end, test: start..<start + testRows)
    }
  }
}
