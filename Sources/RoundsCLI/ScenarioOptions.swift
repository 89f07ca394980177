import ArgumentParser
import Foundation
import Journeys
import Workbench

/// The scenario, and changes to it that hold for this call.
struct ScenarioOptions: ParsableArguments {
  @Argument(help: "Scenario file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
  var scenario: String

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Change a value for this call, for example channels.email.cost.perTouch=0.5; repeatable.",
      valueName: "path=value"))
  var changes: [String] = []

  /// The changes as path and value.
  func parsedChanges() throws -> [(path: String, value: String)] {
    try changes.map { change in
      let parts = change.split(separator: "=", maxSplits: 1).map { String($0) }
      guard parts.count == 2, !parts[0].isEmpty else {
        throw ValidationError("--set \(change): write path=value")
      }
      return (parts[0], parts[1])
    }
  }
}

/// Where results are kept.
struct KeepOptions: ParsableArguments {
  @Option(name: .customLong("out"), help: "Folder that receives the run folder.")
  var out = "notebooks-output"

  @Flag(help: "Run again even if the same run was made before.")
  var again = false
}

/// How much to run, and on how many threads.
struct RunOptions: ParsableArguments {
  @Option(help: "Replicates of each arm; the scenario's own number unless given.")
  var replicates: Int?

  @Option(help: "Seed of every random number; the scenario's own unless given.")
  var seed: UInt64?

  @Option(
    help: "Replicates that run at a time, and parts of a large world; all cores unless given.")
  var threads: Int?

  func validate() throws {
    if let replicates, !(1...1_000_000).contains(replicates) {
      throw ValidationError("--replicates \(replicates): write a number from 1 to 1000000")
    }
    if let threads, !(1...1_024).contains(threads) {
      throw ValidationError("--threads \(threads): write a number from 1 to 1024")
    }
  }

  /// Threads to use.
  var threadCount: Int { threads ?? max(1, ProcessInfo.processInfo.activeProcessorCount) }
}

/// Which arms, in which setting.
struct ArmOptions: ParsableArguments {
  @Option(help: "Arms to run, separated by commas; all but those for targets only unless given.")
  var arms: String?

  @Option(help: "Setting of the scenario, for example seed-calibrated.")
  var setting: String?

  @Flag(help: "Keep parameters at their own values instead of drawing them from their priors.")
  var fixedParameters = false

  @Option(
    help: ArgumentHelp(
      "Draw parameters from a calibration in place of their priors.", valueName: "folder"),
    completion: .directory)
  var posterior: String?

  func validate() throws {
    if fixedParameters, posterior != nil {
      throw ValidationError("--fixed-parameters and --posterior exclude each other; leave one out")
    }
    if let names = armNames, names.isEmpty || names.contains("") {
      throw ValidationError("--arms: write names separated by commas")
    }
  }

  /// Names of the arms.
  var armNames: [String]? {
    arms.map { $0.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } }
  }
}

/// How results are shown.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Write JSON to standard output, also for errors of documents and runs.")
  var json = false
}
