import Interchange
import Testing

@testable import Journeys

/// Limits on contacts over all functions.
///
/// Everybody gets the same, or a replay says who gets what, so every count is exact.
@Suite("Contact governor")
struct GovernorTests {
  private static let size = 300.0

  /// Two touches of each channel a week, and a governor.
  private func run(
    _ governor: String, mail: String = "", call: String = "", cadence: Int = 2, steps: Int = 6
  ) throws -> History {
    try World(
      """
      populations: { people: { size: 300, paths: 300, journey: { stages: [a], start: a } } }
      channels:
        mail: { population: people, function: marketing, plan: { cadence: { perWeek: \(cadence) } }\(mail) }
        call: { population: people, function: sales, plan: { cadence: { perWeek: \(cadence) } }\(call) }
      policy: { governor: { population: people, \(governor) } }
      """, steps: steps
    ).run()
  }

  /// Expects so many delivered touches of an agent in each step, and that the rest was held back.
  private func expectDelivered(
    _ channel: String, _ history: History, _ each: [Int],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let delivered = try history.series("delivered:" + channel)
    #expect(
      delivered == each.map { Double($0) * Self.size }, "\(channel)",
      sourceLocation: sourceLocation)
    let held = try history.series("held:" + channel)
    let planned = try history.series("planned:" + channel)
    #expect(zip(delivered, held).map { $0 + $1 } == planned, sourceLocation: sourceLocation)
  }

  @Test("lets so many touches through in a window of the calendar, over all its channels")
  func cap() throws {
    let history = try run("cap: { touches: 3, perWeeks: 2 }")
    try expectDelivered("mail", history, [2, 0, 2, 0, 2, 0])
    try expectDelivered("call", history, [1, 0, 1, 0, 1, 0])
    let wide = try run("cap: { touches: 9, perDays: 21 }")
    try expectDelivered("mail", wide, [2, 2, 1, 2, 2, 1])
    try expectDelivered("call", wide, [2, 2, 0, 2, 2, 0])
  }

  @Test("serves functions by priority, others after them as declared")
  func priority() throws {
    let history = try run("cap: { touches: 3, perWeeks: 2 }, priority: [sales]")
    try expectDelivered("call", history, [2, 0, 2, 0, 2, 0])
    try expectDelivered("mail", history, [1, 0, 1, 0, 1, 0])
    let declared = try run("cap: { touches: 3, perWeeks: 2 }, priority: [marketing, sales]")
    try expectDelivered("mail", declared, [2, 0, 2, 0, 2, 0])
  }

  @Test("keeps two touches of an agent the least distance apart")
  func distance() throws {
    let weekly = try run("minimumDays: 7")
    try expectDelivered("mail", weekly, [1, 1, 1, 1, 1, 1])
    try expectDelivered("call", weekly, [0, 0, 0, 0, 0, 0])
    let rare = try run("minimumDays: 15, priority: [sales]")
    try expectDelivered("call", rare, [1, 0, 0, 1, 0, 0])
    try expectDelivered("mail", rare, [0, 0, 0, 0, 0, 0])
  }

  @Test("leaves alone channels that it does not govern, and what people start themselves")
  func exempt() throws {
    let named = try run("cap: { touches: 3, perWeeks: 2 }, channels: [call]")
    try expectDelivered("mail", named, [2, 2, 2, 2, 2, 2])
    try expectDelivered("call", named, [2, 1, 2, 1, 2, 1])
    let pull = try run("cap: { touches: 3, perWeeks: 2 }", mail: ", direction: pull")
    try expectDelivered("mail", pull, [2, 2, 2, 2, 2, 2])
    try expectDelivered("call", pull, [2, 1, 2, 1, 2, 1])
  }

  @Test("counts what was delivered, not what capacity left out")
  func capacity() throws {
    // Of 600 mails 150 are delivered in each step; a window has room for 5 touches of an agent.
    let history = try run("cap: { touches: 5, perWeeks: 2 }", mail: ", capacityPerWeek: 150")
    #expect(try history.series("delivered:mail").allSatisfy { $0 == 150 })
    var counts: [Int: [Int]] = [:]
    for entry in history.simulation.paths(population: 0) {
      if case .touch(let channel, _) = entry.kind {
        counts[entry.agent * 10 + entry.step / 2, default: [0, 0]][channel] += 1
      }
    }
    // Four calls are wanted; who has had k mails gets as many as fit, and mail comes first.
    #expect(counts.count == 900)
    #expect(counts.values.allSatisfy { $0[1] == min(4, 5 - $0[0]) })
    #expect(Set(counts.values.map { $0[0] }) == [0, 1, 2, 3])
  }

  @Test("does not use up a channel's own cap with touches that it holds back")
  func channelCap() throws {
    // Calls go first and keep mail away in step 0; in step 1 the mail of that window is still free.
    let history = try run(
      "minimumDays: 7, priority: [sales]", mail: ", cap: { touches: 1, perWeeks: 2 }",
      call: ", cap: { touches: 1, perWeeks: 2 }", cadence: 1)
    #expect(try history.series("delivered:call") == [300, 0, 300, 0, 300, 0])
    #expect(try history.series("held:mail") == [300, 0, 300, 0, 300, 0])
    #expect(try history.series("delivered:mail") == [0, 300, 0, 300, 0, 300])
  }

  @Test(
    "lets through what a replay of the same world without it lets through",
    arguments: [(3, 4, 0), (99, 4, 10), (2, 3, 7)])
  func replay(cap: Int, weeks: Int, days: Int) throws {
    func touches(_ governor: String) throws -> [[Int]] {
      let history = try World(
        """
        populations: { people: { size: 800, paths: 800, journey: { stages: [a], start: a } } }
        channels:
          mail: { population: people, plan: { cadence: { perWeek: 1.2 } } }
          call: { population: people, plan: { cadence: { perWeek: 0.4 } } }
          post: { population: people, plan: { cadence: { perWeek: 0.3 } } }
        policy: { \(governor) }
        """, steps: 24
      ).run()
      return history.simulation.paths(population: 0).compactMap {
        if case .touch(let channel, _) = $0.kind { [$0.agent, $0.step, channel] } else { nil }
      }
    }
    let governor = "population: people, cap: { touches: \(cap), perWeeks: \(weeks) }"
    let distance = days > 0 ? ", minimumDays: \(days)" : ""
    let steps = (days + 6) / 7
    var window: [Int: Int] = [:]
    var last: [Int: Int] = [:]
    let expected = try touches("").filter { touch in
      let (agent, step) = (touch[0], touch[1])
      let place = agent * 100 + step / weeks
      if window[place, default: 0] >= cap || step - (last[agent] ?? -99) < steps { return false }
      window[place, default: 0] += 1
      last[agent] = step
      return true
    }
    #expect(try touches("governor: { \(governor)\(distance) }") == expected)
    #expect(expected.count > 5_000)
  }
}
