/// Reads a tidy table into a panel, gathering every problem on the way.
///
/// Reading is tolerant: a row whose unit or period is wrong has been reported and is left out of
/// later checks. The panel counts only when nothing was reported.
struct PanelReader {
  let file: CSVFile
  let layout: PanelLayout
  /// The panel that a plan continues; nil for data.
  let history: Panel?
  var errors: PanelErrorList

  /// The place of each column that exists, by its name.
  private(set) var places: [String: Int] = [:]
  /// Whether periods are dates and not numbers.
  var isDated = true
  /// The names of the units; one empty name for a national series.
  var units: [String] = []
  /// The unit of each row; nil where the cell is wrong.
  var unitOfRow: [Int?] = []
  /// The period of each row; nil where the cell is wrong.
  var periodOfRow: [Int?] = []

  init(_ file: CSVFile, _ layout: PanelLayout, continuing history: Panel?) {
    self.file = file
    self.layout = layout
    self.history = history
    errors = PanelErrorList(file: file.name)
  }

  /// The panel of the table.
  mutating func read() throws(PanelErrors) -> Panel {
    findColumns()
    guard !file.rows.isEmpty else {
      errors.report(0, "", "the file has no rows; write one per period")
      throw errors.all
    }
    readUnits()
    let periods = readPeriods()
    if let periods { checkRows(periods) }
    let groups = readGroups()
    let columns = layout.variables.map { readColumn($0, periods: periods) }
    try errors.throwIfAny()
    guard let periods else { preconditionFailure("without periods something was reported") }
    var panel = Panel(name: file.name, units: units, groups: groups, periods: periods)
    for (variable, column) in zip(layout.variables, columns) {
      guard let column else { continue }
      checkOutcome(variable, column, periods.count)
      panel.add(variable.name, column)
    }
    try errors.throwIfAny()
    return panel
  }

  /// The cells of a column without the blanks around them; nil when there is no such column.
  func cells(_ column: String) -> [String]? {
    places[column].map { place in file.rows.map { DecimalText.trimmed($0[place]) } }
  }

  private mutating func findColumns() {
    let optional = layout.variables.filter { history != nil && $0.role == .spend }.map(\.name)
    let named = [layout.time, layout.unit, history == nil ? layout.group : nil].compactMap { $0 }
    for name in named + layout.variables.map(\.name) {
      do {
        places[name] = try file.index(of: name)
      } catch {
        if !optional.contains(name) { errors.report(0, error.column, error.problem) }
      }
    }
  }

  private mutating func readUnits() {
    units = history?.units ?? []
    guard let column = layout.unit else {
      units = [""]
      unitOfRow = file.rows.map { _ in 0 }
      return
    }
    var known: [String: Int] = [:]
    for (index, unit) in units.enumerated() { known[unit] = index }
    var unknown: Set<String> = []
    unitOfRow = file.rows.map { _ in nil }
    for (row, name) in (cells(column) ?? []).enumerated() {
      if name.isEmpty {
        errors.report(file.lines[row], column, "the cell is empty; name the unit")
      } else if let unit = known[name] {
        unitOfRow[row] = unit
      } else if let history {
        guard unknown.insert(name).inserted else { continue }
        let remedy =
          nearestKey(to: name, among: units).map { "did you mean \($0)?" } ?? "remove its rows"
        errors.report(
          file.lines[row], column, "\"\(name)\" is no unit of \(history.name); \(remedy)")
      } else {
        known[name] = units.count
        unitOfRow[row] = units.count
        units.append(name)
      }
    }
  }

  /// The group of each unit, which all of its rows must agree on.
  private mutating func readGroups() -> [String] {
    if let history { return history.groups }
    guard let column = layout.group, let cells = cells(column) else { return [] }
    var first = units.map { _ in Int?.none }
    var isReported = units.map { _ in false }
    for (row, unit) in unitOfRow.enumerated() {
      if cells[row].isEmpty {
        errors.report(file.lines[row], column, "the cell is empty; name the group")
        continue
      }
      guard let unit else { continue }
      guard let start = first[unit] else {
        first[unit] = row
        continue
      }
      if cells[row] != cells[start], !isReported[unit] {
        isReported[unit] = true
        errors.report(
          file.lines[row], column,
          "\(subject(unit))is in group \(cells[row]) here and in \(cells[start]) in line "
            + "\(file.lines[start]); write one group per unit")
      }
    }
    return first.map { $0.map { cells[$0] } ?? "" }
  }

  /// A day or the number of a period as text.
  func label(_ position: Int) -> String {
    isDated ? CivilDate(dayNumber: position).description : "\(position)"
  }

  /// How a sentence about a unit begins: with its name, or with nothing for a national series.
  func subject(_ unit: Int) -> String { layout.unit == nil ? "" : "\"\(units[unit])\" " }
}
