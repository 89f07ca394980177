import ArgumentParser
import Interchange
import Journeys
import Workbench

struct ValidateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check a scenario: every problem at once, with line, path and remedy.")

  @OptionGroup var options: ScenarioOptions

  @Flag(help: "List where each number comes from, by grade of evidence.")
  var sources = false

  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await FrontDoor.open(json: output.json) {
      let file = try ScenarioFile(
        path: options.scenario, changes: try options.parsedChanges())
      let document = try file.document(changes: try options.parsedChanges())
      if sources {
        let evidence = try EvidenceFile.named(by: document, of: file)
        let list = SourceList(document: document, evidence: evidence)
        if output.json {
          print(
            JSONValue.object([
              JSONMember("ok", .flag(true)), JSONMember("sources", list.table().jsonValue),
            ]).text(indent: 2))
        } else {
          print(text(list))
        }
      } else if output.json {
        print(
          JSONValue.object([
            JSONMember("ok", .flag(true)), JSONMember("problems", .list([])),
            JSONMember("arms", .list(document.arms.map { .text($0.name) })),
          ]).text(indent: 2))
      } else {
        print(try description(of: document))
      }
    }
  }

  /// The sources by grade, best first.
  private func text(_ list: SourceList) -> String {
    let counts = list.countsByGrade.map { "\($0.count) \($0.grade.rawValue)" }
    return "\(list.rows.count) numbers: \(counts.joined(separator: ", ")).\n\n"
      + list.table().selecting(["grade", "line", "path", "value", "source_ids"])
      .plain(width: Terminal.width, maximumRows: nil)
  }

  /// What the scenario holds, in a few lines.
  private func description(of document: ScenarioDocument) throws -> String {
    let scenario = try document.scenario(arm: document.arms[document.arms.count - 1].name)
    let plan = SimulationPlan(scenario)
    let unit = scenario.time.step == .week ? "weeks" : "days"
    var lines = [
      "\(options.scenario): fine.", "",
      "  \(scenario.title)",
      "  \(scenario.time.count) \(unit) from \(scenario.time.start)"
        + (scenario.burnInSteps > 0 ? ", after a burn-in of \(scenario.burnInSteps)" : ""),
    ]
    for (index, population) in scenario.populations.enumerated() {
      lines.append(
        "  \(population.name): \(HumanNumber.text(Double(population.size))) agents, "
          + "\(population.journey.stages.count) stages, "
          + "\(population.journey.transitions.count) transitions; "
          + plan.kernelDescription(population: index))
    }
    lines.append("  channels: " + scenario.channels.map(\.name).joined(separator: ", "))
    lines.append("  arms: " + document.arms.map(\.name).joined(separator: ", "))
    if !document.switches.isEmpty {
      lines.append("  switches: " + document.switches.map(\.name).joined(separator: ", "))
    }
    if !document.settings.isEmpty {
      lines.append("  settings: " + document.settings.joined(separator: ", "))
    }
    lines.append("  targets: \(document.targets.count)")
    return lines.joined(separator: "\n")
  }
}
