import ArgumentParser
import Foundation
import Interchange
import Journeys
import Studies
import Workbench

struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Run what the scenario's targets need and say which hold.",
    discussion: """
      Parameters keep their own values; a target is about the scenario as it is written. Exit status
      1 when a target does not hold. Targets are never loosened here.
      """)

  @OptionGroup var options: ScenarioOptions
  @OptionGroup var amount: RunOptions

  @Option(help: "Targets to measure, separated by commas; all unless given.")
  var targets: String?

  @OptionGroup var output: OutputOptions

  /// Names of the targets.
  private var targetNames: [String]? {
    targets.map { $0.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } }
  }

  func validate() throws {
    if let names = targetNames, names.isEmpty || names.contains("") {
      throw ValidationError("--targets: write names separated by commas")
    }
  }

  func run() async throws {
    try await FrontDoor.open(json: output.json) {
      let file = try ScenarioFile(
        path: options.scenario, changes: try options.parsedChanges())
      let study = try VerificationStudy(
        try file.document(changes: try options.parsedChanges()),
        targets: targetNames,
        replicates: amount.replicates, seed: amount.seed)
      var progress: ProgressLine?
      var current: String??
      let findings = try await study.run(threads: amount.threadCount) { setting, done, total in
        if current != .some(setting) {
          current = setting
          progress?.finish()
          progress = ProgressLine(total: total, label: setting.map { ", setting \($0)" } ?? "")
        }
        progress?.update(done)
      }
      progress?.finish()
      if output.json {
        print(
          JSONValue.object([
            JSONMember("ok", .flag(findings.allSatisfy(\.holds))),
            JSONMember("targets", TargetFinding.table(findings).jsonValue),
            JSONMember("settings", .list(multipliers(study).map { .text($0) })),
          ]).text(indent: 2))
      } else {
        print(text(findings, multipliers(study)))
      }
      if findings.contains(where: { !$0.holds }) { throw ExitCode(ExitStatus.runFailed.rawValue) }
    }
  }

  /// What each setting changes of the named values.
  private func multipliers(_ study: VerificationStudy) -> [String] {
    study.settings.compactMap { $0 }.map { SettingWords(study.document, setting: $0).sentence }
      .filter { !$0.isEmpty }
  }

  private func text(_ findings: [TargetFinding], _ multipliers: [String]) -> String {
    if findings.isEmpty { return "\(options.scenario) declares no targets." }
    let width = Terminal.width
    let held = findings.filter(\.holds).count
    var lines = [
      "\(held) of \(findings.count) targets hold, over "
        + "\(findings.map(\.values.count).max() ?? 0) replicates (mean, and 5–95 % of replicates).",
      "", TargetFinding.readableTable(findings).plain(width: width, maximumRows: nil),
    ]
    for sentence in multipliers { lines += wrapped(sentence, width: width) }
    for finding in findings where !finding.holds {
      lines += wrapped(
        "\(finding.target.name) does not hold: \(finding.target.question) Measured "
          + "\(HumanNumber.text(finding.spread.mean)), wanted "
          + "\(HumanNumber.text(finding.target.low)) to \(HumanNumber.text(finding.target.high))."
          + (finding.target.note.isEmpty ? "" : " Note: \(finding.target.note)"), width: width)
    }
    return lines.joined(separator: "\n")
  }
}
