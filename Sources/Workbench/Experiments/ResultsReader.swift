import Estimation
import Interchange
import Statistics
import Studies

/// Reads the rows of results, gathering every problem on the way.
struct ResultsReader {
  private(set) var problems: TableProblems
  let assignment: AssignmentList
  let design: ExperimentDesign
  let columns: ResultsColumns

  /// What a row says; only rows without problems are kept.
  struct Row {
    let unit: String
    let place: Int
    var outcome: Double
    var period: Int
  }

  private(set) var rows: [Row] = []
  private(set) var numbers: [String: [Double]] = [:]
  private(set) var labels: [String: [String]] = [:]
  private(set) var axis = ResultPeriods()

  init(
    _ problems: TableProblems, _ assignment: AssignmentList, _ design: ExperimentDesign,
    _ columns: ResultsColumns
  ) {
    self.problems = problems
    self.assignment = assignment
    self.design = design
    self.columns = columns
  }

  /// The columns of numbers beside the outcome.
  var numberColumns: [String] {
    [columns.before, columns.denominator].compactMap(\.self) + columns.covariates
  }

  /// Reads everything.
  mutating func read() {
    let units = problems.cells(design.columns.unit)
    let outcome = problems.cells(columns.outcome)
    let known = numberColumns.allSatisfy { problems.cells($0) != nil }
    for name in [columns.practice, columns.group].compactMap(\.self) {
      if let cells = problems.cells(name) { labels[name] = cells }
    }
    let periods = columns.period.flatMap { problems.cells($0) }
    guard let units, outcome != nil, known, problems.errors.isEmpty else { return }
    if let periods, let name = columns.period {
      // A stepped wedge may begin before its table does.
      let start = design.kind == .steppedWedge ? nil : columns.start
      axis = ResultPeriods(periods, column: name, start: start, &problems)
      guard problems.errors.isEmpty else { return }
    }
    readRows(units)
  }

  private mutating func readRows(_ units: [String]) {
    var lastRow: [String: Int] = [:]
    var kept: [Int] = []
    for row in units.indices {
      let unit = units[row]
      guard assignment.arms[unit] != nil else {
        problems.report(
          row: row, design.columns.unit,
          "\(unit) was not assigned; leave its row out, or add it to \(assignment.name) if it was drawn"
        )
        continue
      }
      checkOrder(row, unit, after: lastRow[unit])
      lastRow[unit] = row
      let before = problems.errors.count
      let outcome = problems.number(row, columns.outcome)
      for name in numberColumns { numbers[name, default: []].append(number(row, name, unit)) }
      guard problems.errors.count == before, let outcome else { continue }
      kept.append(row)
      rows.append(
        Row(unit: unit, place: row, outcome: outcome, period: axis.isEmpty ? 0 : axis.index[row]))
    }
    guard problems.errors.isEmpty else { return }
    // Without problems numbers have a value per kept row; labels still have one per row of the
    // table.
    for (name, cells) in labels { labels[name] = kept.map { cells[$0] } }
  }

  /// The number of a cell beside the outcome; one that is missing before the start is a missing
  /// history.
  private mutating func number(_ row: Int, _ name: String, _ unit: String) -> Double {
    let index = problems.file.header.firstIndex(of: name) ?? 0
    let isEmpty = problems.file.rows[row][index].allSatisfy(\.isWhitespace)
    if isEmpty, name == columns.before {
      problems.report(
        row: row, name,
        "\(unit) has no history; give its value before the experiment, or read out without --pre")
      return .nan
    }
    return problems.number(row, name) ?? .nan
  }

  /// Reports a unit that stands twice, and rows of a unit that go back in time.
  private mutating func checkOrder(_ row: Int, _ unit: String, after last: Int?) {
    guard let last else { return }
    guard let period = columns.period else {
      problems.report(
        row: row, design.columns.unit,
        "\(unit) stands here a second time; write one row per unit, or name the column of periods "
          + "with --period")
      return
    }
    if axis.index[row] == axis.index[last] {
      problems.report(
        row: row, period,
        "\(unit) has a row of \(axis.label[row]) already; keep one row per unit and period")
    } else if axis.index[row] < axis.index[last] {
      problems.report(
        row: row, period,
        "\(axis.label[row]) of \(unit) comes after \(axis.label[last]); sort the rows of a unit by time"
      )
    }
  }

  /// Reports a problem that belongs to a row.
  mutating func report(_ row: Row, _ column: String, _ problem: String) {
    problems.report(row: row.place, column, problem)
  }
}
