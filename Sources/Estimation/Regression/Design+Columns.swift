import Statistics

extension Design {
  /// Adds a column of ones.
  ///
  /// - Parameter name: What results call it.
  /// - Throws: ``RegressionError`` for a name that stands already.
  public mutating func appendIntercept(named name: String = "intercept") throws(RegressionError) {
    try append(name, [Double](repeating: 1, count: rows))
  }

  /// Adds a straight line from 0 in the first row to 1 in the last: `t / (n − 1)`.
  ///
  /// The coefficient is the change of the response over all rows. A single row is at 0.
  ///
  /// - Parameter name: What results call it.
  /// - Throws: ``RegressionError`` for a name that stands already.
  public mutating func appendTrend(named name: String = "trend") throws(RegressionError) {
    try append(name, (0..<rows).map { Double($0) / Double(max(1, rows - 1)) })
  }

  /// Adds lines that bend the trend: 0 up to a row, then rising as the trend does.
  ///
  /// The coefficient is the change of slope at the row, in the unit of ``appendTrend(named:)``.
  /// Together with a trend the columns are piecewise linear in time.
  ///
  /// - Parameters:
  ///   - knots: The rows at which the slope changes, counted from 0, strictly between first and
  ///     last.
  ///   - prefix: What the names begin with; the row follows, as in `trend_52`.
  /// - Throws: ``RegressionError`` for a name that stands already.
  public mutating func appendKnots(
    at knots: [Int], prefix: String = "trend"
  ) throws(RegressionError) {
    for knot in knots {
      precondition((1..<rows - 1).contains(knot), "a knot is between the first and the last row")
      let values = (0..<rows).map { Double(max(0, $0 - knot)) / Double(rows - 1) }
      try append("\(prefix)_\(knot)", values)
    }
  }

  /// Adds pairs of a sine and a cosine of the row number.
  ///
  /// - Parameters:
  ///   - period: The rows in one cycle, positive, such as 52.1775 for weeks in a year.
  ///   - pairs: How many pairs; the pair `k` has `k` waves in one cycle.
  ///   - suffix: What the names end with, after `sin1`, `cos1`, `sin2`, …
  /// - Throws: ``RegressionError`` for a name that stands already.
  public mutating func appendSeason(
    period: Double, pairs: Int, suffix: String = ""
  ) throws(RegressionError) {
    precondition(period > 0 && period < .infinity, "a period is positive and finite")
    // Row by row as 2 π k t / period, in the order of the reference figures.
    try appendPairs(pairs, suffix, cycles: (0..<rows).map(Double.init), per: period)
  }

  /// Adds pairs of a sine and a cosine of the day of the year, over 365.25 days.
  ///
  /// Unlike a period in rows it stays in step with the calendar, up to a day.
  ///
  /// - Parameters:
  ///   - daysOfYear: One day per row, from 1 for January 1 to 366.
  ///   - pairs: How many pairs; the pair `k` has `k` waves in a year.
  ///   - suffix: What the names end with, after `sin1`, `cos1`, `sin2`, …
  /// - Throws: ``RegressionError`` for a name that stands already.
  public mutating func appendSeason(
    daysOfYear: [Int], pairs: Int, suffix: String = ""
  ) throws(RegressionError) {
    precondition(daysOfYear.count == rows, "there is one day per row")
    precondition(daysOfYear.allSatisfy { (1...366).contains($0) }, "days of a year are in 1...366")
    try appendPairs(pairs, suffix, cycles: daysOfYear.map(Double.init), per: 365.25)
  }

  private mutating func appendPairs(
    _ pairs: Int, _ suffix: String, cycles times: [Double], per period: Double
  ) throws(RegressionError) {
    precondition(pairs > 0, "a season has at least one pair")
    for pair in 1...pairs {
      let angles = times.map { 2 * Double.pi * Double(pair) * $0 / period }
      try append("sin\(pair)\(suffix)", angles.map(Elementary.sin))
      try append("cos\(pair)\(suffix)", angles.map(Elementary.cos))
    }
  }
}
