import Interchange
import Statistics
import TestSupport
import Testing

/// What becomes of threads, against the product of the chances on their way.
///
/// Everybody engages once with a mail, in the first step. Bands are exact and binomial, with one
/// false alarm in a million for each count; counts without chance are exact.
@Suite("Threads, statistics")
struct ThreadStatistics {
  static let size = 100_000
  private let trials = Double(Self.size)

  /// A mail to everybody in step 0, a call in the steps of its flights, and one handoff between them.
  private func run(
    _ handoff: String, call: String = "", mail: String = "", policy: String = "",
    people: String = "stages: [a], start: a", more: String = "", steps: Int = 7
  ) throws -> History {
    try World(
      """
      populations: { people: { size: \(Self.size), journey: { \(people) } } }
      channels:
        mail: { population: people, function: marketing, plan: { cadence: { perWeek: 1 }, flights: { f: { from: 2027-01-04, to: 2027-01-10 } } } }
        call: { population: people, function: sales\(call) }
      handoffs: { lead: { after: mail, to: call, \(handoff) } }
      policy: { \(policy) }
      \(more)
      """, steps: steps
    ).run()
  }

  /// A plan of one call to everybody in the weeks that begin on these days.
  private func calls(_ days: [String]) -> String {
    let flights = days.map { "d\($0): { from: \($0), to: \($0) }" }
    return ", plan: { cadence: { perWeek: 1 }, flights: { \(flights.joined(separator: ", ")) } }"
  }

  /// Expects a fate to come in one step only, in a share of the agents.
  private func expectFate(
    _ fate: String, _ history: History, step: Int, share: Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for (number, count) in try history.series("\(fate):lead").enumerated() {
      expectCount(
        count, of: trials, chance: number == step ? share : 0, "\(fate) in step \(number)",
        sourceLocation: sourceLocation)
    }
  }

  @Test("break and hold as landing, capture, the spine, success and context multiply")
  func fates() throws {
    let history = try run(
      "withinDays: 14, landing: 0.65, captured: 0.4, success: 0.8, context: 0.45",
      policy: "integration: { share: 0.7 }")
    let sent = 0.65 * 0.4 * 0.7 * 0.8
    try expectFate("opened", history, step: 0, share: 1)
    try expectFate("black_hole", history, step: 0, share: 0.35)
    try expectFate("followed", history, step: 1, share: sent * 0.45)
    // Two weeks end with step 2: who was not continued by then is counted in step 3.
    try expectFate("silo", history, step: 3, share: sent * 0.55)
    try expectFate("void", history, step: 3, share: 0.65 - sent)
    let delivered = try history.series("delivered:call")
    expectCount(delivered[1], of: trials, chance: sent)
    #expect(delivered.reduce(0, +) == delivered[1])
  }

  @Test(
    "see other functions' engagements as the spine carries them, and their own always",
    arguments: [
      ("", "share: 0.3", 0.3), ("", "share: 0.9, channels: [call]", 0),
      ("", "share: 0.9, channels: [mail]", 0.9),
      ("", "share: 0.9, pairs: { \"marketing>sales\": { share: 0.2 } }", 0.2),
      ("", "share: 0.9, pairs: { \"sales>marketing\": { share: 0.2 } }", 0.9),
      (", function: sales", "share: 0, channels: [call]", 1),
    ] as [(String, String, Double)])
  func spine(function: String, integration: String, share: Double) throws {
    let world = try World(
      """
      populations: { people: { size: \(Self.size), journey: { stages: [a], start: a } } }
      channels:
        mail: { population: people, plan: { cadence: { perWeek: 1 }, flights: { f: { from: 2027-01-04, to: 2027-01-10 } } }\(function.isEmpty ? ", function: marketing" : function) }
        web: { population: people, function: marketing }
        call: { population: people, function: sales }
      handoffs: { lead: { after: [mail, web], to: call, withinDays: 7 } }
      policy: { integration: { \(integration) } }
      """, steps: 4)
    let history = try world.run()
    try expectFate("followed", history, step: 1, share: share)
    try expectFate("void", history, step: 2, share: 1 - share)
  }

  @Test("follow the ramps of landing, capture, success, context and spine to the day")
  func ramps() throws {
    // Worth 0.2 until day 7 and 0.6 from day 21 on: 0.4 on day 14.
    let ramp = "{ before: 0.2, after: 0.6, fromDay: 7, toDay: 21 }"
    for (handoff, policy) in [
      ("captured: \(ramp)", ""), ("success: \(ramp)", ""), ("context: \(ramp)", ""),
      ("landing: \(ramp)", ""), ("opens: 1", "integration: { share: \(ramp) }"),
    ] {
      let history = try World(
        """
        populations: { people: { size: \(Self.size), journey: { stages: [a], start: a } } }
        channels:
          mail: { population: people, function: marketing, plan: { cadence: { perWeek: 1 }, flights: { f: { from: 2027-01-18, to: 2027-01-24 } } } }
          call: { population: people, function: sales }
        handoffs: { lead: { after: mail, to: call, withinDays: 7, \(handoff) } }
        policy: { \(policy) }
        """, steps: 5, burnIn: 3
      ).run()
      try expectFate("followed", history, step: 3, share: 0.4)
    }
  }

  @Test("are continued by whatever call comes once the signal is seen, and ignored by earlier ones")
  func calendarTouches() throws {
    // Seen after two weeks: the call of week 1 cannot know, the one of week 2 can.
    let policy = "integration: { share: 0.6, latencyDays: 14 }"
    let handoff = "withinDays: 21, success: 0, captured: 0.5, context: 0.8"
    let both = try run(handoff, call: calls(["2027-01-11", "2027-01-18"]), policy: policy)
    try expectFate("followed", both, step: 2, share: 0.24)
    try expectFate("silo", both, step: 4, share: 0.76)
    #expect(try both.total("void:lead") == 0)
    let early = try run(handoff, call: calls(["2027-01-11"]), policy: policy)
    try expectFate("silo", early, step: 4, share: 1)
    let late = try run(handoff, call: calls(["2027-01-18"]), policy: policy)
    try expectFate("followed", late, step: 2, share: 0.24)
    try expectFate("silo", late, step: 4, share: 0.76)
    // A call in the step of the engagement itself is none that follows.
    let same = try run(handoff, call: calls(["2027-01-04"]), policy: policy)
    try expectFate("void", same, step: 4, share: 1)
  }

  @Test(
    "are lost when the signal and the follow-up together come after the deadline",
    arguments: [
      (7, 7, 14, 2), (0, 14, 14, 2), (0, 8, 14, 2), (8, 7, 14, nil), (21, 0, 14, nil),
      (8, 6, 15, 2), (0, 0, 7, 1), (8, 7, 21, 3),
    ] as [(Int, Int, Int, Int?)])
  func deadline(latency: Int, delay: Int, within: Int, sent: Int?) throws {
    let history = try run(
      "withinDays: \(within), delayDays: \(delay)",
      policy: "integration: { latencyDays: \(latency) }")
    if let sent {
      try expectFate("followed", history, step: sent, share: 1)
    } else {
      #expect(try history.total("delivered:call") == 0)
      try expectFate("void", history, step: within / 7 + 1, share: 1)
    }
  }

  @Test("open for the share with an intent, in the stages of the rule only")
  func openings() throws {
    let history = try run(
      "withinDays: 7, opens: 0.3, stages: b", people: "stages: [a, b], start: { a: 0.4, b: 0.6 }")
    try expectFate("opened", history, step: 0, share: 0.18)
    let opened = try history.total("opened:lead")
    #expect(try history.total("followed:lead") == opened)
    #expect(try history.series("delivered:call")[1] == opened)
  }

  @Test("open by each engagement of a step on its own, with one channel and with several")
  func severalEngagements() throws {
    // Of two engagements, at least one carries an intent with 1 − 0.7².
    for sources in ["mail", "[mail, post]"] {
      let cadence = sources == "mail" ? 2 : 1
      let history = try World(
        """
        populations: { people: { size: \(Self.size), journey: { stages: [a], start: a } } }
        channels:
          mail: { population: people, plan: { cadence: { perWeek: \(cadence) } } }
          post: { population: people, plan: { cadence: { perWeek: 1 } } }
          call: { population: people }
        handoffs: { lead: { after: \(sources), to: call, withinDays: 7, opens: 0.3 } }
        """, steps: 1
      ).run()
      expectCount(try history.total("opened:lead"), of: trials, chance: 0.51, "\(sources)")
    }
  }

  @Test("continued in context raise engagement and what it adds to memory by their ratios")
  func ratios() throws {
    let events =
      "events: { tick: { population: people, while: a, probability: 0.1, effects: { channels: { call: 5 } } } }"
    let history = try run(
      "withinDays: 7, context: 0.6, engagement: 1.75, response: 3", call: ", engaged: 0.4",
      more: events)
    let continued = try history.series("continued:call")[1]
    expectCount(continued, of: trials, chance: 0.6 * 0.7)
    expectCount(
      try history.series("engaged:call")[1] - continued, of: trials, chance: 0.4 * 0.4)
    // A touch in context is remembered as three: a response of 3/4 in place of 1/2.
    let ticks = try history.series("event:tick")[1]
    let known = 0.6 * 0.7 * Elementary.pow(5, 0.75)
    let other = 0.4 * 0.4 * 5.0.squareRoot()
    expectCount(ticks, of: trials, chance: 0.1 * (known + other + 1 - 0.42 - 0.16))
    #expect(try history.total("continued:mail") == 0)
  }
}
