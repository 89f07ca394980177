extension Table {
  /// The table as comma-separated text with a header, as RFC 4180 describes it but with `\n`.
  ///
  /// Numbers are written in their shortest round-trip form; one that is not finite is an empty cell.
  /// A text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@` or a tab
  /// and is not a number) is preceded by an apostrophe.
  public func csv() -> String { String(decoding: csvBytes(), as: UTF8.self) }

  /// The bytes of ``csv()``, for a file.
  ///
  /// - Parameter guardingFormulas: Whether an apostrophe stands before texts that a spreadsheet would
  ///   take for a formula; not in a file that is read again.
  /// - Returns: UTF-8.
  public func csvBytes(guardingFormulas: Bool = true) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(rowCount * columns.count * 12)
    for (index, column) in columns.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      Self.append(column.name, to: &bytes)
    }
    bytes.append(UInt8(ascii: "\n"))
    for row in 0..<rowCount {
      for (index, column) in columns.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        switch column.values {
        case .text(let cells):
          if guardingFormulas, Self.looksLikeFormula(cells[row]) { bytes.append(UInt8(ascii: "'")) }
          Self.append(cells[row], to: &bytes)
        case .count(let cells): bytes += String(cells[row]).utf8
        case .number(let cells):
          if cells[row].isFinite { JSONText.append(cells[row], to: &bytes) }
        }
      }
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  /// Appends a cell, in quotes where it holds a comma, a quote or a line end.
  private static func append(_ text: String, to bytes: inout [UInt8]) {
    let needsQuotes = text.utf8.contains { byte in
      byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
        || byte == UInt8(ascii: "\r")
    }
    guard needsQuotes else {
      bytes += text.utf8
      return
    }
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func looksLikeFormula(_ text: String) -> Bool {
    switch text.utf8.first {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"),
      UInt8(ascii: "\t"), UInt8(ascii: "\r"):
      DecimalText.value(text, allowsUnderscores: false) == nil
    default: false
    }
  }
}
