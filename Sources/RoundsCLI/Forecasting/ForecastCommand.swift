import ArgumentParser
import Estimation
import Foundation
import Interchange
import Studies
import Synchronization
import Workbench

struct ForecastCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract: "Forecast a panel of counts: every unit and their total, with intervals.",
    discussion: """
      The panel has one row per unit and period. The specification says which columns are what, what
      drives the outcome and which method forecasts it. Without a plan, drivers go on as they were
      lately.
      """)

  @OptionGroup var source: ForecastSource

  @Option(help: "Periods ahead.")
  var horizon: Int

  @Option(
    help: "Plan of the drivers in coming periods (CSV).", completion: .file(extensions: ["csv"]))
  var plan: String?

  @OptionGroup var simulator: SimulatorOption
  @OptionGroup var threads: ThreadOption
  @OptionGroup var keep: KeepOptions
  @OptionGroup var output: OutputOptions

  func validate() throws { try ForecastSource.check(horizon: horizon) }

  func run() async throws {
    try await FrontDoor.open(json: output.json) {
      let (file, data, panel) = try source.read()
      let simulated = try simulator.scenario()
      let plan = try plan.map { try DataFile(path: $0) }
      let planned = try plan.map {
        try file.spec.plan($0.csv, continuing: panel, horizon: horizon)
      }
      let names = PanelForecast.tableNames(of: simulated == nil ? file.spec.method : .simulator)
      let run = StudyRun(
        "panel-forecast", named: file.name, document: RunFile("forecast.yaml", file.bytes),
        inputs: [data.input] + (plan.map { [$0.input] } ?? []) + (simulated?.inputs ?? []),
        seed: file.spec.seed,
        options: [(name: "horizon", value: "\(horizon)")], tableNames: Set(names),
        threads: threads.count, root: keep.out)
      let answer = try await run.answer(again: keep.again) {
        let isSampled = simulated == nil && file.spec.method == .hierarchical
        let progress = Mutex(
          isSampled ? ProgressLine(total: PanelForecast.steps, label: "", noun: "steps") : nil)
        defer { progress.withLock { $0?.finish() } }
        let forecast = try await PanelForecast(
          file.spec, file.spec.history(in: panel), document: source.panel, horizon: horizon,
          plan: planned, threads: threads.count,
          simulator: try simulated?.forecaster(
            of: file.spec.outcome, periods: panel.periods.count + horizon)
        ) { done in progress.withLock { $0?.update(done) } }
        return StudyRun.Result(tables: forecast.tables(), text: { forecast.text(width: $0) })
      }
      try answer.show(tables: names, json: output.json)
    }
  }
}

/// A panel and what is forecast from it.
struct ForecastSource: ParsableArguments {
  @Argument(
    help: "Panel (CSV): one row per unit and period.", completion: .file(extensions: ["csv"]))
  var panel: String

  @Option(
    help: "Specification of the forecast (YAML).", completion: .file(extensions: ["yaml", "yml"]))
  var spec: String

  /// The specification, the table, and what it says.
  func read() throws -> (file: ForecastSpecFile, data: DataFile, panel: Panel) {
    let file = try ForecastSpecFile(path: spec)
    let data = try DataFile(path: panel)
    return (file, data, try file.spec.panel(data.csv))
  }

  /// Refuses numbers of periods that are none.
  static func check(horizon: Int) throws {
    guard (1...10_000).contains(horizon) else {
      throw ValidationError("--horizon \(horizon): write a number of periods from 1 to 10000")
    }
  }
}
