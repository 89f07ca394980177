import Interchange
import Testing

@testable import Journeys

/// Numbers that contradict or overflow are errors in words, never wrong counts.
@Suite("Limits of a run")
struct LimitTests {
  private func failure(_ event: String, size: Int = 10, more: String = "") throws -> String {
    let world = try World(
      """
      populations:
        people:
          size: \(size)
          attributes: { volume: { constant: 10 } }
          journey: { stages: [a], start: a }
      \(more)
      events: { tick: { population: people, while: a, \(event) } }
      """)
    let error = #expect(throws: SimulationError.self) { try world.run() }
    return error?.description(in: world.scenario) ?? ""
  }

  @Test("name an event whose chance exceeds one, with and without effects of its own")
  func chance() throws {
    #expect(
      try failure("probability: 0.5, times: volume")
        == "events.tick: its chance reaches 500 % in the step of 2027-01-04; lower its probability, "
        + "its times or its effects, or write a rate, which may exceed one")
    let channel = "channels: { mail: { population: people, plan: { cadence: { perWeek: 1 } } } }"
    #expect(
      try failure("probability: 0.9, effects: { channels: { mail: 9 } }", more: channel)
        .hasPrefix("events.tick: its chance reaches 270 %"))
  }

  @Test("name an event of which there are more than can be counted")
  func overflow() throws {
    // 20,000 people with 300,000 events each: more than 2³² in a step.
    #expect(
      try failure("ratePerWeek: 300000", size: 20_000)
        == "events.tick: there would be 4,294,967,295 events or more in the step of 2027-01-04, more "
        + "than can be counted; lower its rate, its times or its effects")
    #expect(try failure("ratePerWeek: 2000000").contains("2,000,000 events"))
  }

  @Test(
    "of plans that ask for absurd numbers are kept without a crash",
    arguments: [
      "plan: { cadence: { perWeek: 1e14 } }", "plan: { cadence: { perWeek: 1e14, spacing: even } }",
      "plan: { budget: { perWeek: 1e15 } }, cost: { perTouch: 1e-15 }",
      "plan: { cadence: { perWeek: 1 } }, capacityPerWeek: 1e15",
    ])
  func absurd(_ channel: String) throws {
    let world = try World(
      """
      populations: { people: { size: 10, journey: { stages: [a], start: a }, continuationWeeks: 1e15 } }
      channels: { mail: { population: people, \(channel) } }
      """)
    let delivered = try world.run().total("delivered:mail")
    #expect((1...51_000).contains(delivered))
  }

  @Test(
    "are said when a document is read",
    arguments: [
      ("ratePerWeek: 1e300", "events.tick.ratePerWeek: 1e300 is beyond 1e15; check its unit"),
      (
        "ratePerWeek: 1, dispersion: 2e6",
        "events.tick.dispersion: variance over mean is 1 or more, up to a million"
      ),
    ])
  func reading(_ event: String, _ problem: String) {
    let text = World.text(
      """
      populations: { people: { size: 10, journey: { stages: [a], start: a } } }
      events: { tick: { population: people, while: a, \(event) } }
      """)
    let error = #expect(throws: SpecProblems.self) {
      try ScenarioDocument(yaml: text, name: "w.yaml")
    }
    #expect(error?.problems.map { "\($0.path): \($0.problem)" } == [problem])
  }

  @Test("refuse effects on what the other ways leave")
  func rest() {
    let text = World.text(
      """
      populations:
        people:
          size: 10
          journey:
            stages: [a, b]
            start: a
            transitions:
              stay: { from: a, to: a, link: log, probability: 0.2 }
              go: { from: a, to: b, link: log, probability: rest, effects: { peers: 2 } }
          peers: { contacts: 2, active: b }
      """)
    let error = #expect(throws: SpecProblems.self) {
      try ScenarioDocument(yaml: text, name: "w.yaml")
    }
    #expect(
      error?.problems.map(\.problem) == [
        "rest takes what the others leave; put the effect on the others"
      ])
  }
}
