/// Splits the bytes of a comma-separated table into records, as RFC 4180 writes them.
///
/// Lines may end with LF, CRLF or CR; quoted cells may hold commas, line ends and doubled quotes.
/// Empty lines are skipped.
struct CSVRecords {
  /// A cell that breaks the rules of quoting.
  struct Defect: Error {
    /// The line, counted from 1.
    let line: Int
    /// What is wrong and the remedy.
    let problem: String
  }

  /// The cells of each record.
  private(set) var records: [[String]] = []

  /// The line on which each record begins, counted from 1.
  private(set) var lines: [Int] = []

  private let bytes: [UInt8]
  private var index = 0
  private var line = 1

  /// Splits a whole text.
  ///
  /// - Parameter bytes: UTF-8, without a byte order mark.
  /// - Throws: The first cell with broken quotes.
  init(_ bytes: [UInt8]) throws(Defect) {
    self.bytes = bytes
    while index < bytes.count {
      let first = line
      let cells = try record(expecting: records.first?.count ?? 8)
      if cells.count == 1, cells[0].isEmpty { continue }
      records.append(cells)
      lines.append(first)
    }
  }

  private mutating func record(expecting count: Int) throws(Defect) -> [String] {
    var cells: [String] = []
    cells.reserveCapacity(count)
    while true {
      if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
        cells.append(try quotedCell())
      } else {
        cells.append(try plainCell())
      }
      guard index < bytes.count else { return cells }
      let byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: ",") { continue }
      if byte == UInt8(ascii: "\r"), index < bytes.count, bytes[index] == UInt8(ascii: "\n") {
        index += 1
      }
      line += 1
      return cells
    }
  }

  private mutating func plainCell() throws(Defect) -> String {
    let first = index
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        break
      }
      if byte == UInt8(ascii: "\"") {
        throw Defect(
          line: line,
          problem: "a quote stands inside an unquoted cell; "
            + "quote the whole cell and double the quote")
      }
      index += 1
    }
    return String(decoding: bytes[first..<index], as: UTF8.self)
  }

  private mutating func quotedCell() throws(Defect) -> String {
    let firstLine = line
    var content: [UInt8] = []
    index += 1
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte != UInt8(ascii: "\"") {
        if byte == UInt8(ascii: "\n") { line += 1 }
        if byte == UInt8(ascii: "\r"), index == bytes.count || bytes[index] != UInt8(ascii: "\n") {
          line += 1
        }
        content.append(byte)
      } else if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
        content.append(byte)
        index += 1
      } else {
        try checkEndOfQuotedCell()
        return String(decoding: content, as: UTF8.self)
      }
    }
    throw Defect(
      line: firstLine, problem: "a quoted cell has no closing quote; close it or double the quote")
  }

  private func checkEndOfQuotedCell() throws(Defect) {
    guard index < bytes.count else { return }
    let byte = bytes[index]
    let isEnd =
      byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    guard isEnd else {
      throw Defect(
        line: line, problem: "text follows a closing quote; double the quotes inside a quoted cell")
    }
  }
}
