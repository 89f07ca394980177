public import Estimation
public import Interchange
import Statistics

/// What experiments found, as a table: a row per experiment with the columns `channel`, `from`, `to`,
/// `estimate` and `standard_error`, and where wanted `unit` and `removed`.
///
/// `from` and `to` are the tested periods, both included: the first day or the number of the first
/// one, and the first or last day or the number of the last one. `unit` may be empty for all units
/// together, and `removed` for a test that took the whole exposure away.
public struct LiftTestFile: Sendable {
  /// The largest table, in MiB; *chosen* as far beyond any number of experiments.
  private static let largestSize = 8

  /// The table as it came in.
  private let file: CSVFile

  /// The hash of its content, for the identity of runs.
  public let hash: UInt64

  /// Opens a table.
  ///
  /// - Parameter path: The path as the user typed it.
  /// - Throws: `WorkbenchError` when it cannot be read, `PanelError` when it is no table.
  public init(path: String) throws {
    let input = try InputFile(path: path, atMost: Self.largestSize, noun: "a table of experiments")
    file = try CSVFile(text: input.text(), name: path)
    hash = contentHash(input.bytes)
  }

  init(text: String, path: String) throws {
    file = try CSVFile(text: text, name: path)
    hash = contentHash(text.utf8)
  }

  /// The experiments, in the terms of a model.
  ///
  /// - Parameter design: The model and its data; tests lie in its fitted periods.
  /// - Returns: One test per row.
  /// - Throws: Everything that is wrong in the table.
  public func tests(for design: MixDesign) throws(PanelErrors) -> [LiftTest] {
    var reader = Reader(problems: TableProblems(file), design: design)
    let tests = file.rows.indices.map { reader.test($0) }
    try reader.problems.throwIfAny()
    return tests.compactMap(\.self)
  }

  private struct Reader {
    var problems: TableProblems
    let design: MixDesign
    private let channels: [String]?
    private let units: [String]?
    private let removed: [String]?
    private let starts: [String]?
    private let ends: [String]?

    init(problems: TableProblems, design: MixDesign) {
      self.problems = problems
      self.design = design
      channels = self.problems.cells("channel")
      starts = self.problems.cells("from")
      ends = self.problems.cells("to")
      units = self.problems.optionalCells("unit")
      removed = self.problems.optionalCells("removed")
      _ = self.problems.cells("estimate")
      _ = self.problems.cells("standard_error")
    }

    /// The test of a row; nil after reporting what is wrong.
    mutating func test(_ row: Int) -> LiftTest? {
      let names = design.spec.channels.map(\.name)
      let channel = problems.index(channels, row, "channel", among: names, noun: "channel")
      let unit = unit(row)
      let periods = periods(row)
      let estimate = problems.number(row, "estimate")
      let error = problems.number(row, "standard_error")
      if let error, error <= 0 {
        problems.report(
          row: row, "standard_error",
          "\(JSONText.number(error)) is not a standard error; write a positive number")
      }
      guard let removed = removedShare(row), let channel, let unit, let periods, let estimate,
        let error
      else { return nil }
      return LiftTest(
        channel: channel, unit: unit.index, periods: periods, removed: removed,
        estimate: estimate, standardError: error)
    }

    /// The unit of a row, or none for all together; nil after reporting what is wrong.
    private mutating func unit(_ row: Int) -> (index: Int?, Void)? {
      guard let cell = units?[row], !cell.isEmpty else { return (nil, ()) }
      guard design.spec.columns.unit != nil else {
        problems.report(row: row, "unit", "the model has no units; leave the cell empty")
        return nil
      }
      return problems.index(units, row, "unit", among: design.units, noun: "unit").map { ($0, ()) }
    }

    private mutating func removedShare(_ row: Int) -> Double? {
      guard let cell = removed?[row], !cell.isEmpty else { return 1 }
      guard let share = problems.number(row, "removed") else { return nil }
      if share != 0, share <= 1 { return share }
      problems.report(
        row: row, "removed",
        share == 0
          ? "nothing was removed; write the share of the exposure that was, usually 1, or a "
            + "negative one where exposure was added"
          : "\(JSONText.number(share)) is more than there was; write a share of at most 1")
      return nil
    }

    private mutating func periods(_ row: Int) -> Range<Int>? {
      let first = starts.flatMap { period($0[row], row, "from", isLast: false) }
      let last = ends.flatMap { period($0[row], row, "to", isLast: true) }
      guard let first, let last else { return nil }
      guard first <= last else {
        problems.report(
          row: row, "to", "the test ends before it begins; exchange from and to")
        return nil
      }
      return first..<last + 1
    }

    /// The period that a cell names; nil after reporting that there is none.
    private mutating func period(
      _ cell: String, _ row: Int, _ column: String, isLast: Bool
    ) -> Int? {
      let axis = design.periods
      let fitted = 0..<design.fittedPeriods
      let isDated = axis.date(of: 0) != nil
      let day = CivilDate(cell)?.dayNumber
      guard let position = isDated ? day : Int(cell) else {
        problems.report(
          row: row, column,
          "\"\(cell)\" is not \(isDated ? "a date" : "a period"); write "
            + (isDated ? "a day that exists as YYYY-MM-DD" : "the number of a period"))
        return nil
      }
      func start(_ period: Int) -> Int { axis.date(of: period)?.dayNumber ?? axis.first + period }
      guard position >= start(0), position < start(fitted.count) else {
        problems.report(
          row: row, column,
          "\(cell) is outside the fitted periods, \(axis.label(of: 0)) to "
            + "\(axis.label(of: fitted.count - 1)); leave the test out, or fit data that hold it")
        return nil
      }
      let period = fitted.last { start($0) <= position } ?? 0
      if position == start(period) || isLast && position == start(period + 1) - 1 { return period }
      let whole =
        isLast
        ? "\(CivilDate(dayNumber: start(period) - 1)) or \(CivilDate(dayNumber: start(period + 1) - 1))"
        : "\(axis.label(of: period)) or \(axis.label(of: period + 1))"
      problems.report(
        row: row, column,
        "\(cell) is inside the period of \(axis.label(of: period)); tests are of whole periods: "
          + "write \(whole)")
      return nil
    }
  }
}
