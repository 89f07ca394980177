import Foundation

/// A table of numbers beside the tests: a header line, then one line per row.
struct OracleTable {
  /// The names of the columns.
  let names: [String]

  /// The fields of each row.
  let rows: [[String]]

  /// Reads a table of the folder `Oracles`.
  init(_ name: String, hasHeader: Bool = true, from file: String = #filePath) throws {
    let folder = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(contentsOf: folder.appending(path: "Oracles/\(name)"), encoding: .utf8)
    let lines = text.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
    names = hasHeader ? lines[0] : []
    rows = Array(lines.dropFirst(hasHeader ? 1 : 0))
  }

  /// The numbers of a named column.
  func column(_ name: String) -> [Double] {
    let index = names.firstIndex(of: name) ?? names.count
    return rows.map { Double($0[index]) ?? .nan }
  }
}
