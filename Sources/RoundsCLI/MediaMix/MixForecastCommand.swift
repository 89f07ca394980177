import ArgumentParser
import Estimation
import Interchange
import Studies
import Workbench

struct MixForecastCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract: "What a plan of the next periods would bring.",
    discussion: """
      The plan is a table like the data, without the outcome: exposures and controls of the periods
      that follow. Carry-over from the data goes on.
      """)

  @OptionGroup var argument: FitArgument

  @Option(help: "Plan of the next periods (CSV).", completion: .file(extensions: ["csv"]))
  var plan: String

  @OptionGroup var keep: KeepOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await FrontDoor.open(json: output.json) {
      let folder = try argument.read()
      let plan = try DataFile(path: plan)
      let (fit, planned) = try folder.continued(by: plan)
      let run = try folder.run(
        "mix-forecast", inputs: [plan.input], tableNames: MixOutlook.tableNames, root: keep.out)
      let answer = try await run.answer(again: keep.again) {
        let outlook = MixOutlook(fit, planned: planned)
        return StudyRun.Result(tables: outlook.tables(), text: { outlook.text(width: $0) })
      }
      try answer.show(tables: ["forecast"], json: output.json)
    }
  }
}
