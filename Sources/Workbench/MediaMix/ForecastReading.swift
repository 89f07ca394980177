import Interchange

/// The series of one arm in the table of a forecast.
struct ForecastReading {
  /// A metric of everybody or of one cell of the breakdown.
  struct Series {
    let population: String
    /// `all`, or a cell such as `region=south, role=physician`.
    let cell: String
    /// What is counted, such as `event:nrx`.
    let metric: String
    /// One mean per date.
    var means: [Double] = []

    init(_ population: String, cell: String, metric: String) {
      self.population = population
      self.cell = cell
      self.metric = metric
    }

    /// The subject of a metric of a kind, such as `nrx` of `event:nrx`; nil for other kinds.
    func subject(_ kind: String) -> String? {
      metric.hasPrefix("\(kind):") ? String(metric.dropFirst(kind.count + 1)) : nil
    }

    /// The levels of the cell by dimension, in their order.
    var levels: [(dimension: String, level: String)] {
      guard cell != "all" else { return [] }
      // A level may hold commas and blanks, but no sign of equality stands in a dimension.
      var levels: [(dimension: String, level: String)] = []
      for part in cell.split(separator: ", ", omittingEmptySubsequences: false) {
        let words = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        if words.count == 2 {
          levels.append((String(words[0]), String(words[1])))
        } else if let last = levels.indices.last {
          levels[last].level += ", \(part)"
        }
      }
      return levels
    }
  }

  let file: CSVFile
  private(set) var series: [Series] = []
  private(set) var dates: [String] = []

  /// Reads the rows of an arm.
  ///
  /// - Parameters:
  ///   - file: The table `forecast`.
  ///   - arm: The arm; may be nil where the table has one only.
  /// - Throws: An error when there is no such arm, or the table is not one of a forecast.
  init(_ file: CSVFile, arm: String?) throws(PanelError) {
    self.file = file
    let arms = try file.column(named: "arm")
    let arm = try Self.chosen(arm, of: arms, in: file)
    let days = try file.column(named: "date")
    let populations = try file.column(named: "population")
    let cells = try file.column(named: "breakdown")
    let metrics = try file.column(named: "metric")
    let means = try file.numbers(in: "mean")
    var seriesOfKey: [String: Int] = [:]
    for row in arms.indices where arms[row] == arm {
      let key = "\(populations[row])\n\(cells[row])\n\(metrics[row])"
      let place = seriesOfKey[key] ?? series.count
      if place == series.count {
        seriesOfKey[key] = place
        series.append(Series(populations[row], cell: cells[row], metric: metrics[row]))
      }
      let date = series[place].means.count
      // The first series says which dates there are.
      if place == 0 { dates.append(days[row]) }
      guard date < dates.count, dates[date] == days[row] else {
        throw PanelError(
          file: file.name, line: file.lines[row], column: "date",
          problem: "\(days[row]) is not in its place; run the scenario again with --again")
      }
      series[place].means.append(means[row])
    }
    for series in series where series.means.count != dates.count {
      throw PanelError(
        file: file.name, line: 0, column: "metric",
        problem: "\(series.metric) has \(series.means.count) of \(dates.count) dates; run the "
          + "scenario again with --again")
    }
  }

  private static func chosen(
    _ arm: String?, of column: [String], in file: CSVFile
  ) throws(PanelError) -> String {
    var arms: [String] = []
    for name in column where arms.last != name && !arms.contains(name) { arms.append(name) }
    func problem(_ words: String) -> PanelError {
      PanelError(file: file.name, line: 0, column: "arm", problem: words)
    }
    let known = arms.joined(separator: ", ")
    guard let arm else {
      guard arms.count == 1 else {
        throw problem("the run has several arms; name one of them with --arm: \(known)")
      }
      return arms[0]
    }
    guard arms.contains(arm) else {
      let remedy = nearestKey(to: arm, among: arms).map { "did you mean \($0)?" }
      throw problem("there is no arm \"\(arm)\"; \(remedy ?? "the arms are \(known)")")
    }
    return arm
  }
}
