import Interchange
import Journeys

/// A small world, written as the sections that a test is about.
///
/// By convention the headline event is called `tick`; without a section of events, one that never
/// happens is added for the stage `a` of the population `people`.
struct World {
  let document: ScenarioDocument
  let scenario: Scenario
  let plan: SimulationPlan

  init(
    _ sections: String, arm: String = "plan", steps: Int = 20, step: StepLength = .week,
    burnIn: Int = 0, seed: Int = 1, files: [String: String] = [:]
  ) throws {
    let text = Self.text(sections, steps: steps, step: step, burnIn: burnIn, seed: seed)
    document = try ScenarioDocument(yaml: text, name: "world.yaml", files: files)
    scenario = try document.scenario(arm: arm)
    plan = SimulationPlan(scenario)
  }

  /// Another arm of the same document.
  init(_ other: World, arm: String) throws {
    document = other.document
    scenario = try document.scenario(arm: arm)
    plan = SimulationPlan(scenario)
  }

  static func text(
    _ sections: String, steps: Int = 20, step: StepLength = .week, burnIn: Int = 0, seed: Int = 1
  ) -> String {
    let unit = step == .day ? "Days" : "Weeks"
    let events =
      sections.contains("events:")
      ? "" : "\nevents: { tick: { population: people, while: a, ratePerWeek: 0 } }"
    return """
      rounds: 1
      name: world
      time: { start: 2027-01-04, step: \(step.rawValue), horizon\(unit): \(steps), \
      burnIn\(unit): \(burnIn) }
      outcome: tick
      seed: \(seed)
      \(sections)\(events)
      """
  }

  /// One replicate from its first step to its last.
  func run(replicate: Int = 0) throws -> History {
    var simulation = Simulation(plan, replicate: replicate)
    try simulation.run()
    return History(plan: plan, simulation: simulation)
  }
}

/// What happened in one run, read by the names of metrics.
struct History {
  let plan: SimulationPlan
  let simulation: Simulation

  var ledger: Ledger { simulation.ledger }

  /// A metric in every step, over all cells or in one.
  func series(_ name: String, cell: Int? = nil) throws -> [Double] {
    guard let metric = Metric(name, in: plan.scenario) else { throw UnknownMetric(name: name) }
    let reading = LedgerReading(plan)
    let ledger = ledger
    return (0..<plan.stepCount).map {
      reading.value(metric, in: ledger, step: $0, cell: cell)
    }
  }

  /// A metric summed over all steps.
  func total(_ name: String, cell: Int? = nil) throws -> Double {
    try series(name, cell: cell).reduce(0, +)
  }

  struct UnknownMetric: Error {
    let name: String
  }
}
