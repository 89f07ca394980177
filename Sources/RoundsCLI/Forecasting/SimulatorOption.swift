import ArgumentParser
import Studies
import Workbench

/// A calibrated scenario that forecasts.
struct SimulatorOption: ParsableArguments {
  @Option(
    name: .customLong("simulator"),
    help: ArgumentHelp(
      "Calibration whose scenario forecasts: people with pasts like the units' go on.",
      valueName: "folder"),
    completion: .directory)
  var folder: String?

  /// The forecaster; `nil` where no calibration is named.
  ///
  /// - Parameters:
  ///   - outcome: Column of the panel that is forecast.
  ///   - periods: Periods of the panel and of the horizon together.
  /// - Returns: The forecaster, which runs as long as is asked for.
  /// - Throws: When the folder is no calibration to a panel of this outcome.
  func forecaster(of outcome: String, periods: Int) throws -> TwinForecast? {
    try folder.map {
      try CalibratedScenario(path: $0).forecaster(of: outcome, periods: periods)
    }
  }

  /// The calibration for the identity of runs.
  func inputs() throws -> [(name: String, hash: UInt64)] {
    try folder.map { try CalibratedScenario(path: $0).inputs } ?? []
  }
}
