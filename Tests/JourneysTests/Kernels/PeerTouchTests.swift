import Interchange
import TestSupport
import Testing

@testable import Journeys

/// Word of mouth: events that touch others of the same population.
///
/// Counts by chance stand in binomial bands of one false alarm in a million for each.
@Suite("Touches among peers")
struct PeerTouchTests {
  /// Groups of ten, of one and of ten again; events happen in the first two only.
  private static let groups =
    "group\n"
    + (0..<210).map { $0 < 100 ? "g\($0 % 10)" : $0 < 110 ? "s\($0)" : "h\($0 % 10)" }
    .joined(separator: "\n") + "\n"

  private func world(_ touch: String, channel: String = "direction: pull") throws -> World {
    let silent = (0..<10).map { "h\($0): 0" }.joined(separator: ", ")
    return try World(
      """
      populations:
        people:
          agents: people.csv
          paths: 210
          attributes: { group: { column: group } }
          breakdown: group
          journey: { stages: [a], start: a }
      channels: { word: { population: people, \(channel), engaged: 0.4 } }
      events: { tick: { population: people, while: a, ratePerWeek: 0.8, effects: { attributes: { group: { \(silent) } } }, touchesPeers: { channel: word, \(touch) } } }
      """, steps: 60, files: ["people.csv": Self.groups])
  }

  @Test("reach so many of the same level in the next step, but never the sender")
  func within() throws {
    let history = try world("count: 3, within: group").run()
    // Levels in the order of the rows: ten groups of ten, ten singles, ten silent groups.
    var (told, sent) = (0.0, 0.0)
    for cell in 0..<30 {
      let ticks = try history.series("event:tick", cell: cell)
      let words = try history.series("planned:word", cell: cell)
      #expect(words[0] == 0)
      for step in 1..<60 { #expect(words[step] <= 3 * ticks[step - 1]) }
      if cell < 10 {
        told += words.reduce(0, +)
        sent += 3 * ticks.dropLast().reduce(0, +)
      } else {
        // Who is alone tells nobody; those without events are told nothing by the others.
        #expect(words.reduce(0, +) == 0)
        #expect((ticks.reduce(0, +) > 0) == (cell < 20))
      }
    }
    // One draw in ten would be the sender's own.
    expectCount(told, of: sent, chance: 0.9)
    #expect(sent > 10_000)
    let reached = Set(
      history.simulation.paths(population: 0).compactMap { entry in
        if case .touch = entry.kind { entry.agent } else { nil }
      })
    #expect(reached == Set(0..<100))
    expectCount(try history.total("engaged:word"), of: told, chance: 0.4)
  }

  @Test("reach anybody where no level is named")
  func anybody() throws {
    let history = try world("count: 1").run()
    let sent = try history.series("event:tick").dropLast().reduce(0, +)
    let told = try history.total("planned:word")
    #expect(told <= sent)
    expectCount(told, of: sent, chance: 209.0 / 210)
    // The silent groups, a hundred of 210, hear what the others say.
    let silent = try (20..<30).reduce(0.0) { try $0 + history.total("planned:word", cell: $1) }
    expectCount(silent, of: sent, chance: 100.0 / 210)
  }

  @Test("go on when the organization is silent, unless they are a planned push channel of its own")
  func silence() throws {
    let pull = try world("count: 3, within: group")
    let expected = try pull.run().series("planned:word")
    #expect(try World(pull, arm: "zero").run().series("planned:word") == expected)
    let push = try world(
      "count: 3, within: group", channel: "plan: { cadence: { perWeek: 0 } }")
    #expect(try push.run().series("planned:word") == expected)
    #expect(try World(push, arm: "zero").run().total("planned:word") == 0)
  }
}
