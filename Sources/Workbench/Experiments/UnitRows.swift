import Estimation
import Interchange
import Statistics

/// Rows of one or several tables of units under common column names, with every problem on the way.
struct UnitRows {
  /// The tables, the first of which names the columns.
  private var files: [CSVFile]
  /// The table and the row of each unit.
  private var places: [(file: Int, row: Int)]
  private(set) var errors: [PanelError] = []

  /// The most categories that a column may have; *chosen* as the states of a country.
  static let mostCategories = 60

  /// The most categories of a column that nobody asked about; *chosen* as months or deciles.
  private static let mostDescribed = 12

  /// All rows of a table.
  init(_ file: CSVFile) {
    files = [file]
    places = file.rows.indices.map { (0, $0) }
    if file.rows.isEmpty {
      errors.append(
        PanelError(
          file: file.name, line: 0, column: "", problem: "the file has no rows; write one per unit")
      )
    }
  }

  var count: Int { places.count }

  /// Adds some rows of another table.
  mutating func append(_ file: CSVFile, rows: [Int]) {
    guard !rows.isEmpty else { return }
    files.append(file)
    places += rows.map { (files.count - 1, $0) }
  }

  /// Throws what was reported, if anything was.
  func throwIfAny() throws(PanelErrors) {
    if !errors.isEmpty { throw PanelErrors(errors) }
  }

  /// Reports a problem of a unit.
  mutating func report(_ unit: Int, _ column: String, _ problem: String) {
    let (file, row) = places[unit]
    errors.append(
      PanelError(
        file: files[file].name, line: files[file].lines[row], column: column, problem: problem))
  }

  /// Reports a problem of the table.
  mutating func report(_ column: String, _ problem: String) {
    errors.append(PanelError(file: files[0].name, line: 0, column: column, problem: problem))
  }

  /// The cells of a column without the blanks around them; empty after reporting that a table lacks it.
  mutating func cells(_ column: String) -> [String] {
    var cells: [[String]] = []
    for file in files {
      do {
        cells.append(try file.column(named: column).map(Self.trimmed))
      } catch {
        errors.append(error)
      }
    }
    guard cells.count == files.count else { return [] }
    return places.map { cells[$0.file][$0.row] }
  }

  /// The cells of a column, after reporting empty ones.
  mutating func names(_ column: String, noun: String) -> [String] {
    let cells = cells(column)
    for (unit, cell) in cells.enumerated() where cell.isEmpty {
      report(unit, column, "the cell is empty; write the \(noun), or remove the row")
    }
    return cells
  }

  /// The names of units, after reporting those that stand there twice.
  mutating func units(_ column: String) -> [String] {
    let cells = names(column, noun: "name of the unit")
    var lines: [String: Int] = [:]
    for (unit, cell) in cells.enumerated() where !cell.isEmpty {
      if let line = lines[cell] {
        report(
          unit, column, "\(cell) stands in line \(line) already; keep one row for each unit")
      } else {
        lines[cell] = files[places[unit].file].lines[places[unit].row]
      }
    }
    return cells
  }

  /// What units are balanced or matched in: numbers, or categories where no cell is a number.
  ///
  /// - Parameter text: The name of a column, or of one to take logarithms of, as `log1p(pre_rx)`.
  /// - Returns: The property; nil after reporting what is wrong.
  mutating func covariate(_ text: String) -> Covariate? {
    let column = Self.column(of: text)
    let before = errors.count
    let cells = names(column, noun: "value")
    guard errors.count == before, !cells.isEmpty else { return nil }
    let numbers = self.numbers(column)
    guard numbers.contains(where: { $0 != nil }) || column != text else {
      let levels = Set(cells).count
      guard levels <= Self.mostCategories else {
        report(
          column,
          "the column has \(HumanNumber.grouped(levels)) different texts; name columns of numbers, or "
            + "of at most \(Self.mostCategories) categories")
        return nil
      }
      return Covariate(text, categories: cells)
    }
    for (unit, number) in numbers.enumerated() {
      if number == nil {
        report(number: unit, column)
      } else if column != text, let number, number <= -1 {
        report(
          unit, column,
          "\(JSONText.number(number)) has no log1p, the logarithm of 1 more; use the column as it is"
        )
      }
    }
    guard errors.count == before else { return nil }
    let values = numbers.compactMap(\.self)
    return Covariate(text, numbers: column == text ? values : values.map { Elementary.log1p($0) })
  }

  /// Reports what keeps the cell of a unit from being a number.
  private mutating func report(number unit: Int, _ column: String) {
    let (file, row) = places[unit]
    do {
      _ = try files[file].number(row: row, in: column)
    } catch {
      errors.append(error)
    }
  }

  /// A property of units that nobody asked about; nil where the column is neither numbers nor a few
  /// categories.
  func description(_ column: String) -> Covariate? {
    var copy = self
    guard let covariate = copy.covariate(column), !covariate.isConstant else { return nil }
    if case .categories(_, let names) = covariate.values, names.count > Self.mostDescribed {
      return nil
    }
    return covariate
  }

  /// The column in `log1p(column)`, or the text itself.
  static func column(of text: String) -> String {
    guard text.hasPrefix("log1p("), text.hasSuffix(")") else { return text }
    return String(text.dropFirst(6).dropLast())
  }

  private func numbers(_ column: String) -> [Double?] {
    places.map { place in try? files[place.file].number(row: place.row, in: column) }
  }

  private static func trimmed(_ cell: String) -> String {
    var rest = Substring(cell)
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
