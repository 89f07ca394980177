extension Table {
  /// The table in Markdown, with numbers rounded for people.
  ///
  /// - Parameter maximumRows: The rows to show, the first ones; nil for all.
  /// - Returns: A table, and below it how many rows are left out.
  public func markdown(maximumRows: Int?) -> String {
    let shown = shownRows(maximumRows)
    var result = Self.line(
      columns.map { $0.unit.isEmpty ? $0.name : "\($0.name) (\($0.unit))" })
    result += Self.line(columns.map { $0.isNumeric ? "---:" : "---" })
    for row in 0..<shown {
      result += Self.line(columns.map { $0.readableCell(row) })
    }
    if let remark = Self.remark(leftOut: rowCount - shown, of: "row") {
      result += "\n\(remark)\n"
    }
    return result
  }

  /// The number of rows that a limit leaves; a negative limit leaves none.
  func shownRows(_ maximumRows: Int?) -> Int {
    min(rowCount, max(0, maximumRows ?? rowCount))
  }

  /// The sentence that says what was cut, or nil when nothing was.
  static func remark(leftOut count: Int, of noun: String) -> String? {
    guard count > 0 else { return nil }
    return "… and \(HumanNumber.grouped(count)) more \(noun)\(count == 1 ? "" : "s")"
  }

  private static func line(_ cells: [String]) -> String {
    "| " + cells.map { escaped($0) }.joined(separator: " | ") + " |\n"
  }

  private static func escaped(_ cell: String) -> String {
    var result = ""
    for character in cell {
      switch character {
      case "|": result += "\\|"
      case _ where character.isNewline: result += " "
      default: result.append(character)
      }
    }
    return result
  }
}
