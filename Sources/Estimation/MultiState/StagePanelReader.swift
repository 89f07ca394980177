public import Interchange
import Statistics

extension StagePanel {
  /// Reads a tidy table: one row per unit and time of observation.
  ///
  /// Rows of a unit follow each other in time; gaps may differ. Times are dates, or whole numbers of
  /// periods.
  ///
  /// - Parameters:
  ///   - csv: The table.
  ///   - layout: Which of its columns are read, and how.
  /// - Throws: Every problem of the columns and the cells, with its line.
  public init(csv: CSVFile, layout: StagePanelLayout) throws(PanelErrors) {
    var reader = StagePanelReader(csv, layout)
    self = try reader.read()
  }
}

/// Reads a table of observed stages, gathering every problem on the way.
///
/// A row whose unit, time or stage is wrong has been reported and is left out of later checks. The
/// panel counts only when nothing was reported.
private struct StagePanelReader {
  private let file: CSVFile
  private let layout: StagePanelLayout
  private var errors: [PanelError] = []
  private var areDates = false

  init(_ file: CSVFile, _ layout: StagePanelLayout) {
    self.file = file
    self.layout = layout
  }

  mutating func read() throws(PanelErrors) -> StagePanel {
    let names = texts(layout.unit)
    let periods = texts(layout.period)
    let stageNames = texts(layout.stage)
    let columns = layout.terms.map { texts($0.column) }
    guard errors.isEmpty else { throw PanelErrors(errors) }
    guard !file.rows.isEmpty else {
      throw PanelErrors([error(0, "", "the file has no rows; write one per unit and observation")])
    }
    let times = readTimes(periods)
    let stages = readStages(stageNames)
    let values = readTerms(columns)
    var panel = StagePanel(name: file.name, stages: layout.stages, terms: layout.terms)
    for (unit, rows) in unitRows(names) {
      checkTimes(unit, rows, times, periods)
      guard errors.isEmpty else { continue }
      panel.append(
        unit: unit, days: rows.map { times[$0] ?? 0 }, stage: rows.map { stages[$0] ?? 0 },
        values: rows.flatMap { row in values.map { $0[row] } }, labels: rows.map { periods[$0] },
        lines: rows.map { file.lines[$0] })
    }
    guard errors.isEmpty else { throw PanelErrors(errors) }
    return panel
  }

  private func error(_ row: Int?, _ column: String, _ problem: String) -> PanelError {
    PanelError(
      file: file.name, line: row.map { file.lines[$0] } ?? 0, column: column, problem: problem)
  }

  private mutating func report(_ row: Int?, _ column: String, _ problem: String) {
    errors.append(error(row, column, problem))
  }

  private func error(_ line: Int, _ column: String, _ problem: String) -> PanelError {
    PanelError(file: file.name, line: line, column: column, problem: problem)
  }

  private mutating func texts(_ column: String) -> [String] {
    do {
      return try file.texts(in: column)
    } catch {
      if !errors.contains(error) { errors.append(error) }
      return []
    }
  }

  /// The rows of each unit in the order of the file; the units in the order of their first rows.
  private mutating func unitRows(_ names: [String]) -> [(unit: String, rows: [Int])] {
    var places: [String: Int] = [:]
    var units: [(unit: String, rows: [Int])] = []
    for (row, name) in names.enumerated() {
      if name.isEmpty {
        report(row, layout.unit, "the cell is empty; name the unit")
      } else if let place = places[name] {
        units[place].rows.append(row)
      } else {
        places[name] = units.count
        units.append((name, [row]))
      }
    }
    return units
  }

  /// The time of each row in days; nil after reporting a cell that is none.
  private mutating func readTimes(_ cells: [String]) -> [Double?] {
    let dates = cells.map { CivilDate($0) }
    areDates = 2 * dates.count { $0 != nil } >= cells.count
    return cells.indices.map { row in
      if areDates {
        if let date = dates[row] { return Double(date.dayNumber) }
        report(row, layout.period, "\"\(cells[row])\" is not a date; write a day as YYYY-MM-DD")
        return nil
      }
      if let number = Int(cells[row]), number.magnitude < 1_000_000 {
        return Double(number) * layout.daysPerPeriod
      }
      report(
        row, layout.period,
        "\"\(cells[row])\" is not the number of a period; write a whole number below 1,000,000, or "
          + "date all rows as YYYY-MM-DD")
      return nil
    }
  }

  private mutating func readStages(_ cells: [String]) -> [Int?] {
    var places: [String: Int] = [:]
    for (place, stage) in layout.stages.enumerated() { places[stage] = place }
    return cells.indices.map { row in
      if let place = places[cells[row]] { return place }
      let near = nearestKey(to: cells[row], among: layout.stages).map { "did you mean \($0)?" }
      report(
        row, layout.stage,
        cells[row].isEmpty
          ? "the cell is empty; write the stage, or remove a row without an observation"
          : "\"\(cells[row])\" is no stage; "
            + (near ?? "the stages are \(layout.stages.joined(separator: ", "))"))
      return nil
    }
  }

  /// The numbers of each term by row, meaningful when nothing was reported.
  private mutating func readTerms(_ columns: [[String]]) -> [[Double]] {
    zip(layout.terms, columns).map { term, cells in
      if case .level(let column, let level) = term {
        if !cells.contains(level) {
          let known = Set(cells).filter { !$0.isEmpty }.sorted()
          let near = nearestKey(to: level, among: known).map { "did you mean \($0)?" }
          report(
            nil, column,
            "no row has the level \"\(level)\"; "
              + (near ?? "the levels are \(known.prefix(8).joined(separator: ", "))"))
        }
        return cells.map { $0 == level ? 1 : 0 }
      }
      return cells.indices.map { number(row: $0, term) }
    }
  }

  private mutating func number(row: Int, _ term: StageTerm) -> Double {
    do {
      let number = try file.number(row: row, in: term.column)
      guard case .perDoubling = term else { return number }
      if number > 0 { return Elementary.log(number) / Elementary.log(2) }
      report(
        row, term.column,
        "\(file.rows[row][file.header.firstIndex(of: term.column) ?? 0]) has no doublings; write a "
          + "positive number, or use the effect per unit")
    } catch {
      if !errors.contains(error) { errors.append(error) }
    }
    return 0
  }

  /// Reports rows of a unit that repeat a time or go back in it, and a unit that was seen once.
  private mutating func checkTimes(
    _ unit: String, _ rows: [Int], _ times: [Double?], _ periods: [String]
  ) {
    if rows.count == 1 {
      report(
        rows[0], layout.unit,
        "\"\(unit)\" was seen once; a move needs two observations: add one, or remove the unit")
    }
    for (earlier, later) in zip(rows, rows.dropFirst()) {
      guard let before = times[earlier], let time = times[later] else { continue }
      if time == before {
        report(
          later, layout.period,
          "\"\(unit)\" has a row for \(periods[later]) in line \(file.lines[earlier]) already; keep "
            + "one of them")
      } else if time < before {
        report(
          later, layout.period,
          "\"\(unit)\" goes back in time, to \(periods[later]) after \(periods[earlier]) in line "
            + "\(file.lines[earlier]); sort the rows of each unit by \(layout.period)")
      }
    }
  }
}
