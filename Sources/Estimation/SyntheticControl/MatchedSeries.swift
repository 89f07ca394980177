import Statistics

/// The outcomes of all units over some periods, ready to be matched, with the products of all pairs.
///
/// From each period the mean of all units is taken, which changes nothing for shares that sum to 1,
/// and with an intercept from each unit its own mean. The products are those of every choice of
/// treated units and donors, so that a placebo only picks other rows and columns.
struct MatchedSeries: Sendable {
  /// The periods, by their rows in the outcomes.
  let periods: [Int]
  /// The prepared outcomes, one row per period and one column per unit.
  let values: Matrix
  /// The products of all pairs of units, covariates included.
  private(set) var products: Matrix

  init(_ outcomes: Matrix, periods: [Int], hasIntercept: Bool) {
    self.periods = periods
    var values = Matrix(rows: periods.count, columns: outcomes.columns)
    for unit in 0..<outcomes.columns {
      let series = outcomes.column(unit)
      let own = periods.map { series[series.startIndex + $0] }
      let mean = hasIntercept ? own.reduce(0, +) / Double(own.count) : 0
      values.replaceColumn(unit, with: own.map { $0 - mean })
    }
    let ones = [Double](repeating: 1 / Double(values.columns), count: values.columns)
    let means = values.times(ones)
    for unit in 0..<values.columns {
      values.replaceColumn(unit, with: zip(values.column(unit), means).map { $0 - $1 })
    }
    self.values = values
    products = values.gram
  }

  /// Adds the products of covariates, scaled to the spread of the donors' outcomes.
  ///
  /// The spread of outcomes is that of all values around the mean donor of their period, with
  /// divisor of all but one.
  mutating func add(covariates: Matrix, donors: [Int]) {
    let count = Double(donors.count)
    var squares = 0.0
    for period in periods.indices {
      let own = donors.map { values[period, $0] }
      let mean = own.reduce(0, +) / count
      squares += own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    let spread = (squares / max(1, count * Double(periods.count) - 1)).squareRoot()
    var scaled = Matrix(rows: covariates.rows, columns: covariates.columns)
    for row in 0..<covariates.rows {
      let own = donors.map { covariates[row, $0] }
      let mean = own.reduce(0, +) / count
      let deviation =
        (own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(1, count - 1)).squareRoot()
      // A covariate of one value tells no donors apart.
      let scale = deviation > 0 ? spread / deviation : 0
      for unit in 0..<covariates.columns {
        scaled[row, unit] = (covariates[row, unit] - mean) * scale
      }
    }
    let further = scaled.gram
    for unit in 0..<products.columns {
      let sums = zip(products.column(unit), further.column(unit)).map { $0 + $1 }
      products.replaceColumn(unit, with: sums)
    }
  }

  /// The products of some units with each other.
  func products(of units: [Int]) -> Matrix {
    var elements: [Double] = []
    elements.reserveCapacity(units.count * units.count)
    for unit in units {
      let start = products.rows * unit
      for other in units { elements.append(products.elements[start + other]) }
    }
    return Matrix(rows: units.count, columns: units.count, elements: elements)
  }

  /// The products of some units with the average of a group.
  func products(of units: [Int], withAverageOf group: [Int]) -> [Double] {
    let share = 1 / Double(group.count)
    var sums = [Double](repeating: 0, count: units.count)
    for member in group {
      let start = products.rows * member
      for (place, unit) in units.enumerated() { sums[place] += products.elements[start + unit] }
    }
    return sums.map { $0 * share }
  }

  /// The prepared outcomes of the average of a group, one value per period.
  func average(of group: [Int]) -> [Double] {
    var sums = [Double](repeating: 0, count: periods.count)
    for member in group {
      for (period, value) in values.column(member).enumerated() { sums[period] += value }
    }
    let share = 1 / Double(group.count)
    return sums.map { $0 * share }
  }

  /// The combination of some units with given weights, one value per period.
  func combination(of units: [Int], weights: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: periods.count)
    for (unit, weight) in zip(units, weights) where weight != 0 {
      for (period, value) in values.column(unit).enumerated() { sums[period] += weight * value }
    }
    return sums
  }
}
