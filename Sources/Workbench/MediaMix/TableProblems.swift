import Interchange

/// Reads the cells of a small table that names channels, gathering every problem on the way.
struct TableProblems {
  let file: CSVFile
  private(set) var errors: [PanelError] = []

  init(_ file: CSVFile) {
    self.file = file
    if file.rows.isEmpty { report(line: 0, "", "the file has no rows; write one per line") }
  }

  mutating func report(line: Int, _ column: String, _ problem: String) {
    errors.append(PanelError(file: file.name, line: line, column: column, problem: problem))
  }

  mutating func report(row: Int, _ column: String, _ problem: String) {
    report(line: file.lines[row], column, problem)
  }

  /// Throws what was reported, if anything was.
  func throwIfAny() throws(PanelErrors) {
    if !errors.isEmpty { throw PanelErrors(errors) }
  }

  /// The cells of a column without the blanks around them; nil after reporting that there is none.
  mutating func cells(_ column: String) -> [String]? {
    do {
      return try file.column(named: column).map(Self.trimmed)
    } catch {
      errors.append(error)
      return nil
    }
  }

  /// The cells of a column that may be left out; nil where it is.
  mutating func optionalCells(_ column: String) -> [String]? {
    file.header.contains(column) ? cells(column) : nil
  }

  /// The finite number in a cell; nil after reporting what is wrong, and where there is no column.
  mutating func number(_ row: Int, _ column: String) -> Double? {
    guard file.header.contains(column) else { return nil }
    do {
      return try file.number(row: row, in: column)
    } catch {
      errors.append(error)
      return nil
    }
  }

  /// The place of a name among known ones; nil after reporting the nearest.
  mutating func index(
    _ cells: [String]?, _ row: Int, _ column: String, among known: [String], noun: String
  ) -> Int? {
    guard let cell = cells?[row] else { return nil }
    if let index = known.firstIndex(of: cell) { return index }
    guard !cell.isEmpty else {
      report(row: row, column, "the cell is empty; name the \(noun)")
      return nil
    }
    let remedy =
      if let near = nearestKey(to: cell, among: known) {
        "did you mean \(near)?"
      } else {
        "the \(noun)s are \(known.prefix(8).joined(separator: ", "))\(known.count > 8 ? " …" : "")"
      }
    report(row: row, column, "\"\(cell)\" is no \(noun) of the model; \(remedy)")
    return nil
  }

  private static func trimmed(_ cell: String) -> String {
    var rest = Substring(cell)
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
