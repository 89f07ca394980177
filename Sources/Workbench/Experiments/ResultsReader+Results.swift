import Estimation
import Interchange
import Statistics
import Studies

extension ResultsReader {
  /// The results of rows that were read without problems.
  ///
  /// - Throws: What keeps units from being compared.
  func results() throws -> ExperimentResults {
    if columns.period == nil || design.kind == .switchback {
      return try perUnit(rows, numbers, labels)
    }
    if design.kind == .steppedWedge { return try wedge() }
    return try collapsed()
  }

  /// One row per unit.
  private func perUnit(
    _ rows: [Row], _ numbers: [String: [Double]], _ labels: [String: [String]]
  ) throws -> ExperimentResults {
    let arms = rows.map { assignment.arms[$0.unit] ?? 0 }
    let observed = counts(Set(rows.map(\.unit)).map { assignment.arms[$0] ?? 0 })
    try checkArms(observed)
    var results = ExperimentResults(
      rows.map(\.outcome), named: columns.outcome, arms: arms, unitName: design.columns.unit,
      name: problems.file.name, assigned: counts(assignment.units.map { assignment.arms[$0] ?? 0 }),
      observed: observed)
    let adjusted = [columns.before].compactMap(\.self) + columns.covariates
    results.covariates = adjusted.map { .init($0, numbers[$0] ?? []) }
    results.denominator = columns.denominator.map { .init($0, numbers[$0] ?? []) }
    results.practices = columns.practice.map { numbered(labels[$0] ?? []) }
    results.groups = columns.group.map { .init(name: $0, labels: labels[$0] ?? []) }
    if !assignment.blocks.isEmpty {
      results.blocks = numbered(rows.map { assignment.blocks[$0.unit] ?? "" })
    }
    if !assignment.clusters.isEmpty {
      results.clusters = numbered(rows.map { assignment.clusters[$0.unit] ?? "" })
    } else if design.kind == .switchback, let length = design.timing?.blockLength, length > 1 {
      results.clusters = rows.map { ((Int($0.unit) ?? 1) - 1) / length }
    }
    return results
  }

  /// One outcome per unit over the periods of the test, with those before as history.
  private func collapsed() throws -> ExperimentResults {
    if columns.kind == .proportion {
      throw StudyError(
        document: problems.file.name,
        problem:
          "a proportion has one row per unit, 1 for a success or 0, and the table has a row per period; "
          + "keep one row per unit without --period, or leave out --kind for means over periods")
    }
    guard axis.start > 0 else {
      throw StudyError(
        document: problems.file.name,
        problem:
          "the table has \(axis.count) periods; say with --start which one the test began in, and "
          + "keep at least one before it")
    }
    return try unitsOverPeriods()
  }

  private func unitsOverPeriods() throws -> ExperimentResults {
    // Counts add up over periods; amounts are means, so that periods of any number compare.
    let isCount = columns.kind == .count
    let lengths = (before: axis.start, test: axis.count - axis.start)
    var problems = self.problems
    var order: [String] = []
    var places: [String: [Int]] = [:]
    for (index, row) in rows.enumerated() {
      if places[row.unit] == nil { order.append(row.unit) }
      places[row.unit, default: []].append(index)
    }
    var units: [Row] = []
    var (before, values, kept): ([Double], [String: [Double]], [String: [String]]) = ([], [:], [:])
    var history = Matrix(rows: axis.count, columns: 0)
    for unit in order {
      let own = places[unit] ?? []
      let (old, new) = (
        own.filter { rows[$0].period < axis.start }, own.filter { rows[$0].period >= axis.start }
      )
      guard let last = new.last else { continue }
      guard !old.isEmpty else {
        problems.report(
          row: rows[own[0]].place, design.columns.unit,
          "\(unit) has no history: no row before \(columns.start ?? ""); add one, or leave the unit out of "
            + "every arm alike")
        continue
      }
      if isCount, new.count < lengths.test {
        problems.report(
          row: rows[last].place, design.columns.unit,
          "\(unit) has rows of \(new.count) of the \(lengths.test) periods of the test, and counts are added "
            + "up over all; write 0 where there was nothing, or leave out --kind for means")
        continue
      }
      var row = rows[last]
      let sum = new.reduce(0) { $0 + rows[$1].outcome }
      row.outcome = isCount ? sum : sum / Double(new.count)
      units.append(row)
      before.append(mean(old.map { rows[$0].outcome }) * (isCount ? Double(lengths.before) : 1))
      for (name, column) in numbers {
        values[name, default: []].append(mean(new.map { column[$0] }))
      }
      for (name, column) in labels { kept[name, default: []].append(column[last]) }
      var course = [Double](repeating: .nan, count: axis.count)
      for place in own { course[rows[place].period] = rows[place].outcome }
      history.appendColumn(course)
    }
    try problems.throwIfAny()
    var results = try perUnit(units, values, kept)
    // A column of the time before says the same as the rows of that time.
    if columns.before == nil {
      results.covariates.insert(.init("\(columns.outcome) before", before), at: 0)
    }
    results.history = try complete(history, axis.start)
    return results
  }

  /// A history, where markets need every period of every unit.
  private func complete(_ outcomes: Matrix, _ start: Int) throws -> ExperimentResults.History? {
    if outcomes.elements.allSatisfy(\.isFinite) { return .init(outcomes: outcomes, start: start) }
    guard design.kind == .geo else { return nil }
    throw StudyError(
      document: problems.file.name,
      problem:
        "some markets have no row in some periods, and a synthetic control needs all; fill the "
        + "gaps or leave those markets out")
  }

  /// Rows of unit and period, with the periods of the design.
  private func wedge() throws -> ExperimentResults {
    var results = try perUnit(rows, numbers, labels)
    results.panel = (numbered(rows.map(\.unit)), try designPeriods())
    return results
  }

  /// The period of each row as the design counts them, from 1.
  private func designPeriods() throws(PanelErrors) -> [Int] {
    var problems = self.problems
    let column = columns.period ?? ""
    guard let numbers = axis.numbers(from: columns.start) else {
      problems.report(
        line: 0, column,
        "\(columns.start ?? "") is no period, where --start says the first one of the design began; "
          + "write it as the table writes periods")
      throw PanelErrors(problems.errors)
    }
    let last = design.timing?.periods ?? .max
    var reported: Set<Int> = []
    for row in rows {
      let number = numbers[row.period]
      guard number.map({ !(1...last).contains($0) }) ?? true,
        reported.insert(row.period).inserted
      else { continue }
      let label = axis.label[row.place]
      problems.report(
        row: row.place, column,
        number.map {
          "\(label) is period \($0) of a design with periods 1 to \(last); leave its rows out, or say "
            + "with --start which period was the first"
        } ?? "no period begins on \(label), as on the other days; correct the date")
    }
    try problems.throwIfAny()
    return rows.map { numbers[$0.period] ?? 0 }
  }

  /// Throws where an arm has fewer than two units with a result.
  private func checkArms(_ observed: [Int]) throws {
    let problems = zip(design.arms, observed).compactMap { arm, count -> PanelError? in
      // A single market may be treated, but none can be made up of a single one.
      let isMarkets = design.kind == .geo && columns.period != nil
      guard count < (isMarkets && arm.name != design.control ? 1 : 2) else { return nil }
      return PanelError(
        file: self.problems.file.name, line: 0, column: "arm",
        problem: "\(arm.name) has \(count == 0 ? "no unit" : "1 unit") with a result; "
          + (isMarkets
            ? arm.name == design.control
              ? "a synthetic control is made up of at least 2" : "a test has at least 1"
            : "its spread needs at least 2"))
    }
    if !problems.isEmpty { throw PanelErrors(problems) }
  }

  private func counts(_ arms: [Int]) -> [Int] {
    arms.reduce(into: design.arms.map { _ in 0 }) { $0[$1] += 1 }
  }

  private func numbered(_ labels: [String]) -> [Int] {
    var places: [String: Int] = [:]
    return labels.map { label in
      let place = places[label] ?? places.count
      places[label] = place
      return place
    }
  }

  private func mean(_ values: [Double]) -> Double {
    values.reduce(0, +) / Double(values.count)
  }
}
