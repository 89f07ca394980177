import ArgumentParser
import Interchange
import Journeys
import Studies
import Workbench

struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Set arms against each other, replicate by replicate.")

  @OptionGroup var options: ScenarioOptions
  @OptionGroup var arms: ArmOptions
  @OptionGroup var amount: RunOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await FrontDoor.open(json: output.json) {
      let file = try ScenarioFile(
        path: options.scenario, changes: try options.parsedChanges(), posterior: arms.posterior)
      let study = try ForecastStudy(
        try file.document(changes: try options.parsedChanges()), arms: arms.armNames,
        setting: arms.setting, replicates: amount.replicates, seed: amount.seed,
        drawsParameters: !arms.fixedParameters)
      if let remark = file.remark { FrontDoor.complain(remark) }
      let forecast = try await ForecastRunner.run(study, threads: amount.threadCount)
      let comparison = forecast.comparisonTable()
      if output.json {
        print(
          JSONValue.object([
            JSONMember("ok", .flag(true)),
            JSONMember("summary", forecast.summaryTable().jsonValue),
            JSONMember("comparison", comparison.jsonValue),
          ]).text(indent: 2))
        return
      }
      print(forecast.summaryText(width: Terminal.width))
      let currency = forecast.scenario.currency
      print(
        "Arm against arm, as paired differences over replicates (value and cost in \(currency)):\n")
      let shown = comparison.selecting([
        "metric", "arm", "against", "mean", "p05", "p95", "relative", "higher_share",
      ])
      print(shown.plain(width: Terminal.width, maximumRows: nil))
    }
  }
}
