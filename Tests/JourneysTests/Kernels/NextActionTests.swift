import Interchange
import Statistics
import TestSupport
import Testing

@testable import Journeys

/// The next best action, against the formula worked out by hand.
///
/// Counts by chance stand in binomial bands of one false alarm in a million for each.
@Suite("Next best action, statistics")
struct NextActionTests {
  static let size = 50_000
  private let trials = Double(Self.size)

  private static func sections(
    _ action: String, mail: String = "", call: String = "", people: String = "",
    policy: String = "", size: Int = NextActionTests.size
  ) -> String {
    """
    populations: { people: { size: \(size), \(people)journey: { stages: [a, b], start: { a: 0.7, b: 0.3 } } } }
    channels:
      mail: { population: people, function: marketing, cost: { perTouch: 1 }, plan: { cadence: { perWeek: 3 } }\(mail) }
      call: { population: people, function: sales, cost: { perTouch: 10 }, plan: { cadence: { perWeek: 1 } }\(call) }
    policy: { nextBestAction: { population: people, channels: [mail, call], \(action) }\(policy) }
    """
  }

  private func run(
    _ action: String, mail: String = "", call: String = "", people: String = "",
    policy: String = "", steps: Int = 1
  ) throws -> History {
    try World(
      Self.sections(action, mail: mail, call: call, people: people, policy: policy), steps: steps
    ).run()
  }

  /// The steps in which each channel is chosen for everybody: 0 mail, 1 call.
  private func choices(_ history: History) throws -> [Int] {
    let calls = try history.series("planned:call")
    #expect(calls.allSatisfy { $0 == 0 || $0 == trials })
    #expect(try history.series("planned:mail") == calls.map { trials - $0 })
    #expect(try history.series("chosen:call") == calls)
    return calls.map { $0 == 0 ? 0 : 1 }
  }

  @Test("comes at its own rate to those in its stages, and replaces the calendars")
  func rate() throws {
    let some = try run("perWeek: 0.3, stages: b")
    let people = try some.series("stage:b")[0]
    let planned = try some.total("planned:mail") + some.total("planned:call")
    expectCount(planned, of: people, chance: 0.3)
    #expect(try some.total("chosen:mail") + some.total("chosen:call") == planned)
    let many = try run("perWeek: 2.4")
    expectCount(
      try many.total("planned:mail") + many.total("planned:call") - 2 * trials, of: trials,
      chance: 0.4)
  }

  /// Gains per cost are log(estimate) · ½ · chance over 1 and over 10.
  @Test(
    "takes the touch of the highest gain per cost, by its own estimates",
    arguments: [
      ("estimates: { mail: 1.1, call: 2.55 }", "", 0),
      ("estimates: { mail: 1.1, call: 2.65 }", "", 1),
      ("estimates: { mail: 1.1, call: 2.65 }", ", engaged: 0.9", 0),
      ("estimates: { mail: 1.1, call: 2.65 }", ", seen: 0.9", 0), ("", "", 0),
      ("objective: engagement, estimates: { mail: 1.01, call: 9 }", "", 0),
    ])
  func best(estimates: String, call: String, expected: Int) throws {
    // Half of what a first touch gives cancels: log 1.1 is 0.0953, log 2.6 a tenth of 0.9555.
    let history = try run("perWeek: 1" + (estimates.isEmpty ? "" : ", " + estimates), call: call)
    #expect(try choices(history) == [expected])
  }

  @Test("weighs the cost of an engagement by its chance")
  func engagementCost() throws {
    // Costs of 1 + 30 · 0.3 = 10 and 10; with a chance of 0.2, of 1 + 30 · 0.2 = 7 and 10.
    let action = "perWeek: 1, objective: engagement"
    func mail(_ chance: Double, call: Double) throws -> [Int] {
      let text = Self.sections(
        action, mail: ", engaged: \(chance)", call: ", engaged: \(call)"
      ).replacing("perTouch: 1 }", with: "perTouch: 1, perEngagement: 30 }")
      return try choices(try World(text, steps: 1).run())
    }
    #expect(try mail(0.3, call: 0.29) == [0])
    #expect(try mail(0.3, call: 0.31) == [1])
    // 0.2 / 7 is 0.02857.
    #expect(try mail(0.2, call: 0.28) == [0])
    #expect(try mail(0.2, call: 0.29) == [1])
  }

  /// What a policy does that sees everybody engage so many steps later; never for `nil`.
  private func oracle(steps: Int, seenAfter: [Int?]) -> [Int] {
    var memory = [0.0, 0.0]
    var engaged: [(step: Int, channel: Int)] = []
    return (0..<steps).map { step in
      for channel in 0..<2 { memory[channel] *= 0.5.squareRoot() }
      for sight in engaged where sight.step + (seenAfter[sight.channel] ?? 1_000) == step {
        memory[sight.channel] += 1
      }
      let gains = [1.2, 8].enumerated().map { channel, estimate in
        let (before, after) = (memory[channel], memory[channel] + 1)
        let gain = after / (after + 1) - before / (before + 1)
        return Elementary.log(estimate) * gain / (channel == 0 ? 1 : 10)
      }
      let best = gains[1] > gains[0] ? 1 : 0
      engaged.append((step, best))
      return best
    }
  }

  @Test(
    "knows of earlier engagements what the spine has carried so far",
    arguments: [
      ("share: 1", [1, 1], 2), ("latencyDays: 21", [3, 3], 2), ("share: 0", [nil, nil], 1),
      ("channels: call", [nil, 1], 2), ("channels: mail", [1, nil], 1),
    ] as [(String, [Int?], Int)])
  func saturation(integration: String, seenAfter: [Int?], kinds: Int) throws {
    let carryover = ", carryover: { halfLifeWeeks: 2 }"
    let history = try run(
      "perWeek: 1, estimates: { mail: 1.2, call: 8 }", mail: carryover, call: carryover,
      policy: ", integration: { \(integration) }", steps: 12)
    let expected = oracle(steps: 12, seenAfter: seenAfter)
    #expect(try choices(history) == expected)
    #expect(Set(expected).count == kinds)
  }

  @Test("weighs how well the content matches the person's stage")
  func content() throws {
    let text = Self.sections(
      "perWeek: 1, estimates: { mail: 1.1, call: 1.9 }", mail: ", content: item")
    let history = try World(
      text + "\ncontent: { item: { population: people, match: { stage: { a: 0.5 } } } }", steps: 1
    ).run()
    // 0.0953 in stage b, but half of it in a, where a tenth of 0.642 is more.
    #expect(try history.series("planned:mail") == history.series("stage:b"))
    #expect(try history.series("planned:call") == history.series("stage:a"))
  }

  @Test("sees the share of the engagements that the spine carries")
  func share() throws {
    // After a mail that was seen the marginal gain falls to a third, and the call is better.
    let history = try run(
      "perWeek: 1, estimates: { mail: 1.1, call: 1.9 }",
      mail: ", carryover: { retentionPerWeek: 1 }", policy: ", integration: { share: 0.35 }",
      steps: 2)
    #expect(try history.series("planned:mail")[0] == trials)
    expectCount(try history.series("planned:call")[1], of: trials, chance: 0.35)
  }

  @Test("fits the choice to what each person likes, and to the mean of all where that is unknown")
  func affinity() throws {
    let people =
      "attributes: { kind: { shares: { x: 0.4, y: 0.6 } }, liking: { constant: 1, scaledBy: { kind: { x: 0.1, y: 0.3 } } } }, breakdown: kind, "
    // Engagement per cost is 0.1 or 0.3 for a mail, 0.22 on average, and 0.2 or 0.25 for a call.
    for (call, mean) in [(0.2, 0), (0.25, 1)] {
      let text = Self.sections(
        "perWeek: 1, objective: engagement, known: 0.7", mail: ", affinity: liking",
        call: ", engaged: \(call)", people: people
      ).replacing("perTouch: 10", with: "perTouch: 1")
      let history = try World(text, steps: 1).run()
      for cell in 0..<2 {
        let all =
          try history.series("stage:a", cell: cell)[0] + history.series("stage:b", cell: cell)[0]
        let mails = (cell == 1 ? 0.7 : 0) + (mean == 0 ? 0.3 : 0)
        expectCount(
          try history.series("planned:mail", cell: cell)[0], of: all, chance: mails,
          "call \(call), cell \(cell)")
      }
    }
  }
}
