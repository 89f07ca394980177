import Interchange

/// The periods of a table in the order of time.
struct ResultPeriods {
  /// The place in time of each row, from 0.
  private(set) var index: [Int] = []
  /// The period of each row as the table writes it.
  private(set) var label: [String] = []
  /// The first period of the test; 0 where there is none before.
  private(set) var start = 0
  /// The days since 1970-01-01, or the numbers, of the periods in order.
  private var positions: [Int] = []
  private var isDated = false

  /// No periods.
  init() {}

  /// How many periods there are.
  var count: Int { positions.count }

  var isEmpty: Bool { index.isEmpty }

  /// Reads periods, all of them dates or all of them whole numbers.
  init(
    _ cells: [String], column: String, start: String?, _ problems: inout TableProblems
  ) {
    label = cells
    isDated = cells.first.map { CivilDate($0) != nil } ?? false
    var found: [Int] = []
    for (row, cell) in cells.enumerated() {
      guard let place = position(cell) else {
        problems.report(
          row: row, column,
          "\"\(cell)\" is not \(isDated ? "a date" : "a period"); write "
            + (isDated
              ? "a day that exists as YYYY-MM-DD" : "a day as YYYY-MM-DD or a whole number"))
        continue
      }
      found.append(place)
    }
    guard found.count == cells.count else { return }
    positions = Set(found).sorted()
    let places = Dictionary(uniqueKeysWithValues: positions.enumerated().map { ($1, $0) })
    index = found.map { places[$0] ?? 0 }
    guard let start else { return }
    guard let first = position(start), let place = places[first] else {
      let last = cells[found.indices.max { found[$0] < found[$1] } ?? 0]
      let earliest = cells[found.indices.min { found[$0] < found[$1] } ?? 0]
      problems.report(
        line: 0, column,
        "no period is \(start), where --start says the test begins; the periods are \(earliest) to "
          + "\(last)")
      return
    }
    self.start = place
  }

  /// The number of each period in a design, whose periods count from 1, rows or no rows.
  ///
  /// Numbers are taken as they are and dates count from the first one, unless a start says which
  /// period was the first.
  ///
  /// - Parameter start: The first period of the design, as a table writes it.
  /// - Returns: A number per period of the table, nil for a day on which none begins; nil where the
  ///   start is no period.
  func numbers(from start: String?) -> [Int?]? {
    let usual = isDated ? positions.first : 1
    guard let first = start == nil ? usual : start.flatMap(position) else { return nil }
    guard isDated, count > 1 else { return positions.map { $0 - first + 1 } }
    let axis = PeriodAxis(detectedFrom: positions)
    return axis.period(at: first).map { origin in
      positions.map { axis.period(at: $0).map { $0 - origin + 1 } }
    }
  }

  private func position(_ cell: String) -> Int? {
    isDated ? CivilDate(cell)?.dayNumber : Int(cell)
  }
}
