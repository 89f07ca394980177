import Estimation
import Testing

@Suite("Time folds")
struct TimeFoldsTests {
  /// scikit-learn 1.9.1: `TimeSeriesSplit(n_splits=3, test_size=4, gap=2)` on 25 rows.
  @Test("expand as scikit-learn's do")
  func expanding() throws {
    let folds = try TimeFolds(rows: 25, count: 3, testRows: 4, gap: 2).folds
    #expect(folds.map(\.training) == [0..<11, 0..<15, 0..<19])
    #expect(folds.map(\.test) == [13..<17, 17..<21, 21..<25])
  }

  /// scikit-learn 1.9.1: `TimeSeriesSplit(n_splits=3, test_size=4, gap=1, max_train_size=6)`.
  @Test("roll as scikit-learn's do")
  func rolling() throws {
    let folds = try TimeFolds(rows: 25, count: 3, testRows: 4, gap: 1, window: .rolling(rows: 6))
    #expect(folds.folds.map(\.training) == [6..<12, 10..<16, 14..<20])
    #expect(folds.folds.map(\.test) == [13..<17, 17..<21, 21..<25])
  }

  @Test("never train on a row that is not before every test row", arguments: 0..<4)
  func order(gap: Int) throws {
    for count in 1...5 {
      let folds = try TimeFolds(rows: 40, count: count, testRows: 6, gap: gap).folds
      #expect(folds.count == count)
      for fold in folds { #expect(fold.training.upperBound + gap == fold.test.lowerBound) }
      for (fold, next) in zip(folds, folds.dropFirst()) {
        #expect(fold.test.upperBound == next.test.lowerBound)
      }
      #expect(folds.last?.test.upperBound == 40)
    }
  }

  @Test("say how many rows are left where there are too few")
  func messages() {
    let error = #expect(throws: RegressionError.self) {
      try TimeFolds(rows: 60, count: 3, testRows: 20, gap: 2)
    }
    #expect(
      error?.description
        == "time folds: 0 of 60 rows are left to train the first fold, and 2 are needed; use fewer "
        + "or shorter folds")
    let rolling = #expect(throws: RegressionError.self) {
      try TimeFolds(rows: 20, count: 2, testRows: 4, gap: 1, window: .rolling(rows: 12))
    }
    #expect(
      rolling?.description
        == "time folds: 11 of 20 rows are left to train the first fold, and 12 are needed; use "
        + "fewer or shorter folds")
  }
}
