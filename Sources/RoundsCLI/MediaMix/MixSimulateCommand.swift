import ArgumentParser
import Interchange
import Journeys
import Studies
import Workbench

struct MixSimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Make data for mix models out of a scenario, with the truth beside them.",
    discussion: """
      Simulates one world of a scenario and writes what an analyst would see of it as
      tables/panel.csv, which `rounds mmm fit` reads, and what each channel truly did as
      tables/truth.csv. Plans vary from week to week, and from place to place, unless kept. With
      --holdout, tables/lift_tests.csv holds what experiments found, for `rounds mmm calibrate`.
      """)

  @OptionGroup var options: ScenarioOptions
  @OptionGroup var market: MixWorldOptions

  @Option(help: "Number of the world, from 0; each has luck and calendars of its own.")
  var world = 0

  @Option(help: "Places that people are drawn into, the units of the panel; the nation without.")
  var places: Int?

  @Option(help: "Attributes whose levels are the units, separated by commas, in place of places.")
  var by: String?

  @Option(help: "Steps of the scenario that a period sums.")
  var steps = 1

  @OptionGroup var keep: KeepOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (0..<1_000_000).contains(world) else {
      throw ValidationError("--world \(world): write a number from 0 to 999999")
    }
    if let places, !(2...128).contains(places) {
      throw ValidationError("--places \(places): write a number from 2 to 128")
    }
    if places != nil, by != nil {
      throw ValidationError("--places draws units and --by names them; write one of them")
    }
    if let by, attributes(by).contains("") {
      throw ValidationError("--by \(by): write names separated by commas")
    }
    guard steps > 0 else { throw ValidationError("--steps \(steps): write a number from 1") }
  }

  func run() async throws {
    try await FrontDoor.open(json: output.json) {
      let changes = try options.parsedChanges()
      let file = try ScenarioFile(path: options.scenario, changes: changes)
      let study = try study(try file.document(changes: changes))
      let scenario = try study.scenario(number: world)
      let run = StudyRun(
        "mix-simulation", of: scenario, file: file, changes: changes, seed: scenario.seed,
        replicates: 1,
        options: market.identity(study.arm) + [
          (name: "world", value: "\(world)"), (name: "steps", value: "\(steps)"),
          (name: "places", value: places.map { "\($0)" } ?? ""), (name: "by", value: by ?? ""),
        ], tableNames: MixSimulation.tableNames, threads: 1, root: keep.out)
      let answer = try await run.answer(again: keep.again) {
        let simulation = try MixSimulation(study, world: world)
        return StudyRun.Result(
          tables: simulation.tables(), text: { simulation.text(width: $0) })
      }
      try answer.show(tables: ["truth"], json: output.json)
    }
  }

  private func study(_ document: ScenarioDocument) throws -> MixWorlds {
    let drawn = places.map { MixWorlds.Places(count: $0) }
    let units = by.map(attributes) ?? drawn.map { [$0.name] } ?? []
    var flighting = Flighting.usual
    flighting.attribute = units.first
    // Places that advertise at the same time tell no more than the nation does.
    if !units.isEmpty { flighting.localShapes = Flighting.usual.shapes }
    return try market.worlds(
      of: document,
      [
        Observation(
          units: units.isEmpty ? .nation : .levels(units), period: .steps(steps),
          imperfections: try market.imperfections())
      ], places: drawn, flighting: flighting, count: world + 1)
  }

  private func attributes(_ text: String) -> [String] {
    text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }
}
