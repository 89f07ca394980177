import Interchange

extension ForecastReading {
  /// A row per date, of everybody.
  func nation() -> Table {
    let national = series.filter { $0.cell == "all" }
    var columns = [
      TableColumn(name: "date", unit: "", meaning: "First day.", values: .text(dates))
    ]
    for series in national {
      if let event = series.subject("event") { columns.append(Self.column(event, series.means)) }
    }
    for series in national where series.metric == "value" {
      columns.append(Self.column("value", series.means))
    }
    columns += channels { $0 }
    return Table("panel", meaning: "A forecast by date.", columns: columns)
  }

  /// A row per unit and date.
  ///
  /// - Parameters:
  ///   - dimensions: Attributes whose combined levels are the units.
  ///   - outcome: The event whose population the units are parts of; nil for the first that is broken
  ///     down by the attributes.
  /// - Returns: The rows, unit after unit.
  /// - Throws: An error when there is no such breakdown or event.
  func units(by dimensions: [String], outcome: String?) throws(PanelError) -> Table {
    let population = try population(by: dimensions, outcome: outcome)
    let parts = series.filter { $0.population == population && $0.cell != "all" }
    let unitOfPart = parts.map { $0.unit(by: dimensions) }
    var units: [String] = []
    for unit in unitOfPart where !units.contains(unit) { units.append(unit) }
    /// A metric summed over the cells of each unit, unit after unit.
    func sums(_ metric: String) -> [Double] {
      units.flatMap { name in
        var sums = [Double](repeating: 0, count: dates.count)
        for (part, unit) in zip(parts, unitOfPart) where part.metric == metric && unit == name {
          for date in sums.indices { sums[date] += part.means[date] }
        }
        return sums
      }
    }
    // Everybody is in one stage at every date, so that the stages add up to heads.
    var heads = [Double](repeating: 0, count: units.count)
    for (part, unit) in zip(parts, unitOfPart) where part.subject("stage") != nil {
      if let place = units.firstIndex(of: unit) { heads[place] += part.means.first ?? 0 }
    }
    var columns = [
      TableColumn(
        name: "date", unit: "", meaning: "First day.",
        values: .text(units.flatMap { _ in dates })),
      TableColumn(
        name: "unit", unit: "", meaning: "Name of the unit.",
        values: .text(units.flatMap { Array(repeating: $0, count: dates.count) })),
      Self.column("size", heads.flatMap { Array(repeating: $0, count: dates.count) }),
    ]
    for part in parts {
      guard let event = part.subject("event"), !columns.contains(where: { $0.name == event })
      else { continue }
      columns.append(Self.column(event, sums(part.metric)))
    }
    let everybody = heads.reduce(0, +)
    columns += channels { national in
      heads.flatMap { own in national.map { everybody > 0 ? $0 * own / everybody : 0 } }
    }
    return Table("panel", meaning: "A forecast by unit and date.", columns: columns)
  }

  /// The population whose events are counted by some attributes.
  private func population(
    by dimensions: [String], outcome: String?
  ) throws(PanelError) -> String {
    let events = series.filter { $0.subject("event") != nil }
    let names = events.compactMap { $0.subject("event") }
    if let outcome, !names.contains(outcome) {
      let remedy = nearestKey(to: outcome, among: names).map { "did you mean \($0)?" }
      throw PanelError(
        file: file.name, line: 0, column: "metric",
        problem: "there is no event \"\(outcome)\"; "
          + (remedy ?? "the events are \(Self.list(names))"))
    }
    var known: [String] = []
    for (event, name) in zip(events, names) where outcome == nil || name == outcome {
      let own = event.levels.map(\.dimension)
      if !own.isEmpty, dimensions.allSatisfy(own.contains) { return event.population }
      known += own
    }
    let missing = dimensions.first { !known.contains($0) } ?? dimensions.joined(separator: ", ")
    let remedy =
      if known.isEmpty {
        "name attributes under breakdown in the scenario, and run it again"
      } else if let near = nearestKey(to: missing, among: known) {
        "did you mean \(near)?"
      } else {
        "events are counted by \(Self.list(known))"
      }
    throw PanelError(
      file: file.name, line: 0, column: "breakdown",
      problem: "there is no breakdown by \"\(missing)\"; \(remedy)")
  }

  /// Touches, engagements and, where a channel costs anything, spend of every channel.
  ///
  /// - Parameter spread: What turns a series of everybody into a column.
  /// - Returns: Two or three columns per channel.
  private func channels(_ spread: ([Double]) -> [Double]) -> [TableColumn] {
    let national = series.filter { $0.cell == "all" }
    var columns: [TableColumn] = []
    for delivered in national {
      guard let channel = delivered.subject("delivered") else { continue }
      columns.append(Self.column("\(channel)_touches", spread(delivered.means)))
      for (kind, word) in [("engaged", "engaged"), ("cost", "spend")] {
        guard let series = national.first(where: { $0.subject(kind) == channel }) else { continue }
        columns.append(Self.column("\(channel)_\(word)", spread(series.means)))
      }
    }
    return columns
  }

  private static func column(_ name: String, _ values: [Double]) -> TableColumn {
    TableColumn(name: name, unit: "", meaning: "Mean over replicates.", values: .number(values))
  }

  /// Names in their order, each once.
  private static func list(_ names: [String]) -> String {
    names.indices.filter { names.firstIndex(of: names[$0]) == $0 }.map { names[$0] }
      .joined(separator: ", ")
  }
}

extension ForecastReading.Series {
  /// The name of the unit that the cell belongs to.
  fileprivate func unit(by dimensions: [String]) -> String {
    dimensions.map { name in levels.first { $0.dimension == name }?.level ?? "" }
      .joined(separator: ", ")
  }
}
