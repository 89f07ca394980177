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
      half of the people for the last third of the time; the models that can learn from it are fitted
      with and without it.
      """)

  @OptionGroup var options: ScenarioOptions

  @Option(help: "Worlds.")
  var worlds = 50

  @Option(help: "Arm; that of other studies of one arm unless given.")
  var arm: String?

  @Option(help: "Setting of the scenario.")
  var setting: String?

  @Option(help: "Seed of every random number; the scenario's own unless given.")
  var seed: UInt64?

  @Option(help: "Panels, of nation, geo and agents.")
  var panels = "nation"

  @Option(help: "Models, of naive, ridge and bayes.")
  var models = "naive,ridge,bayes"

  @Option(help: "Places of the geo panel.")
  var places = 10

  @Option(help: "People of the agents panel.")
  var people = 1_000

  @Option(help: "Channel that a holdout withholds; none without.")
  var holdout: String?

  @Option(help: "Share of events that is ever recorded.")
  var completeness = 1.0

  @Option(help: "Shares of events recorded 0, 1, 2 … steps late, such as 0.7,0.2,0.1.")
  var delay = "1"

  @Flag(help: "Keep the scenario's own calendars, which are often constant.")
  var asPlanned = false

  @Flag(help: "Draw the scenario's parameters from their priors in each world.")
  var drawParameters = false

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
    guard (0...1).contains(completeness) else {
      throw ValidationError("--completeness \(completeness): write a share from 0 to 1")
    }
    _ = try delays()
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
    let named = panelNames.contains("geo")
    let steps = try document.scenario(arm: document.studied(arm), setting: setting).time.count
    return try MixWorlds(
      document, arm: arm, setting: setting, count: worlds, seed: seed,
      drawsParameters: drawParameters, observations: try observations(),
      flighting: asPlanned ? nil : .usual,
      places: named ? MixWorlds.Places(count: places) : nil,
      holdouts: holdout.map { [Holdout(channel: $0, steps: steps - steps / 3..<steps)] } ?? [])
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
    let seen = Imperfections(completeness: completeness, delay: try delays())
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

  private func delays() throws -> [Double] {
    let parts = delay.split(separator: ",", omittingEmptySubsequences: false)
    let shares = parts.compactMap { Double($0) }
    guard shares.count == parts.count, shares.allSatisfy({ $0 >= 0 }),
      (shares.reduce(0, +) - 1).magnitude < 1e-9
    else {
      throw ValidationError("--delay \(delay): write shares that sum to 1, such as 0.7,0.2,0.1")
    }
    return shares
  }

  private func identity(_ arm: String) -> [(name: String, value: String)] {
    [
      (name: "arm", value: arm), (name: "setting", value: setting ?? ""),
      (name: "panels", value: panels), (name: "models", value: models),
      (name: "places", value: "\(places)"), (name: "people", value: "\(people)"),
      (name: "holdout", value: holdout ?? ""), (name: "completeness", value: "\(completeness)"),
      (name: "delay", value: delay), (name: "flighting", value: asPlanned ? "no" : "usual"),
      (name: "parameters", value: drawParameters ? "drawn" : "fixed"),
    ]
  }
}
