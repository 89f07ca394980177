import Interchange

/// Collects the rows of a tidy table column by column.
struct TableBuilder {
  /// A column that grows; only the cells of its kind are used.
  private struct Column {
    let name: String
    let unit: String
    let meaning: String
    let kind: Kind
    var texts: [String] = []
    var counts: [Int] = []
    var numbers: [Double] = []

    enum Kind {
      case text
      case count
      case number
    }

    var values: TableColumn.Values {
      switch kind {
      case .text: .text(texts)
      case .count: .count(counts)
      case .number: .number(numbers)
      }
    }
  }

  private var columns: [Column] = []

  /// Where the column after the one that was added to last stands: rows are mostly added in the
  /// order of their columns, so that a name is compared once.
  private var next = 0

  /// Declares a column of text.
  mutating func text(_ name: String, _ meaning: String) {
    columns.append(Column(name: name, unit: "", meaning: meaning, kind: .text))
  }

  /// Declares a column of counts.
  mutating func count(_ name: String, unit: String, _ meaning: String) {
    columns.append(Column(name: name, unit: unit, meaning: meaning, kind: .count))
  }

  /// Declares a column of numbers.
  mutating func number(_ name: String, unit: String, _ meaning: String) {
    columns.append(Column(name: name, unit: unit, meaning: meaning, kind: .number))
  }

  /// Declares mean, sd and quantiles.
  mutating func spread(unit: String) {
    number("mean", unit: unit, "Mean over replicates.")
    number("sd", unit: unit, "Standard deviation over replicates.")
    for point in ["05", "25", "50", "75", "95"] {
      number("p\(point)", unit: unit, "\(Int(point) ?? 0) % quantile over replicates.")
    }
  }

  /// Declares mean and 90 % interval of a figure: `NAME_mean`, `NAME_p05` and `NAME_p95`.
  mutating func interval(_ name: String, unit: String, _ meaning: String) {
    number("\(name)_mean", unit: unit, "\(meaning), mean over replicates.")
    number("\(name)_p05", unit: unit, "\(meaning), 5 % quantile over replicates.")
    number("\(name)_p95", unit: unit, "\(meaning), 95 % quantile over replicates.")
  }

  /// Adds what `interval` declared.
  mutating func add(_ name: String, interval spread: Spread) {
    add("\(name)_mean", spread.mean)
    add("\(name)_p05", spread.p05)
    add("\(name)_p95", spread.p95)
  }

  mutating func add(_ name: String, _ text: String) {
    if let place = place(of: name, .text) { columns[place].texts.append(text) }
  }

  mutating func add(_ name: String, _ count: Int) {
    if let place = place(of: name, .count) { columns[place].counts.append(count) }
  }

  mutating func add(_ name: String, _ number: Double) {
    if let place = place(of: name, .number) { columns[place].numbers.append(number) }
  }

  /// Where a column stands; nil when there is none of that name and kind.
  private mutating func place(of name: String, _ kind: Column.Kind) -> Int? {
    if next == columns.count { next = 0 }
    if columns[next].name != name {
      guard let found = columns.firstIndex(where: { $0.name == name }) else { return nil }
      next = found
    }
    guard columns[next].kind == kind else { return nil }
    defer { next += 1 }
    return next
  }

  mutating func add(_ spread: Spread) {
    add("mean", spread.mean)
    add("sd", spread.sd)
    add("p05", spread.p05)
    add("p25", spread.p25)
    add("p50", spread.p50)
    add("p75", spread.p75)
    add("p95", spread.p95)
  }

  func table(_ name: String, meaning: String) -> Table {
    Table(
      name, meaning: meaning,
      columns: columns.map {
        TableColumn(name: $0.name, unit: $0.unit, meaning: $0.meaning, values: $0.values)
      })
  }
}
