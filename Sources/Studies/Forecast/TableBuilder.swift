import Interchange

/// Collects the rows of a tidy table column by column.
struct TableBuilder {
  private var names: [String] = []
  private var columns: [String: (unit: String, meaning: String, values: TableColumn.Values)] = [:]

  /// Declares a column of text.
  mutating func text(_ name: String, _ meaning: String) {
    declare(name, "", meaning, .text([]))
  }

  /// Declares a column of counts.
  mutating func count(_ name: String, unit: String, _ meaning: String) {
    declare(name, unit, meaning, .count([]))
  }

  /// Declares a column of numbers.
  mutating func number(_ name: String, unit: String, _ meaning: String) {
    declare(name, unit, meaning, .number([]))
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

  private mutating func declare(
    _ name: String, _ unit: String, _ meaning: String, _ values: TableColumn.Values
  ) {
    names.append(name)
    columns[name] = (unit, meaning, values)
  }

  mutating func add(_ name: String, _ text: String) {
    if case .text(var cells)? = columns[name]?.values {
      columns[name]?.values = .text([])
      cells.append(text)
      columns[name]?.values = .text(cells)
    }
  }

  mutating func add(_ name: String, _ count: Int) {
    if case .count(var cells)? = columns[name]?.values {
      columns[name]?.values = .count([])
      cells.append(count)
      columns[name]?.values = .count(cells)
    }
  }

  mutating func add(_ name: String, _ number: Double) {
    if case .number(var cells)? = columns[name]?.values {
      columns[name]?.values = .number([])
      cells.append(number)
      columns[name]?.values = .number(cells)
    }
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
      columns: names.compactMap { name in
        columns[name].map {
          TableColumn(name: name, unit: $0.unit, meaning: $0.meaning, values: $0.values)
        }
      })
  }
}
