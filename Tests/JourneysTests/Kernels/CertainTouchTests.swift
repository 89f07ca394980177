import Testing

@testable import Journeys

@Suite("What looks certain")
struct CertainTouchTests {
  @Test("is not, where a handoff lowers the engagement of touches in context")
  func handoff() throws {
    let history = try World(
      """
      populations: { people: { size: 2_000, journey: { stages: [a], start: a } } }
      channels:
        mail: { population: people, function: sales, plan: { cadence: { perWeek: 1, spacing: even } } }
        call: { population: people, function: sales, plan: { cadence: { perWeek: 1, spacing: even } } }
      handoffs: { h: { after: mail, to: call, withinDays: 14, engagement: 0.5 } }
      """
    ).run()
    let delivered = try history.total("delivered:call")
    let engaged = try history.total("engaged:call")
    #expect(delivered > 30_000)
    // Nearly every call but the first follows a mail, and half of those engage: the others, and
    // those of agents without an open thread, are certain.
    #expect(engaged < 0.85 * delivered && engaged > 0.4 * delivered)
  }

  @Test("is a way out that a parent closes, beside others that stay open under pressure")
  func closedWay() throws {
    let history = try World(
      """
      populations:
        offices: { size: 50, journey: { stages: [keen], start: keen } }
        people:
          size: 2_000
          parent: offices
          pressure: { retentionPerWeek: 0.8, tolerance: 1 }
          journey:
            stages: [on, off, other]
            start: on
            transitions:
              drop: { from: on, to: off, ratePerWeek: 0.05, effects: { pressure: 1.1, parent: { keen: 0 } } }
              change: { from: on, to: other, ratePerWeek: 0.05 }
      channels: { mail: { population: people, plan: { cadence: { perWeek: 1 } } } }
      events: { tick: { population: people, while: on, probability: 0.5 } }
      """
    ).run()
    #expect(try history.total("transition:drop") == 0)
    // 1 − exp(−20 · 0.05) of 2,000 are 1,264, with a standard deviation of 22.
    let changed = try history.total("transition:change")
    #expect((1_150...1_380).contains(changed))
  }
}
