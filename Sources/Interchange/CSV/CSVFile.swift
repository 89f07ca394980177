/// A table of data as it came in: a header and cells of text, with the line of every row.
public struct CSVFile: Sendable {
  /// The name of the file, as the user knows it.
  public let name: String

  /// The names of the columns.
  public let header: [String]

  /// The cells of each row, as many as the header has names.
  public let rows: [[String]]

  /// The line on which each row begins, counted from 1.
  public let lines: [Int]

  /// Reads a comma-separated table with a header, as RFC 4180 describes it.
  ///
  /// - Parameters:
  ///   - text: The whole table; a byte order mark is skipped, and any kind of line end is accepted.
  ///   - name: The name of the file for messages.
  /// - Throws: The first problem: no header, an unnamed or repeated column, a ragged row, or a cell
  ///   with broken quotes.
  public init(text: String, name: String) throws(PanelError) {
    self.name = name
    var bytes = Array(text.utf8)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    let split: CSVRecords
    do {
      split = try CSVRecords(bytes)
    } catch {
      throw PanelError(file: name, line: error.line, column: "", problem: error.problem)
    }
    guard let first = split.records.first else {
      throw PanelError(
        file: name, line: 0, column: "",
        problem: "the file is empty; write a header and one line per row")
    }
    header = first.map { DecimalText.trimmed($0) }
    rows = Array(split.records.dropFirst())
    lines = Array(split.lines.dropFirst())
    if let problem = Self.problem(inHeader: header) {
      throw PanelError(file: name, line: split.lines[0], column: "", problem: problem)
    }
    for (row, line) in zip(rows, lines) where row.count != header.count {
      throw PanelError(
        file: name, line: line, column: "",
        problem:
          "the row has \(row.count) \(row.count == 1 ? "cell" : "cells") and the header "
          + "\(header.count); write one cell per column")
    }
  }

  /// The cells of a column.
  ///
  /// - Parameter name: The name in the header.
  /// - Returns: One text per row.
  /// - Throws: An error that names the nearest column when there is none of that name.
  public func column(named name: String) throws(PanelError) -> [String] {
    let index = try self.index(of: name)
    return rows.map { $0[index] }
  }

  /// The texts of a column without the blanks around them.
  ///
  /// - Parameter name: The name in the header.
  /// - Returns: One text per row, empty where the cell is.
  /// - Throws: An error that names the nearest column when there is none of that name.
  public func texts(in name: String) throws(PanelError) -> [String] {
    try column(named: name).map { DecimalText.trimmed($0) }
  }

  /// The numbers of a column.
  ///
  /// - Parameter column: The name in the header.
  /// - Returns: One finite number per row.
  /// - Throws: An error with the line of the first cell that is not a finite decimal number.
  public func numbers(in column: String) throws(PanelError) -> [Double] {
    let index = try self.index(of: column)
    var numbers: [Double] = []
    numbers.reserveCapacity(rows.count)
    for row in rows.indices { numbers.append(try number(row: row, place: index)) }
    return numbers
  }

  /// The number of a cell.
  ///
  /// - Parameters:
  ///   - row: The row, from 0.
  ///   - column: The name in the header.
  /// - Returns: A finite number.
  /// - Throws: An error with the line when the cell is not a finite decimal number.
  public func number(row: Int, in column: String) throws(PanelError) -> Double {
    try number(row: row, place: try index(of: column))
  }

  private func number(row: Int, place: Int) throws(PanelError) -> Double {
    let number = Self.number(rows[row][place])
    if let number, Self.problem(inSize: number) == nil { return number }
    throw PanelError(
      file: name, line: lines[row], column: header[place],
      problem: number.flatMap(Self.problem(inSize:))
        ?? Self.problem(inNumber: DecimalText.trimmed(rows[row][place])))
  }

  /// The finite number that a cell holds, with or without blanks around it; else nil.
  static func number(_ cell: String) -> Double? {
    DecimalText.value(cell, allowsUnderscores: false)
      ?? DecimalText.value(DecimalText.trimmed(cell), allowsUnderscores: false)
  }

  /// The place of a column in the header, or an error that names the nearest one.
  func index(of column: String) throws(PanelError) -> Int {
    if let index = header.firstIndex(of: column) { return index }
    let remedy =
      if let near = nearestKey(to: column, among: header) {
        "did you mean \(near)?"
      } else {
        "the columns are \(header.joined(separator: ", "))"
      }
    throw PanelError(
      file: name, line: 0, column: column, problem: "the file has no such column; \(remedy)")
  }

  private static func problem(inHeader header: [String]) -> String? {
    if header.count == 1, header[0].contains(where: { $0 == ";" || $0 == "\t" }) {
      return
        "one column \(header[0].replacing("\t", with: " ")): save the table with commas between columns"
    }
    var seen: Set<String> = []
    for (index, name) in header.enumerated() {
      if name.isEmpty { return "column \(index + 1) has no name; name every column in the header" }
      if !seen.insert(name).inserted {
        return "two columns are named \(name); give each column its own name"
      }
    }
    return nil
  }

  /// The largest magnitude of a cell; *chosen* beyond all markets, and far from where squares and sums
  /// of squares lose everything else.
  private static let largestSize = 1e12

  /// What is wrong with the magnitude of a number; nil when it is accepted.
  static func problem(inSize number: Double) -> String? {
    number.magnitude <= largestSize
      ? nil
      : "\(JSONText.number(number)) is beyond \(HumanNumber.text(largestSize)); correct it, or count "
        + "in larger units"
  }

  /// What is wrong with a text, without blanks around it, that should be a number.
  static func problem(inNumber text: String) -> String {
    if text.isEmpty { return "the cell is empty; write a number" }
    let remedy = DecimalText.correction(of: text) ?? "a decimal number such as 12.5"
    return "\"\(text)\" is not a number; write \(remedy)"
  }
}
