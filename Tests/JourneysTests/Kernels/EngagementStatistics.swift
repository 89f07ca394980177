import Statistics
import TestSupport
import Testing

/// Bands are exact and binomial, with one false alarm in a million for each count.
@Suite("Engagement, statistics")
struct EngagementStatistics {
  static let size = 200_000
  private let trials = Double(Self.size)

  private func run(
    _ channels: String, people: String = "", transitions: String = "", more: String = "",
    steps: Int = 8
  ) throws -> History {
    try World(
      """
      populations:
        people:
          size: \(Self.size)
          \(people)
          journey: { stages: [a\(transitions.isEmpty ? "" : ", b")], start: a, transitions: { \(transitions) } }
      channels:
      \(channels)
      \(more)
      """, steps: steps
    ).run()
  }

  @Test("multiplies access, seeing, base, affinity and personalization")
  func factors() throws {
    let history = try run(
      """
        mail:
          population: people
          plan: { cadence: { perWeek: 1 } }
          access: { by: kind, values: { x: 0.9 }, otherwise: 0.4 }
          seen: 0.6
          engaged: { by: kind, values: { x: 0.5, y: 0.8 } }
          affinity: liking
          personalization: 1.25
      """,
      people:
        "attributes: { kind: { shares: { x: 0.3, y: 0.7 } }, liking: { beta: { a: 2, b: 3 } } }",
      steps: 1)
    // The mean of a beta of 2 and 3 is 0.4; times 1.25 a half.
    expectCount(try history.total("delivered:mail"), of: trials, chance: 0.27 + 0.28)
    expectCount(try history.total("seen:mail"), of: trials, chance: 0.6 * 0.55)
    expectCount(
      try history.total("engaged:mail"), of: trials,
      chance: 0.6 * 0.5 * (0.27 * 0.5 + 0.28 * 0.8))
  }

  @Test("gains by synergy in later steps of the window only, and only after an engagement")
  func synergy() throws {
    let history = try run(
      """
        first: { population: people, engaged: 0.5, plan: { cadence: { perWeek: 1 }, flights: { f: { from: 2027-01-18, to: 2027-01-18 } } } }
        then: { population: people, engaged: 0.3, plan: { cadence: { perWeek: 1 } } }
      """,
      more: "synergies: { warm: { first: first, then: then, ratio: 2, withinWeeks: 2 } }")
    let counts = try history.series("engaged:then")
    let first = try history.series("engaged:first")
    for step in 0..<8 {
      let warm = step == 3 || step == 4
      expectCount(counts[step], of: trials, chance: warm ? 0.45 : 0.3, "step \(step)")
      expectCount(first[step], of: trials, chance: step == 2 ? 0.5 : 0)
    }
  }

  @Test("tires by the ratio per unit of earlier pressure beyond tolerance")
  func fatigue() throws {
    let history = try run(
      """
        mail: { population: people, engaged: 0.6, plan: { cadence: { perWeek: 2 } } }
        load: { population: people, pressure: 3, plan: { cadence: { perWeek: 1 } } }
        quiet: { population: people, direction: pull, plan: { cadence: { perWeek: 1 } } }
      """, people: "pressure: { retentionPerWeek: 0.5, tolerance: 1, engagement: 0.8 }")
    let counts = try history.series("engaged:mail")
    var pressure = 0.0
    for step in 0..<8 {
      pressure *= 0.5
      let chance = 0.6 * Elementary.pow(0.8, max(0, pressure - 1))
      expectCount(counts[step], of: 2 * trials, chance: chance, "step \(step)")
      // Two mails and a load of three; a pull channel adds none.
      pressure += 5
    }
  }

  @Test("moves agents under the pressure of the same step, by the ratio per unit beyond tolerance")
  func pressureOnTransitions() throws {
    let history = try run(
      "  mail: { population: people, plan: { cadence: { perWeek: 1 } } }",
      people: "pressure: { halfLifeWeeks: 1, tolerance: 0.75 }",
      transitions: "ab: { from: a, to: b, ratePerWeek: 0.2, effects: { pressure: 0.3 } }")
    var pressure = 0.0
    var hazard = 0.0
    let oracle = (0..<8).map { _ in
      pressure = pressure / 2 + 1
      hazard += 0.2 * Elementary.pow(0.3, max(0, pressure - 0.75))
      return Elementary.exp(-hazard)
    }
    try expectShares(history, of: "a", equal: oracle, size: Self.size)
  }

  @Test("ends by opting out at each touch, faster under pressure")
  func optingOut() throws {
    let history = try run(
      "  mail: { population: people, consent: 0.8, optOut: 0.1, plan: { cadence: { perWeek: 1 } } }",
      people: "pressure: { retentionPerWeek: 0.5, tolerance: 0.25, optOut: 2 }")
    let delivered = try history.series("delivered:mail")
    let withdrawn = try history.series("optouts:mail")
    var staying = 0.8
    var pressure = 0.0
    for step in 0..<8 {
      pressure /= 2
      let chance = 0.1 * Elementary.pow(2, max(0, pressure - 0.25))
      expectCount(delivered[step], of: trials, chance: staying, "step \(step)")
      expectCount(withdrawn[step], of: delivered[step], chance: chance, "step \(step)")
      staying *= 1 - chance
      pressure += 1
    }
    for step in 1..<8 { #expect(delivered[step] == delivered[step - 1] - withdrawn[step - 1]) }
  }

  @Test("continues what was engaged with in the weeks before, by any channel")
  func continuation() throws {
    let history = try run(
      """
        first: { population: people, plan: { cadence: { perWeek: 1 }, flights: { f: { from: 2027-01-11, to: 2027-01-11 } } } }
        then: { population: people, engaged: 0.5, plan: { cadence: { perWeek: 1 }, flights: { g: { from: 2027-01-25, to: 2027-01-25 }, h: { from: 2027-02-08, to: 2027-02-08 } } } }
      """, people: "continuationWeeks: 2")
    let engaged = try history.series("engaged:then")
    let continued = try history.series("continued:then")
    // Step 3 is two weeks after step 1; step 5 is two weeks after the half that engaged in step 3.
    #expect(continued[3] == engaged[3])
    expectCount(continued[5], of: engaged[5], chance: 0.5)
    #expect(try history.total("continued:first") == 0)
  }

  @Test("adds touches by chance: the whole part for sure, the rest as often as its size")
  func randomSpacing() throws {
    let history = try run(
      "  mail: { population: people, plan: { cadence: { perWeek: 2.3 } } }", steps: 3)
    for count in try history.series("planned:mail") {
      expectCount(count - 2 * trials, of: trials, chance: 0.3)
    }
  }
}
