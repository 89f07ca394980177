import ArgumentParser
import Foundation
import Interchange
import Journeys
import Studies
import Workbench

struct MixExamineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "examine",
    abstract: "Fit worlds whose truth is known: error and interval coverage by channel.",
    discussion: """
      Simulates worlds of a scenario with calendars that vary, shows each to the models as an analyst
      would see it, and holds estimates against what each channel truly added. Panels: nation, geo
      (people drawn into places) and agents (single people). In a holdout a channel is withheld from
      some people; the models that can learn from it are fitted with and without it.
      """)

  @OptionGroup var options: ScenarioOptions

  @Option(help: "Worlds.")
  var worlds = 50

  @OptionGroup var market: MixWorldOptions

  @Option(help: "Panels, of nation, geo and agents.")
  var panels = "nation"

  @Option(help: "Models, of naive, ridge and bayes.")
  var models = "naive,ridge,bayes"

  @Option(help: "Places of the geo panel.")
  var places = 10

  @Option(help: "People of the agents panel.")
  var people = 1_000

  @OptionGroup var threads: ThreadOption
  @OptionGroup var keep: KeepOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (1...1_000_000).contains(worlds) else {
      throw ValidationError("--worlds \(worlds): write a number from 1 to 1000000")
    }
    guard (2...128).contains(places) else {
      throw ValidationError("--places \(places): write a number from 2 to 128")
    }
    guard people >= 2 else { throw ValidationError("--people \(people): write a number from 2") }
    _ = try methods()
    _ = try observations()
  }

  func run() async throws {
    try await FrontDoor.open(json: output.json) {
      let changes = try options.parsedChanges()
      let file = try ScenarioFile(path: options.scenario, changes: changes)
      let document = try file.document(changes: changes)
      let study = try study(document)
      let scenario = try study.scenario(number: 0)
      let run = StudyRun(
        "mix-examination", of: scenario, file: file, changes: changes, seed: scenario.seed,
        replicates: worlds, options: identity(study.arm), tableNames: MixExamination.tableNames,
        threads: threads.count, root: keep.out)
      let answer = try await run.answer(again: keep.again) {
        let examination = try await compute(study)
        return StudyRun.Result(
          tables: examination.tables(), text: { examination.text(width: $0) })
      }
      try answer.show(tables: ["examination"], json: output.json)
    }
  }

  private func study(_ document: ScenarioDocument) throws -> MixWorlds {
    try market.worlds(
      of: document, try observations(),
      places: panelNames.contains("geo") ? MixWorlds.Places(count: places) : nil, count: worlds)
  }

  private func compute(_ study: MixWorlds) async throws -> MixExamination {
    let examiner = MixExaminer(try methods())
    var progress = ProgressLine(total: worlds, label: "", noun: "worlds")
    defer { progress.finish() }
    return try await study.run(
      threads: threads.count, finished: { progress.update($0) },
      fit: { try examiner.estimates($0) })
  }

  private var panelNames: [String] { panels.split(separator: ",").map(String.init) }

  private func observations() throws -> [Observation] {
    let seen = try market.imperfections()
    return try panelNames.map { name in
      switch name {
      case "nation": return Observation(imperfections: seen)
      case "geo": return Observation(units: .levels(["geo"]), imperfections: seen)
      case "agents":
        return Observation(
          units: .agents(attributes: [], atMost: people), period: .steps(4), imperfections: seen)
      default: throw ValidationError("--panels \(name): write some of nation, geo and agents")
      }
    }
  }

  private func methods() throws -> [MixExaminer.Method] {
    try models.split(separator: ",").map { word in
      guard let method = MixExaminer.Method(rawValue: String(word)) else {
        throw ValidationError("--models \(word): write some of naive, ridge and bayes")
      }
      return method
    }
  }

  private func identity(_ arm: String) -> [(name: String, value: String)] {
    market.identity(arm) + [
      (name: "panels", value: panels), (name: "models", value: models),
      (name: "places", value: "\(places)"), (name: "people", value: "\(people)"),
    ]
  }
}
