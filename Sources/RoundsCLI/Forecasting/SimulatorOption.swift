import ArgumentParser
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

  /// The calibrated scenario; `nil` where no calibration is named.
  func scenario() throws -> CalibratedScenario? {
    try folder.map { try CalibratedScenario(path: $0) }
  }
}
