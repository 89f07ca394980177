import ArgumentParser
import Interchange
import Journeys
import Studies
import Workbench

struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract:
      "Find where engaged people are lost, and rank the handoffs by what repairing is worth.",
    discussion: """
      Counts what became of every engagement that asked for a follow-up, by channel, stage and
      segment, and runs the same worlds with each handoff repaired, and with all of them. Lists the
      content matrix and its gaps. Parameters keep their own values.
      """)

  @OptionGroup var options: ScenarioOptions

  @Option(help: "Arm to audit; the one that a ladder would start from unless given.")
  var arm: String?

  @Option(help: "Setting of the scenario, for example seed-calibrated.")
  var setting: String?

  @OptionGroup var amount: RunOptions

  @OptionGroup var keep: KeepOptions

  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await FrontDoor.open(json: output.json) {
      let changes = try options.parsedChanges()
      let file = try ScenarioFile(path: options.scenario, changes: changes)
      let study = try AuditStudy(
        try file.document(changes: changes), arm: arm, setting: setting,
        replicates: amount.replicates, seed: amount.seed)
      let run = StudyRun(
        "audit", of: study.scenario, file: file, changes: changes, seed: study.scenario.seed,
        replicates: study.replicates,
        options: [(name: "arm", value: study.arm), (name: "setting", value: setting ?? "")],
        tableNames: Audit.tableNames, threads: amount.threadCount, root: keep.out)
      let answer = try await run.answer(again: keep.again) {
        var progress = ProgressLine(
          total: study.replicates, label: " of \(study.worldsPerReplicate) worlds")
        defer { progress.finish() }
        let audit = try await study.run(threads: amount.threadCount) { progress.update($0) }
        return StudyRun.Result(tables: audit.tables(), text: audit.text)
      }
      try answer.show(tables: ["deadends", "deadends_by", "content"], json: output.json)
    }
  }
}
