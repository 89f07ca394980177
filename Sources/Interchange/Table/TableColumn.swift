/// One column of a table, with its unit and meaning.
public struct TableColumn: Sendable, Equatable {
  /// The cells of a column, from the first row to the last.
  public enum Values: Sendable, Equatable {
    /// Names, labels and dates.
    case text([String])
    /// Whole numbers.
    case count([Int])
    /// Numbers; one that is not finite stands for a missing cell.
    case number([Double])
  }

  /// The name, as it heads the column.
  public let name: String

  /// What one of it is, such as `people`, `USD` or `share 0-1`; empty for labels and plain numbers.
  public let unit: String

  /// What the column says, in a sentence.
  public let meaning: String

  /// The cells.
  public let values: Values

  /// A column with its cells.
  ///
  /// - Parameters:
  ///   - name: The name, as it heads the column.
  ///   - unit: What one of it is; empty for labels and plain numbers.
  ///   - meaning: What the column says, in a sentence.
  ///   - values: The cells, from the first row to the last.
  public init(name: String, unit: String, meaning: String, values: Values) {
    self.name = name
    self.unit = unit
    self.meaning = meaning
    self.values = values
  }

  /// The number of cells.
  public var rowCount: Int {
    switch values {
    case .text(let cells): cells.count
    case .count(let cells): cells.count
    case .number(let cells): cells.count
    }
  }

  /// The same column with only the given rows, in the given order.
  func filtered(rows: [Int]) -> TableColumn {
    let kept: Values =
      switch values {
      case .text(let cells): .text(rows.map { cells[$0] })
      case .count(let cells): .count(rows.map { cells[$0] })
      case .number(let cells): .number(rows.map { cells[$0] })
      }
    return TableColumn(name: name, unit: unit, meaning: meaning, values: kept)
  }

  /// Whether cells stand right-aligned.
  var isNumeric: Bool {
    if case .text = values { false } else { true }
  }

  /// One cell rounded and grouped for people; nothing for a missing number.
  func readableCell(_ row: Int) -> String {
    switch values {
    case .text(let cells): cells[row]
    case .count(let cells): HumanNumber.grouped(cells[row])
    case .number(let cells): cells[row].isFinite ? HumanNumber.text(cells[row]) : ""
    }
  }

  /// The name of the kind of cells in JSON.
  var type: String {
    switch values {
    case .text: "text"
    case .count: "count"
    case .number: "number"
    }
  }
}
