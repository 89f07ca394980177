/// Quantities observed for the same units over the same periods.
///
/// A panel is the only thing that the simulated world and the estimators share: one is read from a
/// table or taken from a simulation, and no estimator can tell which.
public struct Panel: Sendable, Equatable {
  /// The labels of the units, such as regions or customers.
  public let units: [String]

  /// The labels of the periods in order, such as the first day of each week.
  public let periods: [String]

  /// The observed quantities.
  public let variables: [PanelVariable]

  /// All values, by variable, then by unit, then by period.
  public let values: [Double]

  /// A balanced panel.
  ///
  /// - Parameters:
  ///   - units: The labels of the units.
  ///   - periods: The labels of the periods in order.
  ///   - variables: The observed quantities.
  ///   - values: By variable, then by unit, then by period; as many as the product of the counts.
  public init(
    units: [String], periods: [String], variables: [PanelVariable], values: [Double]
  ) {
    precondition(
      values.count == units.count * periods.count * variables.count,
      "a panel has one value per variable, unit and period")
    self.units = units
    self.periods = periods
    self.variables = variables
    self.values = values
  }

  /// The values of one variable for one unit over all periods.
  ///
  /// - Parameters:
  ///   - variable: The index of the variable.
  ///   - unit: The index of the unit.
  /// - Returns: One value per period, in the unit of the variable.
  public func series(variable: Int, unit: Int) -> ArraySlice<Double> {
    precondition(variables.indices.contains(variable), "the panel has no such variable")
    precondition(units.indices.contains(unit), "the panel has no such unit")
    let first = (variable * units.count + unit) * periods.count
    return values[first..<first + periods.count]
  }

  /// The index of a variable by its name; nil when the panel does not observe it.
  public func index(of variable: String) -> Int? {
    variables.firstIndex { $0.name == variable }
  }
}
