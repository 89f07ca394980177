import Interchange
import Statistics

/// A table of numbers that is written and read without losing a bit.
///
/// Draws of a hierarchical model are millions of numbers, so that reading goes from bytes to numbers
/// without a text per cell in between that lasts.
enum NumberTable {
  /// The table as comma-separated text.
  ///
  /// - Parameters:
  ///   - header: The names of the columns.
  ///   - numbers: The rows, all finite.
  /// - Returns: A header and a line per row, numbers in their shortest round-trip form.
  static func bytes(_ header: [String], _ numbers: Matrix) -> [UInt8] {
    precondition(header.count == numbers.columns, "a column has a name")
    let columns = header.enumerated().map { place, name in
      TableColumn(
        name: name, unit: "", meaning: "", values: .number(Array(numbers.column(place))))
    }
    return Table("numbers", meaning: "", columns: columns).csvBytes(guardingFormulas: false)
  }

  /// Reads a table.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - header: The names of the columns that it must have.
  ///   - path: The file, for messages.
  /// - Returns: The rows.
  /// - Throws: The first line that is not as it was written.
  static func read(
    _ bytes: [UInt8], header: [String], path: String
  ) throws(PanelError) -> Matrix {
    func problem(_ line: Int, _ column: String, _ text: String) -> PanelError {
      PanelError(
        file: path, line: line, column: column, problem: "\(text); restore the file, or fit again")
    }
    let head = Self.bytes(header, Matrix(rows: 0, columns: header.count))
    guard bytes.starts(with: head) else {
      throw problem(1, "", "the columns are not those that were written")
    }
    var rows: [Double] = []
    var line = 2
    var place = head.count
    while place < bytes.count {
      var cells = 0
      while true {
        let first = place
        while place < bytes.count, !isEnd(bytes[place]) { place += 1 }
        if cells < header.count {
          let text = String(decoding: bytes[first..<place], as: UTF8.self)
          guard let number = Double(text), number.isFinite else {
            throw problem(line, header[cells], "\"\(text)\" is not a number")
          }
          rows.append(number)
        }
        cells += 1
        place += 1
        if place > bytes.count || bytes[place - 1] == newLine { break }
      }
      guard cells == header.count else {
        throw problem(
          line, "", "the row has \(cells) \(cells == 1 ? "cell" : "cells") of \(header.count)")
      }
      line += 1
    }
    return matrix(rows, columns: header.count)
  }

  private static let newLine = UInt8(ascii: "\n")

  private static func isEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ",") || byte == newLine }

  /// Turns rows one after another into columns one after another.
  private static func matrix(_ rows: [Double], columns: Int) -> Matrix {
    let count = rows.count / columns
    var elements = [Double](repeating: 0, count: rows.count)
    for row in 0..<count {
      for column in 0..<columns { elements[column * count + row] = rows[row * columns + column] }
    }
    return Matrix(rows: count, columns: columns, elements: elements)
  }
}
