import Interchange
import Statistics
import TestSupport
import Testing

@testable import Journeys

/// Content, time and channel fitted to people.
///
/// Responses are read off the chance of an event, in binomial bands of one false alarm in a million
/// for each count.
@Suite("Personalization, statistics")
struct PersonalizationStatistics {
  static let size = 200_000

  /// Shares of people: persona x or y, place p or q, the latter in a ratio that is not even.
  static let people =
    "attributes: { persona: { shares: { x: 0.5, y: 0.5 } }, place: { shares: { p: 0.8, q: 0.2 } } }, breakdown: [persona, place]"

  static let content = """
    content:
      general: { population: people, match: { persona: { x: 0.5, y: 0.5 } } }
      formal: { population: people, match: { persona: { y: 0.2 } } }
      local: { population: people, match: { persona: { x: 0 }, place: { q: 0.1 } } }
      remote: { population: people, match: { persona: { x: 0 }, place: { p: 0.6 } } }
    """

  private func run(_ personalization: String, channel: String = "") throws -> History {
    try World(
      """
      populations: { people: { size: \(Self.size), \(Self.people), journey: { stages: [a], start: a } } }
      \(Self.content)
      channels:
        mail: { population: people, plan: { cadence: { perWeek: 1 } }, content: general\(channel) }
        post: { population: people }
      policy: { personalization: { population: people\(personalization) } }
      events: { tick: { population: people, while: a, probability: 0.1, effects: { channels: { mail: 8 } } } }
      """, steps: 1
    ).run()
  }

  /// Matches of the four kinds x p, x q, y p, y q, of known people and of the rest.
  private func expectMatches(
    _ history: History, _ matches: [Double], usual: Double = 0.5, known: Double = 1,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for (cell, match) in matches.enumerated() {
      // One remembered touch gives half the response.
      let chance =
        known * Elementary.pow(8, match / 2) + (1 - known) * Elementary.pow(8, usual / 2)
      expectCount(
        try history.series("event:tick", cell: cell)[0],
        of: try history.series("stage:a", cell: cell)[0], chance: 0.1 * chance, "cell \(cell)",
        sourceLocation: sourceLocation)
    }
  }

  @Test("sends everybody the same without a level")
  func none() throws {
    try expectMatches(try run(""), [0.5, 0.5, 0.5, 0.5])
    try expectMatches(try run(", level: none, known: 0.5"), [0.5, 0.5, 0.5, 0.5])
  }

  @Test("sends every person the best there is")
  func individual() throws {
    try expectMatches(try run(", level: individual"), [1, 1, 1, 1])
    try expectMatches(
      try run(", level: individual, library: [formal, remote]"), [1, 1, 0.6, 1])
    try expectMatches(try run(", level: individual, library: [local]"), [0.5, 0.5, 1, 0.5])
  }

  @Test("sends a segment what is best for its people on average")
  func segment() throws {
    // For y: general 0.5, formal 0.2, local 0.8·1 + 0.2·0.1 = 0.82, remote 0.8·0.6 + 0.2 = 0.68;
    // an even split of the places would make it local 0.55 and remote 0.8.
    try expectMatches(try run(", level: segment, by: persona"), [1, 1, 1, 0.1])
    // By place, p and q hold half of each persona: general 0.5, formal 0.6, local 0.5 and 0.05.
    try expectMatches(try run(", level: segment, by: place"), [1, 1, 0.2, 0.2])
  }

  @Test("reaches only those whom the organization knows, through the channels that it names")
  func known() throws {
    try expectMatches(try run(", level: individual, known: 0.35"), [1, 1, 1, 1], known: 0.35)
    try expectMatches(
      try run(", level: individual, channels: post"), [0.5, 0.5, 0.5, 0.5])
  }

  @Test("is seen more often at the right time, by those who are known, and never above one")
  func timing() throws {
    func seen(_ personalization: String, _ seen: String) throws -> Double {
      try run(personalization, channel: ", seen: \(seen)").total("seen:mail")
    }
    let trials = Double(Self.size)
    expectCount(try seen(", timing: 1.5", "0.4"), of: trials, chance: 0.6)
    expectCount(try seen(", timing: 1.5, known: 0.3", "0.4"), of: trials, chance: 0.46)
    expectCount(try seen(", timing: 1.5, known: 0.3", "0.8"), of: trials, chance: 0.3 + 0.56)
    expectCount(
      try seen(", timing: 1.5", "{ by: persona, values: { x: 0.2, y: 0.4 } }"), of: trials,
      chance: 0.45)
  }

  @Test("moves touches to channels that people like and keeps each person's number of touches")
  func preference() throws {
    func touches(_ personalization: String) throws -> (History, [[Int]]) {
      let history = try World(
        """
        populations:
          people:
            size: 300
            paths: 300
            attributes: { a: { uniform: { low: 0, high: 2 } }, b: { uniform: { low: 0.5, high: 1 } } }
            journey: { stages: [a], start: a }
        content: { item: { population: people } }
        channels:
          mail: { population: people, plan: { cadence: { perWeek: 0.6, spacing: even } }, affinity: a, content: item }
          call: { population: people, plan: { cadence: { perWeek: 0.2, spacing: even } }, affinity: b, content: item }
          post: { population: people, plan: { cadence: { perWeek: 0.3, spacing: even } }, content: item }
        policy: { personalization: { population: people, \(personalization) } }
        """, steps: 100
      ).run()
      var counts = [[Int]](repeating: [0, 0, 0], count: 300)
      for entry in history.simulation.paths(population: 0) {
        if case .touch(let channel, _) = entry.kind { counts[entry.agent][channel] += 1 }
      }
      return (history, counts)
    }
    let (history, counts) = try touches("preference: 0.4")
    let likes = (0..<2).map { history.simulation.numbers(population: 0, attribute: $0) }
    var moved = 0
    for row in 0..<300 {
      let mail = 0.6 * likes[0][row]
      let share = mail / (mail + 0.2 * likes[1][row])
      // 0.8 touches a week on both: 60 % as planned, 40 % by liking. Post has no affinity.
      let expected = [36 + 32 * share, 12 + 32 * (1 - share), 30]
      for channel in 0..<3 {
        #expect(abs(Double(counts[row][channel]) - expected[channel]) < 1)
      }
      moved += abs(counts[row][0] - 60) > 3 ? 1 : 0
    }
    #expect(moved > 100)
    let (_, unknown) = try touches("preference: 0.4, known: 0")
    #expect(unknown.allSatisfy { $0 == [60, 20, 30] })
  }
}
