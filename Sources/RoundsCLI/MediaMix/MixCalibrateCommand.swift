import ArgumentParser
import Estimation
import Interchange
import Studies
import Workbench

struct MixCalibrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Fit again with what experiments found.",
    discussion: """
      Experiments join those that the fit had. With Bayes they are part of the likelihood, with ridge
      one of the losses. The table has the columns channel, from, to, estimate and standard_error,
      and where wanted unit and removed.
      """)

  @OptionGroup var argument: FitArgument

  @Option(help: "Experiments (CSV).", completion: .file(extensions: ["csv"]))
  var lift: String

  @OptionGroup var threads: ThreadOption
  @OptionGroup var keep: KeepOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await FrontDoor.open(json: output.json) {
      let folder = try argument.read()
      let file = try LiftTestFile(path: lift)
      let design = folder.fit.design
      let tests = try file.tests(for: design)
      let order = FitOrder(
        name: folder.folderName, specification: folder.record.specification,
        panel: folder.record.panel, design: design, lifts: folder.fit.lifts + tests,
        inputs: [(name: "fit", hash: try folder.identityHash), (name: "lift", hash: file.hash)])
      if !output.json {
        print(MixComparison(folder.fit, tests).text(width: Terminal.width))
      }
      try await order.fill(threads: threads.count, keep: keep, json: output.json)
    }
  }
}
