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
      axis = ResultPeriods(periods, column: name, start: columns.start, &problems)
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

/// The periods of a table in the order of time.
struct ResultPeriods {
  /// The place in time of each row, from 0.
  private(set) var index: [Int] = []
  /// The period of each row as the table writes it.
  private(set) var label: [String] = []
  /// How many periods there are.
  private(set) var count = 0
  /// The first period of the test; 0 where there is none before.
  private(set) var start = 0
  /// The number of the first period, for periods that are numbers.
  private(set) var firstNumber: Int?

  /// No periods.
  init() {}

  var isEmpty: Bool { index.isEmpty }

  /// Reads periods, all of them dates or all of them whole numbers.
  init(
    _ cells: [String], column: String, start: String?, _ problems: inout TableProblems
  ) {
    label = cells
    let isDated = cells.first.map { CivilDate($0) != nil } ?? false
    func position(_ cell: String) -> Int? { isDated ? CivilDate(cell)?.dayNumber : Int(cell) }
    var positions: [Int] = []
    for (row, cell) in cells.enumerated() {
      guard let place = position(cell) else {
        problems.report(
          row: row, column,
          "\"\(cell)\" is not \(isDated ? "a date" : "a period"); write "
            + (isDated
              ? "a day that exists as YYYY-MM-DD" : "a day as YYYY-MM-DD or a whole number"))
        continue
      }
      positions.append(place)
    }
    guard positions.count == cells.count else { return }
    let order = Set(positions).sorted()
    let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    index = positions.map { places[$0] ?? 0 }
    count = order.count
    if !isDated { firstNumber = order.first }
    guard let start else { return }
    guard let first = position(start), let place = places[first] else {
      let last = cells[positions.indices.max { positions[$0] < positions[$1] } ?? 0]
      let earliest = cells[positions.indices.min { positions[$0] < positions[$1] } ?? 0]
      problems.report(
        line: 0, column,
        "no period is \(start), where --start says the test begins; the periods are \(earliest) to "
          + "\(last)")
      return
    }
    self.start = place
  }
}
