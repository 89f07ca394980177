import Interchange
import Testing

@testable import Journeys

/// Arms that branch from a burn-in.
@Suite("Branches of a burn-in")
struct BranchTests {
  /// Runs the document's own world to step 0 and goes on under an arm.
  private func branch(_ world: World, arm: String) throws -> History {
    let past = SimulationPlan(try world.document.scenarioAsWritten())
    var simulation = Simulation(past, replicate: 0)
    while simulation.nextStep < 0 { try simulation.step() }
    let plan = try World(world, arm: arm).plan
    var branched = simulation.branched(to: plan, replicate: 0)
    try branched.run()
    return History(plan: plan, simulation: branched)
  }

  private func mail(_ consent: String, arm: String) throws -> World {
    try World(
      """
      populations: { people: { size: 1000, journey: { stages: [a], start: a } } }
      channels:
        mail: { population: people, \(consent), plan: { cadence: { perWeek: 1 } } }
      arms: { plan: { channels: { mail: { \(arm) } } } }
      """, steps: 1, burnIn: 20)
  }

  @Test("follow an arm's own share of consent")
  func consent() throws {
    let delivered = try branch(try mail("consent: 0.1", arm: "consent: 0.9"), arm: "plan")
      .total("delivered:mail")
    // 1,000 touches at 0.9; five standard deviations are 47.
    #expect((850...950).contains(delivered))
  }

  @Test("keep withdrawals for good, also where the arm asks for none")
  func withdrawals() throws {
    let delivered = try branch(try mail("optOut: 0.2", arm: "optOut: 0"), arm: "plan")
      .total("delivered:mail")
    // 1,000 × 0.8^20 is 11.5.
    #expect(delivered < 40)
  }

  @Test("know since when people are in a stage, also where only the arm has a dwell law")
  func dwell() throws {
    let world = try World(
      """
      populations:
        people:
          size: 500
          journey: { stages: [a, b], start: a, transitions: { go: { from: a, to: b, ratePerYear: 0 } } }
      arms:
        plan: { populations: { people: { journey: { transitions: { go: { ratePerYear: null, dwell: { fixedDays: 140 } } } } } } }
      """, steps: 20, burnIn: 10)
    let left = try branch(world, arm: "plan").series("transition:go")
    // In the stage since ten weeks before the start, everybody leaves after twenty.
    #expect(left == (0..<20).map { $0 == 9 ? 500 : 0 })
  }

  @Test(
    "are refused where the arm changes the people",
    arguments: [
      "populations: { people: { breakdown: kind } }",
      "populations: { people: { attributes: { kind: { shares: { x: 0.2, y: 0.8 } } } } }",
      "channels: { mail: { population: others } }",
      "populations: { people: { size: 7 } }",
    ])
  func refused(_ patch: String) throws {
    let text = World.text(
      """
      populations:
        people:
          size: 10
          attributes: { kind: { shares: { x: 0.5, y: 0.5 } } }
          journey: { stages: [a], start: a }
        others: { size: 10 }
      channels: { mail: { population: people } }
      arms: { plan: { \(patch) } }
      """, burnIn: 3)
    let error = #expect(throws: SpecProblems.self) {
      try ScenarioDocument(yaml: text, name: "w.yaml")
    }
    let problems = error?.problems.map(\.problem) ?? []
    #expect(
      problems == [
        "with a burn-in, an arm keeps the document's people, channels and services: of a population it may "
          + "change transitions, peers and pressure; leave a channel out with channelsInUse"
      ])
  }
}
