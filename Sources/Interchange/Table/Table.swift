/// Named columns of equal length: what every study answers with.
public struct Table: Sendable, Equatable {
  /// The name, which is also the name of its file.
  public let name: String

  /// What the table says, in a sentence.
  public let meaning: String

  /// The columns, from left to right.
  public private(set) var columns: [TableColumn]

  /// A table of columns.
  ///
  /// - Parameters:
  ///   - name: The name, which is also the name of its file.
  ///   - meaning: What the table says, in a sentence.
  ///   - columns: The columns, from left to right, all of one length.
  public init(_ name: String, meaning: String, columns: [TableColumn]) {
    precondition(
      columns.allSatisfy { $0.rowCount == columns.first?.rowCount },
      "the columns of a table have one length")
    self.name = name
    self.meaning = meaning
    self.columns = columns
  }

  /// The number of rows.
  public var rowCount: Int { columns.first?.rowCount ?? 0 }

  /// The column of a name; nil when the table has none.
  public subscript(column: String) -> TableColumn? {
    columns.first { $0.name == column }
  }

  /// The table with only some rows.
  ///
  /// - Parameter rows: The rows to keep, counted from 0, in the order they shall stand.
  /// - Returns: A table of the same columns.
  public func filtered(rows: [Int]) -> Table {
    Table(name, meaning: meaning, columns: columns.map { $0.filtered(rows: rows) })
  }

  /// The table with only some columns.
  ///
  /// - Parameter columns: The names of columns that the table has, in the order they shall stand.
  /// - Returns: A table of the same rows.
  public func selecting(_ columns: [String]) -> Table {
    let selected = columns.map { name in
      let column = self[name]
      precondition(column != nil, "the table \(self.name) has no column \(name)")
      return column
    }
    return Table(name, meaning: meaning, columns: selected.compactMap { $0 })
  }
}
