import ArgumentParser
import Estimation
import Foundation
import Interchange
import Studies
import Workbench

/// Marketing-mix models: one command per question.
struct MixCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mmm",
    abstract: "Fit a marketing-mix model to data, trust it or not, and spend better.",
    discussion: """
      `rounds mmm fit weekly.csv --spec mmm.yaml` fits a model and prints the folder of the fit,
      which the other commands take. The specification names the columns; a minimal one has time,
      outcome and channels.
      """,
    subcommands: [
      MixFitCommand.self, MixDecomposeCommand.self, MixCurvesCommand.self, MixForecastCommand.self,
      MixOptimizeCommand.self, MixCalibrateCommand.self, MixExamineCommand.self,
      MixSimulateCommand.self,
    ])
}

/// The fit that a command asks about.
struct FitArgument: ParsableArguments {
  @Argument(help: "Folder of a fit, as `rounds mmm fit` printed it.")
  var fit: String

  /// The fit, read from its folder.
  func read() throws -> MixFitFolder { try MixFitFolder(path: fit) }
}

/// Threads that a fit may use.
struct ThreadOption: ParsableArguments {
  @Option(help: "Chains that run at a time; all cores unless given.")
  var threads: Int?

  /// Threads to use.
  var count: Int { threads ?? max(1, ProcessInfo.processInfo.activeProcessorCount) }

  func validate() throws {
    if let threads, !(1...1_024).contains(threads) {
      throw ValidationError("--threads \(threads): write a number from 1 to 1024")
    }
  }
}

extension MixFitFolder {
  /// The run of a question about this fit.
  ///
  /// - Parameters:
  ///   - study: What is asked, such as `mix-curves`.
  ///   - inputs: Further files and their hashes.
  ///   - options: Everything else that determines the answer.
  ///   - tableNames: Tables that a complete run has.
  ///   - root: Folder of all runs.
  /// - Returns: The run, not made yet.
  /// - Throws: `WorkbenchError` when the fit's document cannot be read again.
  func run(
    _ study: String, inputs: [(name: String, hash: UInt64)] = [],
    options: [(name: String, value: String)] = [], tableNames: Set<String>, root: String
  ) throws -> StudyRun {
    StudyRun(
      study, named: folderName,
      document: RunFile(MixFitRecord.specificationName, record.specification),
      inputs: inputs + [(name: "fit", hash: try identityHash)], seed: record.seed, options: options,
      tableNames: tableNames, threads: 1, root: root)
  }
}
