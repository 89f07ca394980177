/// Which unit and period each row is of: every one once, none missing.
extension PanelReader {
  /// Reports rows of one unit and period, and periods without a row.
  mutating func checkRows(_ periods: PeriodAxis) {
    var rowsOfUnit = units.map { _ in [Int]() }
    for row in unitOfRow.indices {
      if let unit = unitOfRow[row], periodOfRow[row] != nil { rowsOfUnit[unit].append(row) }
    }
    for unit in units.indices {
      let rows = rowsOfUnit[unit].sorted {
        (periodOfRow[$0] ?? 0, $0) < (periodOfRow[$1] ?? 0, $1)
      }
      guard !rows.isEmpty else {
        if let history, layout.unit != nil {
          errors.report(
            0, layout.unit ?? "",
            "\"\(units[unit])\" has no rows; plan every unit of \(history.name)")
        }
        continue
      }
      checkRepetitions(rows, unit, periods)
      if !layout.absentRowsAreZero { checkGaps(rows, unit, periods) }
    }
    if layout.absentRowsAreZero { checkEmptyPeriods(periods) }
  }

  /// Reports periods in which no unit has a row.
  private mutating func checkEmptyPeriods(_ periods: PeriodAxis) {
    let present = Set(periodOfRow.compactMap { $0 })
    for period in 0..<periods.count where !present.contains(period) {
      errors.report(
        0, layout.time,
        "no row is of \(periods.label(of: period)); add one, or the rows that were lost")
    }
  }

  /// Reports a row for a unit and period that has one already.
  private mutating func checkRepetitions(_ rows: [Int], _ unit: Int, _ periods: PeriodAxis) {
    var start = 0
    for index in rows.indices.dropFirst() {
      guard let period = periodOfRow[rows[index]], period == periodOfRow[rows[start]] else {
        start = index
        continue
      }
      if layout.unit == nil {
        let count = rows[start...].prefix { periodOfRow[$0] == period }.count
        errors.report(
          file.lines[rows[index]], layout.time,
          "\(count) rows for \(periods.label(of: period)); name the column of units under `unit`, or "
            + "keep one row per period")
        return
      }
      errors.report(
        file.lines[rows[index]], layout.time,
        "\(subject(unit))has a row for \(periods.label(of: period)) in line "
          + "\(file.lines[rows[start]]) already; keep one of them")
    }
  }

  /// Reports the periods that a unit lacks: before its first row, between its rows, after its last.
  private mutating func checkGaps(_ rows: [Int], _ unit: Int, _ periods: PeriodAxis) {
    let present = rows.compactMap { periodOfRow[$0] }
    let whole = history == nil ? "panel" : "plan"
    let removal = layout.unit == nil || history != nil ? "" : ", or remove the unit"
    let (first, last) = (present[0], present[present.count - 1])
    if first > 0 {
      errors.report(
        file.lines[rows[0]], layout.time,
        "\(subject(unit))begins at \(periods.label(of: first)) and the \(whole) at "
          + "\(periods.label(of: 0)); add \(Self.rows(first)) before\(removal)")
    }
    var (missing, missingCount, line) = ([String](), 0, 0)
    for index in present.indices.dropFirst() where present[index] > present[index - 1] + 1 {
      if missingCount == 0 { line = file.lines[rows[index]] }
      let gap = present[index - 1] + 1..<present[index]
      missingCount += gap.count
      missing += gap.prefix(3 - min(3, missing.count)).map { periods.label(of: $0) }
    }
    if missingCount > 0 {
      let others = missingCount > missing.count ? " and \(missingCount - missing.count) more" : ""
      errors.report(
        line, layout.time,
        "\(subject(unit))has no row for \(missing.joined(separator: ", "))\(others) before this one; "
          + "add a row per period, with 0 where nothing was done")
    }
    if last < periods.count - 1 {
      errors.report(
        file.lines[rows[rows.count - 1]], layout.time,
        "\(subject(unit))ends at \(periods.label(of: last)) and the \(whole) at "
          + "\(periods.label(of: periods.count - 1)); add \(Self.rows(periods.count - 1 - last)) after"
          + removal)
    }
  }

  private static func rows(_ count: Int) -> String { count == 1 ? "1 row" : "\(count) rows" }

  /// Reports a date that begins no period.
  mutating func reportMiss(_ position: Int, of periods: PeriodAxis, _ line: Int) {
    let begun = periods.period(begunAt: position)
    errors.report(
      line, layout.time,
      "\(label(position)) breaks the step of \(periods.stepWords); write \(periods.label(of: begun)) "
        + "or \(periods.label(of: begun + 1))")
  }

  /// The periods of a plan, which begin right after the history; the rows' periods are then counted
  /// from there.
  ///
  /// - Parameter history: The panel that the plan continues.
  /// - Returns: The periods; nil after reporting that the plan begins elsewhere.
  mutating func planned(after history: Panel) -> PeriodAxis? {
    let next = history.periods.count
    let periods = periodOfRow.compactMap { $0 }
    guard let first = periods.min(), let last = periods.max() else { return nil }
    guard first == next else {
      let row = periodOfRow.firstIndex(of: first) ?? 0
      errors.report(
        file.lines[row], layout.time,
        "the plan begins at \(history.periods.label(of: first)) and \(history.name) ends at "
          + "\(history.periods.label(of: next - 1)); begin at \(history.periods.label(of: next))")
      return nil
    }
    periodOfRow = periodOfRow.map { $0.map { $0 - next } }
    return history.periods.following(count: last - next + 1)
  }
}
