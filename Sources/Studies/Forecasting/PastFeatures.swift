/// What a past looks like to a search for the alike: variance-stabilized sums of three windows, and
/// the effort.
struct PastFeatures: Sendable {
  /// Four numbers per unit.
  let values: [Double]
  /// Sum of the outcomes of each unit.
  let sums: [Double]

  /// Units.
  var count: Int { sums.count }

  /// Periods of the last window and of the one before; *chosen*: a quarter of months.
  private static let window = 3

  /// The past of units.
  ///
  /// The double root of a count plus 3/8 has a variance near 1 (Anscombe 1948), so that distances
  /// compare windows of any level.
  ///
  /// - Parameters:
  ///   - outcome: One value per unit and period, unit after unit.
  ///   - effort: The same of the effort; `nil` for none.
  ///   - periods: Periods of each unit in the columns.
  ///   - known: Periods that count, from the first.
  init(outcome: [Double], effort: [Double]?, periods: Int, known: Int) {
    let units = outcome.count / periods
    var values: [Double] = []
    var sums: [Double] = []
    func root(_ column: [Double], _ unit: Int, _ window: Range<Int>) -> Double {
      let sum = window.reduce(0.0) { $0 + column[unit * periods + $1] }
      return 2 * (sum + 0.375).squareRoot()
    }
    let last = max(0, known - Self.window)..<known
    let before = max(0, last.lowerBound - Self.window)..<last.lowerBound
    let rest = 0..<before.lowerBound
    for unit in 0..<units {
      values += [root(outcome, unit, last), root(outcome, unit, before)]
      values.append(root(outcome, unit, rest))
      values.append(effort.map { root($0, unit, 0..<known) } ?? 0)
      sums.append((0..<known).reduce(0.0) { $0 + outcome[unit * periods + $1] })
    }
    self.values = values
    self.sums = sums
  }
}
