extension Table {
  /// The table as comma-separated text with a header, as RFC 4180 describes it but with `\n`.
  ///
  /// Numbers are written in their shortest round-trip form; one that is not finite is an empty cell.
  /// A text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@` or a tab
  /// and is not a number) is preceded by an apostrophe.
  public func csv() -> String {
    var result = columns.map { Self.quotedCell($0.name) }.joined(separator: ",") + "\n"
    for row in 0..<rowCount {
      for (index, column) in columns.enumerated() {
        if index > 0 { result += "," }
        switch column.values {
        case .text(let cells): result += Self.quotedCell(Self.harmless(cells[row]))
        case .count(let cells): result += String(cells[row])
        case .number(let cells):
          if cells[row].isFinite { result += JSONText.number(cells[row]) }
        }
      }
      result += "\n"
    }
    return result
  }

  private static func quotedCell(_ text: String) -> String {
    let needsQuotes = text.utf8.contains { byte in
      byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
        || byte == UInt8(ascii: "\r")
    }
    guard needsQuotes else { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }

  private static func harmless(_ text: String) -> String {
    guard let first = text.utf8.first else { return text }
    let formulaMarks = "=+-@\t\r".utf8
    guard formulaMarks.contains(first), DecimalText.value(text, allowsUnderscores: false) == nil
    else { return text }
    return "'" + text
  }
}
