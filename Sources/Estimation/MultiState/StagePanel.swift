/// Where units of a journey were seen: their stages at some times, and what drove them in between.
///
/// The stage is known at the times of observation and nowhere else. The terms of a row hold from its
/// time until the next row of the unit.
public struct StagePanel: Sendable, Equatable {
  /// The name of the file or study that it comes from, for messages.
  public let name: String
  /// The names of the stages.
  public let stages: [String]
  /// The numbers that transitions can depend on.
  public let terms: [StageTerm]
  /// The names of the units, in the order of their first rows.
  public internal(set) var units: [String] = []
  /// The first row of each unit, and the number of rows at the end.
  public internal(set) var firstRows: [Int] = [0]
  /// The time of each row in days, ascending within a unit.
  public internal(set) var days: [Double] = []
  /// The stage of each row, from 0.
  public internal(set) var stage: [Int] = []
  /// The terms: `values[row · terms.count + term]`.
  public internal(set) var values: [Double] = []
  /// What tables call the time of each row: a date or the number of a period.
  public internal(set) var labels: [String] = []
  /// The line of each row in the file; 0 for rows that come from no file.
  public internal(set) var lines: [Int] = []

  /// A panel without units.
  ///
  /// - Parameters:
  ///   - name: The name of the file or study, for messages.
  ///   - stages: The names of the stages.
  ///   - terms: The numbers that transitions can depend on.
  public init(name: String, stages: [String], terms: [StageTerm] = []) {
    self.name = name
    self.stages = stages
    self.terms = terms
  }

  /// The number of rows.
  public var rowCount: Int { stage.count }

  /// The rows of a unit.
  public func rows(ofUnit unit: Int) -> Range<Int> { firstRows[unit]..<firstRows[unit + 1] }

  /// Adds a unit.
  ///
  /// - Parameters:
  ///   - unit: Its name.
  ///   - days: The times at which it was seen, ascending.
  ///   - stage: Its stage at each of them, from 0.
  ///   - values: Its terms, row after row; empty without terms.
  ///   - labels: What tables call the times; the numbers of the days unless given.
  ///   - lines: The lines of the rows in a file; 0 unless given.
  public mutating func append(
    unit: String, days: [Double], stage: [Int], values: [Double] = [], labels: [String]? = nil,
    lines: [Int]? = nil
  ) {
    precondition(days.count == stage.count, "a row has a time and a stage")
    precondition(values.count == terms.count * days.count, "a row has one number per term")
    precondition(zip(days, days.dropFirst()).allSatisfy { $0 < $1 }, "times ascend")
    precondition(stage.allSatisfy(stages.indices.contains), "a stage is one of the panel")
    units.append(unit)
    self.days += days
    self.stage += stage
    self.values += values
    self.labels += labels ?? days.map { "\($0)" }
    self.lines += lines ?? days.map { _ in 0 }
    firstRows.append(self.stage.count)
  }

  /// The number of pairs of successive rows of a unit, from which rates are learned.
  public var pairCount: Int { rowCount - units.count }
}
