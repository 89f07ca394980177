import ArgumentParser
import Journeys
import Studies
import Workbench

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a scenario: every arm on the same people and luck, as forecast tables.",
    discussion: """
      Prints a summary and writes a run folder with tables (CSV and JSON), the scenario, its
      provenance and a Jupyter notebook. A run that was made before is found and not repeated.
      """)

  @OptionGroup var options: ScenarioOptions
  @OptionGroup var arms: ArmOptions
  @OptionGroup var amount: RunOptions

  @Flag(
    help: """
      Knock out each channel in turn, and add a tenth to it: contribution, ROMI and marginal ROMI.
      """)
  var contributions = false

  @OptionGroup var keep: KeepOptions

  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await FrontDoor.open(json: output.json) {
      let changes = try options.parsedChanges()
      let file = try ScenarioFile(
        path: options.scenario, changes: changes, posterior: arms.posterior)
      let study = try ForecastStudy(
        try file.document(changes: changes), arms: arms.armNames, setting: arms.setting,
        replicates: amount.replicates, seed: amount.seed, measuresContributions: contributions,
        drawsParameters: !arms.fixedParameters)
      let run = try ScenarioRun(
        study, file: file, changes: changes, threads: amount.threadCount, root: keep.out)
      if !keep.again, let found = run.existing() {
        try show(folder: found.path, summary: found.summary, isFound: true)
        return
      }
      try run.probe()
      let forecast = try await ForecastRunner.run(study, threads: amount.threadCount)
      func text(_ width: Int) -> String {
        forecast.summaryText(width: width) + forecast.contributionText(width: width)
      }
      let folder = try run.write(forecast.tables(), summary: text(100))
      try show(folder: folder, summary: text(Terminal.width), isFound: false)
    }
  }

  private func show(folder: String, summary: String, isFound: Bool) throws {
    try RunAnswer(folder: folder, summary: summary, isFound: isFound).show(
      tables: ["summary", "channels"], contents: "Tables and notebook", json: output.json)
  }
}

/// Runs a forecast under a progress line.
enum ForecastRunner {
  static func run(_ study: ForecastStudy, threads: Int) async throws -> Forecast {
    let worlds = try study.worldsPerReplicate()
    var progress = ProgressLine(
      total: study.replicates, label: " of \(worlds) worlds")
    defer { progress.finish() }
    return try await study.run(threads: threads) { progress.update($0) }
  }
}
