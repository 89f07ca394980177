/// The column of time.
extension PanelReader {
  /// How a cell of the column of time can be read.
  private enum Moment {
    case day(Int)
    case number(Int)
    case neither
  }

  /// The periods of the table, and the period of each row; nil after reporting why there are none.
  mutating func readPeriods() -> PeriodAxis? {
    periodOfRow = file.rows.map { _ in nil }
    guard let cells = cells(layout.time) else { return nil }
    let positions = positions(cells)
    let distinct = Set(positions.compactMap { $0 }).sorted()
    guard !distinct.isEmpty, let known = history?.periods ?? detected(distinct) else { return nil }
    var reported: Set<Int> = []
    for (row, position) in positions.enumerated() {
      guard let position else { continue }
      periodOfRow[row] = known.period(at: position)
      if periodOfRow[row] == nil, reported.insert(position).inserted {
        reportMiss(position, of: known, file.lines[row])
      }
    }
    return history.map { planned(after: $0) } ?? known
  }

  /// The day or the number in each row; nil after reporting a cell that is none.
  private mutating func positions(_ cells: [String]) -> [Int?] {
    let moments = cells.map { Self.moment($0) }
    var (days, numbers) = (0, 0)
    for moment in moments {
      if case .day = moment { days += 1 }
      if case .number = moment { numbers += 1 }
    }
    isDated = history.map { $0.periods.step != .number } ?? (days >= numbers)
    if days == 0, let remedy = undashed(cells) {
      errors.report(file.lines[0], layout.time, remedy)
      return cells.map { _ in nil }
    }
    return moments.indices.map { row in
      switch moments[row] {
      case .day(let day) where isDated: return day
      case .number(let number) where !isDated: return number
      default:
        let problem =
          isDated ? Self.problem(inDay: cells[row]) : Self.problem(inNumber: cells[row])
        errors.report(file.lines[row], layout.time, problem)
        return nil
      }
    }
  }

  private static func moment(_ cell: String) -> Moment {
    if let date = CivilDate(cell) { return .day(date.dayNumber) }
    // Beyond 2⁵³ whole numbers are not exact.
    if let number = CSVFile.number(cell), number.magnitude <= 9_007_199_254_740_992,
      let whole = Int(exactly: number)
    {
      return .number(whole)
    }
    return .neither
  }

  /// What is wrong with a cell that should be a date.
  private static func problem(inDay cell: String) -> String {
    if cell.isEmpty { return "the cell is empty; write a date as YYYY-MM-DD" }
    let found = "\"\(cell)\" is not a date"
    if let date = CivilDate(String(cell.prefix(10))), cell.count > 10 {
      return "\(found); write \(date) without the time of day"
    }
    let dashed = String(cell.map { "/.".contains($0) ? "-" : $0 })
    if let date = CivilDate(dashed) ?? CivilDate(dashed + "-01") {
      return "\(found); write \(date)"
    }
    return "\(found); write a day that exists as YYYY-MM-DD"
  }

  /// What is wrong with a cell that should be the number of a period.
  private static func problem(inNumber cell: String) -> String {
    if cell.isEmpty { return "the cell is empty; write the number of the period" }
    return
      "\"\(cell)\" is not a whole number; number the periods, or date all of them as YYYY-MM-DD"
  }

  /// What is wrong when all cells are dates or months without hyphens; nil when they are not.
  private func undashed(_ cells: [String]) -> String? {
    func date(_ cell: String) -> CivilDate? {
      guard cell.count == 8 || cell.count == 6, cell.hasPrefix("19") || cell.hasPrefix("20") else {
        return nil
      }
      let (year, rest) = (cell.prefix(4), cell.dropFirst(4))
      return CivilDate("\(year)-\(rest.prefix(2))-\(cell.count == 8 ? rest.dropFirst(2) : "01")")
    }
    guard let first = cells.first, let start = date(first),
      cells.allSatisfy({ $0.count == first.count && date($0) != nil })
    else { return nil }
    let found = first.count == 8 ? "a date" : "a month"
    return "\(first) looks like \(found) without hyphens; write \(start)"
  }

  /// The periods that most rows begin; nil after reporting that there are none.
  ///
  /// Dates follow a step when more than half of them are at it and at least half of those follow one
  /// another; what is missing or between is then reported by row.
  private mutating func detected(_ positions: [Int]) -> PeriodAxis? {
    guard positions.count > 1 else {
      errors.report(
        0, layout.time,
        "the file has one period, \(label(positions[0])); write one row for each of several periods"
      )
      return nil
    }
    if !isDated {
      let distance = positions[1] - positions[0]
      if distance > 1, zip(positions.dropFirst(), positions).allSatisfy({ $0 - $1 == distance }) {
        errors.report(
          0, layout.time,
          "the numbers of periods are \(distance) apart; number periods one by one, or date them as "
            + "YYYY-MM-DD")
        return nil
      }
      return PeriodAxis(
        first: positions[0], step: .number, count: positions[positions.count - 1] - positions[0] + 1
      )
    }
    let axis = PeriodAxis(detectedFrom: positions)
    let hits = positions.compactMap { axis.period(at: $0) }
    let steps = zip(hits.dropFirst(), hits).count { $0 == $1 + 1 }
    if hits.count * 2 > positions.count, steps * 2 >= hits.count - 1 { return axis }
    let some = positions.prefix(4).map { label($0) }.joined(separator: ", ")
    errors.report(
      0, layout.time,
      "the dates \(some)\(positions.count > 4 ? " …" : "") follow no step; write one row per day, "
        + "week, month, quarter or year")
    return nil
  }
}
