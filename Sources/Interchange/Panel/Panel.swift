/// What somebody observed: variables by unit and period, without gaps in time.
public struct Panel: Sendable, Equatable {
  /// The name of the file or study that it comes from, for messages.
  public let name: String
  /// The names of the units, in the order of their first rows; one empty name for a national series.
  public let units: [String]
  /// The name of the group of each unit; empty where units have no groups.
  public let groups: [String]
  /// The periods, the same for all units.
  public let periods: PeriodAxis
  /// The names of the variables.
  public private(set) var variables: [String]
  /// The values, variable after variable, in each unit after unit, in each period after period.
  public private(set) var values: [Double]

  /// A panel without variables.
  ///
  /// - Parameters:
  ///   - name: The name of the file or study, for messages.
  ///   - units: The names of the units; one empty name for a national series.
  ///   - groups: The name of the group of each unit; empty where units have no groups.
  ///   - periods: The periods.
  public init(name: String, units: [String], groups: [String] = [], periods: PeriodAxis) {
    precondition(groups.isEmpty || groups.count == units.count, "one group per unit, or none")
    self.name = name
    self.units = units
    self.groups = groups
    self.periods = periods
    variables = []
    values = []
  }

  /// Rows: units times periods.
  public var rowCount: Int { units.count * periods.count }

  /// Adds a variable.
  ///
  /// - Parameters:
  ///   - variable: Its name, which the panel does not have yet.
  ///   - column: Its values, unit after unit and in each period after period; NaN where nothing was
  ///     observed.
  public mutating func add(_ variable: String, _ column: [Double]) {
    precondition(column.count == rowCount, "a variable has one value per unit and period")
    precondition(!variables.contains(variable), "a panel has each variable once")
    variables.append(variable)
    values.append(contentsOf: column)
  }

  /// The values of a variable, unit after unit and in each period after period; nil when the panel
  /// has no such variable.
  public subscript(variable: String) -> [Double]? {
    guard let index = variables.firstIndex(of: variable) else { return nil }
    return Array(values[index * rowCount..<(index + 1) * rowCount])
  }

  /// This panel with further periods after its last.
  ///
  /// - Parameter future: The same units in the same order, with the periods that follow.
  /// - Returns: The variables of this panel over both spans, NaN in the periods of `future` where it
  ///   lacks one.
  public func appending(_ future: Panel) -> Panel {
    precondition(
      future.units == units && future.periods == periods.following(count: future.periods.count),
      "the same units, and the periods that follow")
    var whole = Panel(
      name: name, units: units, groups: groups,
      periods: PeriodAxis(
        first: periods.first, step: periods.step, count: periods.count + future.periods.count,
        dayOfMonth: periods.dayOfMonth))
    for (index, variable) in variables.enumerated() {
      let later = future[variable] ?? Array(repeating: .nan, count: future.rowCount)
      var column: [Double] = []
      column.reserveCapacity(whole.rowCount)
      for unit in units.indices {
        let start = index * rowCount + unit * periods.count
        column += values[start..<start + periods.count]
        column += later[unit * future.periods.count..<(unit + 1) * future.periods.count]
      }
      whole.add(variable, column)
    }
    return whole
  }
}
