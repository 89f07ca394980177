import ArgumentParser
import Estimation
import Foundation
import Interchange
import Studies
import Workbench

struct BacktestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: "Forecast a panel from points in its past, and score what came true.",
    discussion: """
      From each origin the method of the specification and its baselines see only what was known
      then. Scores: CRPS, interval score, coverage at 50, 80 and 90 %, MASE and the histogram of
      probability transforms, for every unit and for the total.
      """)

  @OptionGroup var source: ForecastSource

  @Option(help: "Origins, one period apart; the last is scored on the last periods.")
  var origins = 5

  @Option(help: "Periods ahead.")
  var horizon: Int

  @OptionGroup var simulator: SimulatorOption
  @OptionGroup var threads: ThreadOption
  @OptionGroup var keep: KeepOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    try ForecastSource.check(horizon: horizon)
    guard (1...10_000).contains(origins) else {
      throw ValidationError("--origins \(origins): write a number from 1 to 10000")
    }
  }

  func run() async throws {
    try await FrontDoor.open(json: output.json) {
      let (file, data, panel) = try source.read()
      let simulated = try simulator.scenario()
      let study = try BacktestStudy(
        file.spec, file.spec.history(in: panel), document: source.panel, originCount: origins,
        horizon: horizon, threads: threads.count,
        simulator: try simulated?.forecaster(of: file.spec.outcome, periods: panel.periods.count))
      let run = StudyRun(
        "backtest", named: file.name, document: RunFile("forecast.yaml", file.bytes),
        inputs: [data.input] + (simulated?.inputs ?? []), seed: file.spec.seed,
        options: [
          (name: "origins", value: "\(origins)"), (name: "horizon", value: "\(horizon)"),
        ], tableNames: Backtest.tableNames, threads: threads.count, root: keep.out)
      let answer = try await run.answer(again: keep.again) {
        var progress = ProgressLine(total: study.steps, label: "", noun: "forecasts")
        defer { progress.finish() }
        let backtest = try await study.run { progress.update($0) }
        return StudyRun.Result(tables: backtest.tables(), text: { backtest.text(width: $0) })
      }
      try answer.show(tables: ["scores", "skill", "coverage", "pit", "origins"], json: output.json)
    }
  }
}
