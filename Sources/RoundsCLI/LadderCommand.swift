import ArgumentParser
import Interchange
import Journeys
import Studies
import Workbench

struct LadderCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ladder",
    abstract:
      "Turn on each switch alone, all together, and all but one, and see what each is worth.",
    discussion: """
      A scenario's switches are levers that can be bought one by one. The ladder runs the base arm,
      each switch alone, all but one and all together on the same people and luck, and shows what
      they gain beyond the sum of their parts. Parameters keep their own values.
      """)

  @OptionGroup var options: ScenarioOptions

  @Option(help: "Arm that the switches are laid on; the scenario's own choice unless given.")
  var base: String?

  @Option(help: "Setting of the scenario, for example seed-calibrated.")
  var setting: String?

  @OptionGroup var amount: RunOptions

  @OptionGroup var keep: KeepOptions

  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await FrontDoor.open(json: output.json) {
      let changes = try options.parsedChanges()
      let file = try ScenarioFile(path: options.scenario, changes: changes)
      let study = try LadderStudy(
        try file.document(changes: changes), base: base, setting: setting,
        replicates: amount.replicates, seed: amount.seed)
      let run = StudyRun(
        "ladder", of: study.scenario, file: file, changes: changes, seed: study.scenario.seed,
        replicates: study.replicates,
        options: [
          (name: "base", value: study.base), (name: "setting", value: setting ?? ""),
        ], tableNames: Ladder.tableNames, threads: amount.threadCount, root: keep.out)
      let answer = try await run.answer(again: keep.again) {
        var progress = ProgressLine(
          total: study.replicates, label: " of \(study.worldsPerReplicate) worlds")
        defer { progress.finish() }
        let ladder = try await study.run(threads: amount.threadCount) { progress.update($0) }
        return StudyRun.Result(tables: ladder.tables(), text: ladder.text)
      }
      try answer.show(tables: ["ladder"], json: output.json)
    }
  }
}
