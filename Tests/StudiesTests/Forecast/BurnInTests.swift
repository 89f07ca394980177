import Interchange
import Journeys
import Studies
import Testing

@Suite("Burn-in")
struct BurnInTests {
  private func market(burnIn: Int) throws -> ScenarioDocument {
    try Worlds.small(
      """
      populations:
        people:
          size: 300
          attributes: { kind: { shares: { x: 0.5, y: 0.5 } } }
          breakdown: kind
          journey:
            stages: [a, b]
            start: a
            transitions:
              go: { from: a, to: b, ratePerWeek: 0.05, effects: { channels: { mail: 4 } } }
              back: { from: b, to: a, ratePerWeek: 0.02 }
      channels:
        mail:
          population: people
          plan: { cadence: { perWeek: 0.5 } }
          carryover: { halfLifeWeeks: 4 }
          cost: { perTouch: 1 }
      events: { tick: { population: people, while: b, ratePerWeek: 1 } }
      arms: { same: {}, twice: { channels: { mail: { plan: { factor: 2 } } } } }
      """, weeks: 10, burnIn: burnIn)
  }

  @Test("of an arm that changes nothing equals a world that never branched")
  func unbranched() async throws {
    let document = try market(burnIn: 20)
    let forecast = try await ForecastStudy(document, replicates: 3).run(threads: 2)
    let same = try #require(forecast.study.arms.firstIndex(of: "same"))
    let plan = SimulationPlan(try document.scenario(arm: "same"))
    for replicate in 0..<3 {
      var alone = Simulation(plan, replicate: replicate)
      try alone.run()
      #expect(forecast.worlds[replicate][same].ledger == alone.ledger)
    }
  }

  @Test("is one past for all arms: they start with the same people in the same stages")
  func onePast() async throws {
    let forecast = try await ForecastStudy(try market(burnIn: 20), replicates: 3).run()
    for worlds in forecast.worlds {
      let starts = worlds.map { $0.ledger.populations[0].initial }
      #expect(starts.allSatisfy { $0 == starts[0] })
      // The past was under the document's plan, so most have moved before the first week.
      #expect(starts[0].reduce(0, +) == 300)
      #expect(starts[0][1] + starts[0][3] > 150)
    }
    // From then on the zero arm goes without, and remembers.
    #expect(try forecast.totals("delivered:mail", arm: "zero").allSatisfy { $0 == 0 })
    #expect(try forecast.totals("cost", arm: "zero").allSatisfy { $0 == 0 })
    let zero = try forecast.totals("transition:go", arm: "zero")
    let without = try await ForecastStudy(try market(burnIn: 0), arms: [], replicates: 3).run()
    let fresh = try without.totals("transition:go", arm: "zero")
    #expect(zero.reduce(0, +) > 0 && fresh.reduce(0, +) > 0)
  }

  @Test("is also the past of the worlds without a channel")
  func variants() async throws {
    let study = try ForecastStudy(
      try market(burnIn: 20), arms: ["same"], replicates: 2, measuresContributions: true)
    let forecast = try await study.run()
    let base = forecast.headlines(arm: 0)
    for replicate in 0..<2 {
      #expect(forecast.worlds[replicate][1].variants[0].without == base[replicate])
    }
  }
}
