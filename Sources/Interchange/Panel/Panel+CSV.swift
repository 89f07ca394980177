extension Panel {
  /// Reads a tidy table: one row per unit and period, in any order.
  ///
  /// Periods are dates at a constant step of days or of calendar months, or whole numbers that follow
  /// each other; each unit has a row for every one of them.
  ///
  /// - Parameters:
  ///   - csv: The table.
  ///   - layout: Which of its columns are read, and what they may hold.
  /// - Throws: Every problem of the columns, the periods, the units and the cells.
  public init(csv: CSVFile, layout: PanelLayout) throws(PanelErrors) {
    var reader = PanelReader(csv, layout, continuing: nil)
    self = try reader.read()
  }

  /// Reads a plan of periods to come, which continues right after the last period of a panel with
  /// the same units.
  ///
  /// Outcomes and sizes are not read, and groups and the order of units are those of the history. A
  /// column of spend may be missing where the plan has exposures of its own.
  ///
  /// - Parameters:
  ///   - csv: The table.
  ///   - history: The panel that it continues.
  ///   - layout: The layout with which the history was read.
  /// - Throws: Every problem of the columns, the periods, the units and the cells.
  public init(
    plan csv: CSVFile, continuing history: Panel, layout: PanelLayout
  ) throws(PanelErrors) {
    var planned = layout
    planned.variables.removeAll { $0.isOutcome || $0.role == .size }
    var reader = PanelReader(csv, planned, continuing: history)
    self = try reader.read()
  }

  /// The panel as a table: one row per unit and period, unit after unit.
  ///
  /// - Parameters:
  ///   - time: The name of the column of periods.
  ///   - unit: The name of the column of units; left out for a national series.
  ///   - group: The name of the column of groups; left out without groups.
  /// - Returns: A table that ``init(csv:layout:)`` reads as this panel when written as CSV.
  public func table(
    time: String = "period", unit: String = "unit", group: String = "group"
  ) -> Table {
    var columns = [
      TableColumn(
        name: time, unit: "", meaning: "First day or number of the period.",
        values: .text(
          units.flatMap { _ in (0..<periods.count).map { periods.label(of: $0) } }))
    ]
    func labels(_ names: [String]) -> TableColumn.Values {
      .text(names.flatMap { Array(repeating: $0, count: periods.count) })
    }
    if units != [""] {
      columns.append(
        TableColumn(name: unit, unit: "", meaning: "Name of the unit.", values: labels(units)))
    }
    if !groups.isEmpty {
      columns.append(
        TableColumn(
          name: group, unit: "", meaning: "Group of the unit.", values: labels(groups)))
    }
    for (index, variable) in variables.enumerated() {
      let column = Array(values[index * rowCount..<(index + 1) * rowCount])
      columns.append(
        TableColumn(
          name: variable, unit: "", meaning: "Variable of the panel.", values: .number(column)))
    }
    return Table("panel", meaning: "Variables by unit and period.", columns: columns)
  }

  /// The panel as comma-separated text with numbers in their shortest round-trip form.
  ///
  /// - Parameters:
  ///   - time: The name of the column of periods.
  ///   - unit: The name of the column of units; left out for a national series.
  ///   - group: The name of the column of groups; left out without groups.
  /// - Returns: The text of ``table(time:unit:group:)``; NaN is an empty cell.
  public func csv(
    time: String = "period", unit: String = "unit", group: String = "group"
  ) -> String {
    table(time: time, unit: unit, group: group).csv()
  }
}
