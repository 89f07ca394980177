import Interchange
import Journeys
public import Studies

/// A calibration's run folder as a scenario that can be asked: one document, its draws, and where its
/// past lies in time.
public struct CalibratedScenario: Sendable {
  private let folder: CalibrationFolder
  private let file: ScenarioFile
  private let calibration: CalibrationFile
  private let firstStep: Int
  private let stepsPerPeriod: Int
  private let learned: Int
  private let firstPeriod: String
  private let changes: [(path: String, value: String)]

  /// Everything of the folder that decides what it says, for the identity of runs.
  public let inputs: [(name: String, hash: UInt64)]

  /// The file in the folder that holds the changes of the scenario that the calibration was called
  /// with, one `path=value` a line.
  public static let changesName = "changes.txt"

  /// Reads the folder of a calibration to data.
  ///
  /// - Parameter path: The folder, as the user typed it.
  /// - Throws: `WorkbenchError` or `PanelError` when a part of it is missing or was changed.
  public init(path: String) throws {
    folder = try CalibrationFolder(path: path)
    let name = "\(folder.path)/tables/past.csv"
    guard try InputFile.kind(of: name, attempt: .read) != nil else {
      throw WorkbenchError.unreadable(
        folder.path, "it is of observed stages, from which nobody's counts can be foreseen",
        "name a calibration to a panel")
    }
    let past = try DataFile(path: name)
    let table = past.csv
    guard !table.rows.isEmpty else {
      throw WorkbenchError.unreadable(
        folder.path, "it was calibrated without data", "name a calibration to a panel")
    }
    func number(_ column: String) throws -> Int { Int(try table.number(row: 0, in: column)) }
    firstStep = try number("first_step")
    stepsPerPeriod = try number("steps_per_period")
    learned = try number("learned")
    firstPeriod = try table.column(named: "first_period")[0]
    let changed = "\(folder.path)/\(Self.changesName)"
    let lines = try InputFile.kind(of: changed, attempt: .read).map { _ in
      try InputFile(path: changed, atMost: 8, noun: "changes of a scenario").text()
    }
    changes = (lines ?? "").split(separator: "\n").compactMap { line in
      let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
      return parts.count == 2 ? (path: parts[0], value: parts[1]) : nil
    }
    file = try ScenarioFile(path: "\(folder.path)/scenario.yaml", changes: changes)
    calibration = try CalibrationFile(path: "\(folder.path)/\(CalibrationFolder.document)")
    inputs =
      [
        folder.input, past.input, calibration.input,
        (name: "scenario.yaml", hash: contentHash(file.bytes)),
        (name: Self.changesName, hash: contentHash(Array((lines ?? "").utf8))),
      ] + file.inputs
  }

  /// The scenario as a forecaster of the panel's units; it runs as long as is asked for.
  ///
  /// - Parameters:
  ///   - outcome: Column of the panel that is forecast.
  ///   - periods: Periods of the panel and of the horizon together.
  /// - Returns: The forecaster.
  /// - Throws: `SpecProblems` or `StudyError` when scenario and calibration do not fit together.
  public func forecaster(of outcome: String, periods: Int) throws -> TwinForecast {
    let written = try file.document(changes: changes)
    let time = try written.scenarioAsWritten().time
    let steps = firstStep + periods * stepsPerPeriod
    let weeks = Int((Double(steps) * time.weeksPerStep).rounded(.up))
    let document =
      steps > time.count
      ? try file.document(changes: changes + [("time.horizonWeeks", "\(weeks)")])
      : written
    return try TwinForecast(
      try document.drawing(from: folder.draws), try calibration.spec(of: document),
      outcome: outcome, firstPeriod: firstPeriod, firstStep: firstStep,
      stepsPerPeriod: stepsPerPeriod,
      learnedPeriods: learned, writtenPeriods: (time.count - firstStep) / stepsPerPeriod)
  }
}
