/// Columns of numbers.
extension PanelReader {
  /// The values of a variable, unit after unit and in each period after period.
  ///
  /// - Parameters:
  ///   - variable: The column and its rules.
  ///   - periods: The periods; nil when they could not be read, so that cells are only checked.
  /// - Returns: The values, meaningful when nothing was reported; nil when there is no such column.
  mutating func readColumn(_ variable: PanelVariable, periods: PeriodAxis?) -> [Double]? {
    guard let place = places[variable.name] else { return nil }
    let cellCount = errors.isEmpty ? units.count * (periods?.count ?? 0) : 0
    var column = Array(
      repeating: layout.absentRowsAreZero ? 0 : Double.nan, count: cellCount)
    var firstRow = units.map { _ in Int?.none }
    for row in file.rows.indices {
      guard let number = number(file.rows[row][place], row, variable) else { continue }
      if let unit = unitOfRow[row], let period = periodOfRow[row], !column.isEmpty, let periods {
        column[unit * periods.count + period] = number
      }
      if variable.role == .size, let unit = unitOfRow[row] {
        checkSize(number, row, unit, place, variable.name, &firstRow)
      }
    }
    return column
  }

  /// The number of a cell, NaN where it is missing and may be; nil after reporting what is wrong.
  private mutating func number(_ cell: String, _ row: Int, _ variable: PanelVariable) -> Double? {
    if let number = CSVFile.number(cell) {
      guard let problem = CSVFile.problem(inSize: number) ?? variable.problem(in: number) else {
        return number
      }
      errors.report(file.lines[row], variable.name, problem)
      return nil
    }
    let text = DecimalText.trimmed(cell)
    if text.isEmpty || text == "NA" {
      if variable.mayBeMissing { return .nan }
      errors.report(file.lines[row], variable.name, variable.problem(inMissing: text))
    } else {
      errors.report(file.lines[row], variable.name, CSVFile.problem(inNumber: text))
    }
    return nil
  }

  /// Reports a unit whose size changes, once.
  private mutating func checkSize(
    _ number: Double, _ row: Int, _ unit: Int, _ place: Int, _ column: String,
    _ firstRow: inout [Int?]
  ) {
    guard let start = firstRow[unit] else {
      firstRow[unit] = row
      return
    }
    guard start >= 0, let size = CSVFile.number(file.rows[start][place]), size != number else {
      return
    }
    // One report per unit is enough.
    firstRow[unit] = -1
    errors.report(
      file.lines[row], column,
      "\(subject(unit))has \(JSONText.number(number)) here and \(JSONText.number(size)) in line "
        + "\(file.lines[start]); write one size per unit, the same in all periods")
  }

  /// Reports units in which nothing is there to explain.
  mutating func checkOutcome(_ variable: PanelVariable, _ column: [Double], _ periodCount: Int) {
    guard variable.isOutcome, !variable.mayBeZero else { return }
    for unit in units.indices {
      let own = column[unit * periodCount..<(unit + 1) * periodCount]
      guard own.allSatisfy({ $0.isNaN || $0 == 0 }) else { continue }
      let found = "every outcome is 0 or missing"
      errors.report(
        0, variable.name,
        layout.unit == nil
          ? "\(found); correct the column"
          : "\(subject(unit))has no outcome at all (\(found)); remove the unit or correct the column"
      )
    }
  }
}
