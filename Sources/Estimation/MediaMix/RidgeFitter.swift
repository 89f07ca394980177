import Interchange
import Statistics

/// Fits ridge regressions to the transforms of a mix model, one after another.
///
/// Intercepts are not penalized: one for all, or one per unit, which then leaves deviations from the
/// unit's means to explain.
struct RidgeFitter: Sendable {
  let design: MixDesign
  let parameters: MixParameters
  let space: TransformSpace
  /// Periods that are learned from, from the first.
  let learned: Int
  /// Outcomes of the learned rows, less their unit's mean where units have intercepts.
  let response: [Double]
  private let hasUnitIntercepts: Bool
  private var solver: PenalizedLeastSquares
  /// Channels and linear columns of the learned rows, as `response`.
  private var columns: [Double]
  /// Channels and linear columns of all rows.
  private var regressors: Matrix
  /// Values of all parameters at the last place.
  private var values: [Double] = []
  private var penalty = 0.0

  init(_ design: MixDesign, learned: Int, allowsNegative: Bool) {
    self.design = design
    self.learned = learned
    parameters = design.parameters
    space = TransformSpace(design)
    hasUnitIntercepts = parameters.interceptSpread != nil
    let rows = design.units.count * learned
    let count = design.channels.count + design.linear.columns
    columns = [Double](repeating: 0, count: rows * count)
    solver = PenalizedLeastSquares(
      rows: rows, columns: count,
      signs: (0..<count).map {
        $0 < design.channels.count && !allowsNegative ? .nonNegative : .free
      })
    regressors = Matrix(rows: design.rowCount, columns: design.channels.count)
    for column in 0..<design.linear.columns {
      regressors.appendColumn(Array(design.linear.column(column)))
    }
    let isCentered = hasUnitIntercepts
    response = Self.learnedRows(design.outcome[...], design, learned, isCentered: isCentered)
    for column in design.channels.count..<count { fillColumn(column) }
  }

  /// The learned rows of a column of all rows, less their unit's mean where asked.
  private static func learnedRows(
    _ column: ArraySlice<Double>, _ design: MixDesign, _ learned: Int, isCentered: Bool
  ) -> [Double] {
    var rows: [Double] = []
    rows.reserveCapacity(design.units.count * learned)
    for unit in design.units.indices {
      let start = column.startIndex + unit * design.periods.count
      let part = column[start..<start + learned]
      let mean = isCentered ? part.reduce(0, +) / Double(learned) : 0
      for value in part { rows.append(value - mean) }
    }
    return rows
  }

  private mutating func fillColumn(_ column: Int) {
    let part = Self.learnedRows(
      regressors.column(column), design, learned, isCentered: hasUnitIntercepts)
    columns.replaceSubrange(column * part.count..<(column + 1) * part.count, with: part)
  }

  /// Goes to a place in the space of transforms.
  mutating func move(to place: [Double]) {
    values = space.values(at: place)
    penalty = space.penalty(at: place, rows: response.count)
    for channel in design.channels.indices {
      let responses = space.response(of: channel, &values)
      regressors.replaceColumn(channel, with: responses)
      fillColumn(channel)
    }
  }

  /// The penalty at the present place.
  var presentPenalty: Double { penalty }

  /// Fits outcomes at the present place.
  ///
  /// - Parameter response: Outcomes of the learned rows, as ``response`` has them.
  /// - Returns: Values of all parameters.
  /// - Throws: `NumericalError` when columns cannot be told apart even with the penalty.
  mutating func fit(_ response: [Double]) throws(NumericalError) -> [Double] {
    let design = Matrix(rows: response.count, columns: solver.columns, elements: columns)
    try solver.fit(design: design, response: response, penalty: penalty)
    var fitted = values
    for (channel, places) in parameters.channels.enumerated() {
      fitted[places.effect] = solver.coefficients[channel]
    }
    for (column, place) in parameters.linear.enumerated() {
      fitted[place] = solver.coefficients[self.design.channels.count + column]
    }
    fitted[parameters.intercept] = solver.intercept
    if let place = parameters.scatter {
      let rows = Double(response.count)
      fitted[place] = (solver.residualSumOfSquares / rows).squareRoot()
    }
    return fitted
  }

  /// The last fit's coefficients of channels and linear columns.
  var coefficients: [Double] { solver.coefficients }

  /// The last fit's means of the learned rows, as ``response`` has them.
  func fittedRows() -> [Double] {
    let design = Matrix(rows: response.count, columns: solver.columns, elements: columns)
    var rows = [Double](repeating: solver.intercept, count: response.count)
    design.multiply(solver.coefficients, into: &rows, keeping: 1)
    return rows
  }

  /// Means of all rows, and the intercept of each unit, for the last fit.
  func predictions() -> (rows: [Double], intercepts: [Double]) {
    var rows = [Double](repeating: 0, count: design.rowCount)
    regressors.multiply(solver.coefficients, into: &rows)
    let periods = design.periods.count
    let intercepts = design.units.indices.map { unit in
      guard hasUnitIntercepts else { return solver.intercept }
      let start = unit * periods
      return (start..<start + learned).reduce(0) { $0 + design.outcome[$1] - rows[$1] }
        / Double(learned)
    }
    for row in rows.indices { rows[row] += intercepts[row / periods] }
    return (rows, intercepts)
  }

  /// Summed responses of the learned rows times heads, by channel.
  func learnedResponses() -> [Double] {
    design.channels.indices.map { channel in
      let column = regressors.column(channel)
      var sum = 0.0
      for unit in design.units.indices {
        let start = column.startIndex + unit * design.periods.count
        for place in start..<start + learned { sum += column[place] * design.heads[unit] }
      }
      return sum
    }
  }
}
