import ArgumentParser
import Estimation
import Interchange
import Studies
import Workbench

struct MixDecomposeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decompose",
    abstract: "Contributions by channel and period, and returns with intervals.",
    discussion: """
      Splits the fitted outcome into base, controls and channels. Returns are money back per money
      spent, marginal ones per further money at the spend as it was.
      """)

  @OptionGroup var argument: FitArgument

  @Option(help: "First period; the first fitted one unless given.")
  var from: String?

  @Option(help: "Last period; the last fitted one unless given.")
  var to: String?

  @OptionGroup var keep: KeepOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await FrontDoor.open(json: output.json) {
      let folder = try argument.read()
      let design = folder.fit.design
      let first = try from.map { try design.period(labeled: $0, option: "--from") } ?? 0
      let last =
        try to.map { try design.period(labeled: $0, option: "--to") } ?? design.fittedPeriods - 1
      guard first <= last else {
        throw ValidationError("--from \(from ?? "") comes after --to \(to ?? ""); swap them")
      }
      let run = try folder.run(
        "mix-decompose", options: [(name: "periods", value: "\(first)..\(last)")],
        tableNames: ["channels", "contributions"], root: keep.out)
      let answer = try await run.answer(again: keep.again) {
        let answer = MixBreakdown(folder.fit, periods: first..<last + 1)
        return StudyRun.Result(tables: answer.tables(), text: { answer.text(width: $0) })
      }
      try answer.show(tables: ["channels"], json: output.json)
    }
  }
}

extension MixDesign {
  /// The fitted period of a label, or that a day lies in.
  func period(labeled text: String, option: String) throws -> Int {
    let labels = (0..<fittedPeriods).map { periods.label(of: $0) }
    if let place = labels.firstIndex(of: text) { return place }
    throw ValidationError(
      "\(option) \(text): no fitted period begins so; they run from \(labels.first ?? "") to "
        + "\(labels.last ?? "")")
  }
}
