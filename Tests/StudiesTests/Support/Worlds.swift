import Foundation
import Interchange
import Journeys
import Studies
import Testing

/// Whether tests that take more than a few seconds were asked for.
enum Slow {
  static var isWanted: Bool { ProcessInfo.processInfo.environment["ROUNDS_SLOW"] != nil }
}

/// Documents that the tests run.
enum Worlds {
  /// A shipped scenario, with values replaced by dotted path, and perhaps other targets, which are
  /// the last section of every shipped file.
  static func shipped(
    _ name: String, changes: [(path: String, value: String)] = [], targets: String? = nil
  ) throws -> ScenarioDocument {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    var text = try String(
      contentsOf: root.appending(path: "scenarios/\(name).yaml"), encoding: .utf8)
    if let targets, let place = text.firstRange(of: "\ntargets:\n") {
      text = text[..<place.lowerBound] + "\n" + targets
    }
    return try ScenarioDocument(yaml: text, name: "\(name).yaml", changes: changes)
  }

  /// A small document of the sections that a test is about; its headline event is `tick`.
  static func small(
    _ sections: String, weeks: Int = 10, burnIn: Int = 0, files: [String: String] = [:]
  ) throws -> ScenarioDocument {
    try ScenarioDocument(
      yaml: """
        rounds: 1
        name: small
        time: { start: 2027-01-04, step: week, horizonWeeks: \(weeks), burnInWeeks: \(burnIn) }
        outcome: tick
        \(sections)
        """, name: "small.yaml", files: files)
  }

  /// All of `tiny.yaml`, run once for all tests.
  static let tiny = Task {
    try await ForecastStudy(try shipped("tiny"), measuresContributions: true).run(threads: 2)
  }
}

extension Forecast {
  /// A metric of a name.
  func metric(_ name: String) throws -> Metric {
    try #require(Metric(name, in: scenario), "no metric \(name)")
  }

  /// The totals of a metric over the horizon, by replicate.
  func totals(_ name: String, arm: String) throws -> [Double] {
    let arm = try #require(study.arms.firstIndex(of: arm))
    return totals(try metric(name), arm: arm, steps: 0..<scenario.time.count)
  }
}

extension Table {
  /// Texts of a column.
  func texts(_ name: String) throws -> [String] {
    guard case .text(let cells) = try #require(self[name]).values else {
      throw WrongKind(name: name)
    }
    return cells
  }

  /// Numbers of a column, counts too.
  func numbers(_ name: String) throws -> [Double] {
    switch try #require(self[name]).values {
    case .number(let cells): return cells
    case .count(let cells): return cells.map { Double($0) }
    case .text: throw WrongKind(name: name)
    }
  }

  /// The rows in which some columns hold these texts.
  func rows(where texts: [String: String]) throws -> [Int] {
    try texts.reduce(Array(0..<rowCount)) { rows, wanted in
      let cells = try self.texts(wanted.key)
      return rows.filter { cells[$0] == wanted.value }
    }
  }

  struct WrongKind: Error {
    let name: String
  }
}
