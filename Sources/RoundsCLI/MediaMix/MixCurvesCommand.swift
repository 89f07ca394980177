import ArgumentParser
import Estimation
import Interchange
import Studies
import Workbench

struct MixCurvesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "curves",
    abstract: "What each channel would bring at other levels of spend, and how long it acts.")

  @OptionGroup var argument: FitArgument
  @OptionGroup var keep: KeepOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await FrontDoor.open(json: output.json) {
      let folder = try argument.read()
      let run = try folder.run("mix-curves", tableNames: ["curves", "carryover"], root: keep.out)
      let answer = try await run.answer(again: keep.again) {
        let curves = MixCurves(folder.fit)
        return StudyRun.Result(
          tables: [curves.responseTable(), curves.carryoverTable()],
          text: { curves.text(width: $0) })
      }
      try answer.show(tables: ["curves", "carryover"], json: output.json)
    }
  }
}
