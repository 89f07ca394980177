extension Table {
  /// The table as JSON text, one row per line, so that a reader can take it line by line.
  ///
  /// The object holds `name`, `meaning`, `columns` (each with `name`, `unit`, `meaning` and `type`,
  /// which is `text`, `count` or `number`) and `rows`, a list of lists. A number that is not finite
  /// becomes `null`.
  public func json() -> String { String(decoding: jsonBytes(), as: UTF8.self) }

  /// The bytes of ``json()``, for a file.
  public func jsonBytes() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(rowCount * columns.count * 14)
    bytes += "{\"name\":\(JSONText.quoted(name)),\"meaning\":\(JSONText.quoted(meaning)),\n".utf8
    bytes += "\"columns\":[\n".utf8
    bytes += columns.map { Self.header($0).text(indent: nil) }.joined(separator: ",\n").utf8
    bytes += "\n],\n\"rows\":[\n".utf8
    for row in 0..<rowCount {
      for (index, column) in columns.enumerated() {
        bytes.append(index == 0 ? UInt8(ascii: "[") : UInt8(ascii: ","))
        switch column.values {
        case .text(let cells): JSONText.append(cells[row], to: &bytes)
        case .count(let cells): bytes += String(cells[row]).utf8
        case .number(let cells): JSONText.append(cells[row], to: &bytes)
        }
      }
      bytes += (row + 1 < rowCount ? "],\n" : "]\n").utf8
    }
    bytes += "]}\n".utf8
    return bytes
  }

  /// The table as a JSON value, with the same members as ``json()``.
  public var jsonValue: JSONValue {
    let rows = (0..<rowCount).map { row in
      JSONValue.list(columns.map { Self.cell($0, row) })
    }
    return .object([
      JSONMember("name", .text(name)),
      JSONMember("meaning", .text(meaning)),
      JSONMember("columns", .list(columns.map { Self.header($0) })),
      JSONMember("rows", .list(rows)),
    ])
  }

  private static func header(_ column: TableColumn) -> JSONValue {
    .object([
      JSONMember("name", .text(column.name)),
      JSONMember("unit", .text(column.unit)),
      JSONMember("meaning", .text(column.meaning)),
      JSONMember("type", .text(column.type)),
    ])
  }

  private static func cell(_ column: TableColumn, _ row: Int) -> JSONValue {
    switch column.values {
    case .text(let cells): .text(cells[row])
    case .count(let cells): .integer(cells[row])
    case .number(let cells): .number(cells[row])
    }
  }
}
