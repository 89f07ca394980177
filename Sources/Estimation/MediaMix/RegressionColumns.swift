import Interchange
import Statistics

/// The columns of a mix model whose transforms are known: a linear regression.
struct RegressionColumns: Sendable {
  let design: MixDesign
  let parameters: MixParameters
  /// Values of all parameters; effects and coefficients are 0 yet.
  let values: [Double]
  /// The places of the columns' coefficients among the parameters.
  let places: [Int]
  /// Responses of channels and linear columns in the fitted rows, without intercept.
  let columns: Matrix
  /// What errors call the columns.
  let names: [String]
  /// The unit of each fitted row.
  let unitOfRow: [Int]
  /// Whether each unit has an intercept.
  let hasUnitIntercepts: Bool

  init(_ design: MixDesign) {
    self.design = design
    let parameters = design.parameters
    self.parameters = parameters
    let space = TransformSpace(design)
    var values = space.values(at: [Double](repeating: 0.5, count: space.dimension))
    var columns = Matrix(rows: design.units.count * design.fittedPeriods, columns: 0)
    for channel in design.channels.indices {
      columns.appendColumn(design.fitted(space.response(of: channel, &values)))
    }
    for column in 0..<design.linear.columns {
      columns.appendColumn(design.fitted(Array(design.linear.column(column))))
    }
    self.values = values
    self.columns = columns
    places = parameters.channels.map(\.effect) + Array(parameters.linear)
    names =
      design.spec.channels.map(\.name)
      + design.linearParameters.map { parameter in
        // Controls go by the name of their column.
        design.spec.controls.first { "control[\($0.column)]" == parameter.name }?.column
          ?? parameter.name
      }
    let periods = design.fittedPeriods
    unitOfRow = (0..<columns.rows).map { $0 / periods }
    hasUnitIntercepts = parameters.interceptSpread != nil
  }

  /// The columns as a regression, beginning with an intercept where there is one for all.
  func regression(centered: Bool) throws(RegressionError) -> Design {
    var regression = Design(rows: columns.rows, place: "media mix")
    if !centered { try regression.appendIntercept() }
    for (index, name) in names.enumerated() {
      let column = Array(columns.column(index))
      try regression.append(name, centered ? self.centered(column) : column)
    }
    return regression
  }

  /// A column less each unit's mean.
  func centered(_ column: [Double]) -> [Double] {
    let periods = design.fittedPeriods
    var rest = column
    for unit in design.units.indices {
      let rows = unit * periods..<(unit + 1) * periods
      let mean = rows.reduce(0) { $0 + column[$1] } / Double(periods)
      for row in rows { rest[row] -= mean }
    }
    return rest
  }

  /// The values of all parameters with coefficients, intercepts and scatter put in.
  ///
  /// - Parameters:
  ///   - coefficients: One per column.
  ///   - intercepts: One, or one per unit.
  ///   - scatter: The standard deviation or dispersion.
  /// - Returns: The values, as a draw has them.
  func values(_ coefficients: [Double], intercepts: [Double], scatter: Double) -> [Double] {
    var all = values
    for (place, coefficient) in zip(places, coefficients) { all[place] = coefficient }
    if let place = parameters.scatter { all[place] = scatter }
    all[parameters.intercept] = intercepts[0]
    parameters.write(intercepts: intercepts, into: &all)
    return all
  }
}
