import Interchange
import Testing

@testable import Journeys

/// Every fast path has a plain twin that gives the same bytes.
@Suite("Fast paths")
struct FastPathTests {
  /// People with a population of their own as children go step by step.
  private static func sections(
    paths: Int, effects: String, isParent: Bool = true
  ) -> String {
    """
    populations:
      clinics: { size: 20, journey: { stages: [slow, keen], start: { slow: 0.5, keen: 0.5 } } }
      \(isParent ? "children: { size: 1, parent: people, journey: { stages: [young], start: young } }" : "")
      people:
        size: 2000
        parent: clinics
        paths: \(paths)
        attributes:
          kind: { shares: { x: 0.3, y: 0.7 } }
          adherence: { uniform: { low: 0.4, high: 0.9 } }
        breakdown: kind
        journey:
          stages: [a, b, c]
          start: a
          transitions:
            ab: { from: a, to: b, ratePerWeek: 0.1, effects: { parent: { keen: 2 }\(effects) } }
            ac: { from: a, to: c, ratePerWeek: 0.02 }
            ba: { from: b, to: a, ratePerWeek: 0.05 }
    events:
      tick: { population: people, while: { a: 0.2, b: 1 }, probability: 0.8, times: adherence }
    """
  }

  @Test("of plain chances count what the general kernel counts, which follows sampled agents")
  func plainChance() throws {
    let fast = try World(Self.sections(paths: 0, effects: "")).run()
    let plain = try World(Self.sections(paths: 1, effects: "")).run()
    #expect(try fast.total("event:tick") > 1_000)
    #expect(fast.ledger == plain.ledger)
  }

  @Test("of shared hazards move whom the general kernel moves, which an effect of one calls for")
  func sharedHazards() throws {
    let fast = try World(Self.sections(paths: 0, effects: ""))
    let plain = try World(
      Self.sections(paths: 0, effects: ", attributes: { kind: { x: 1 } }"))
    let people = try #require(fast.scenario.populations.firstIndex { $0.name == "people" })
    #expect(
      fast.plan.kernelDescription(population: people)
        != plain.plan.kernelDescription(population: people))
    #expect(try fast.run().ledger == plain.run().ledger)
  }
}
