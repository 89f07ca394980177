import Interchange
import Statistics
import TestSupport
import Testing

@testable import Journeys

/// What people feel about a visit, against integrals of the normal distribution.
///
/// Counts stand in binomial bands, means in normal ones, with one false alarm in a million for each.
@Suite("Experiences, statistics")
struct ExperienceStatistics {
  static let size = 200_000
  private let trials = Double(Self.size)

  /// Everybody has one visit, in step 0.
  private func run(
    _ experience: String, size: Int = ExperienceStatistics.size, more: String = "",
    trust: String = "", back: String = "", steps: Int = 1
  ) throws -> History {
    try World(
      """
      populations:
        people:
          size: \(size)
          paths: \(back.isEmpty ? 0 : size)
          \(trust)
          journey: { stages: [a, seen], start: a, transitions: { go: { from: a, to: seen, dwell: { fixedDays: 7 } }\(back) } }
      experiences: { visit: { population: people, entering: seen, \(experience) } }
      \(more)
      """, steps: steps
    ).run()
  }

  /// Chances of the answers 0 to 10 when the level felt lies below a number with a chance.
  private func answers(below: (Double) -> Double) -> [Double] {
    let ends = (0..<10).map { below(Double($0) + 0.5) }
    return zip(ends + [1], [0] + ends).map { $0 - $1 }
  }

  private func expectMean(
    _ sum: Double, _ values: [Double], _ chances: [Double], _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var (mean, square) = (0.0, 0.0)
    for (value, chance) in zip(values, chances) {
      mean += value * chance
      square += value * value * chance
    }
    let band = StatisticalBand.mean(
      mean, standardDeviation: (square - mean * mean).squareRoot(), samples: Self.size,
      falseAlarm: 1e-6)
    #expect(band.contains(sum / trials), "\(what)", sourceLocation: sourceLocation)
  }

  @Test("of one touchpoint are normal, rounded to 0 to 10; answers come by rate and extremes")
  func normal() throws {
    let history = try run(
      "touchpoints: { desk: 6.6 }, personSd: 2, visitSd: 1.5, response: 0.3, extremes: 2, unevenness: 3"
    )
    let chances = answers { Normal.cumulative(($0 - 6.6) / 2.5) }
    let asked = (0...10).map { $0 <= 3 || $0 >= 9 ? 0.6 : 0.3 }
    let points = (0...10).map { Double($0) }
    for (prefix, rates) in [("", [Double](repeating: 1, count: 11)), ("answered_", asked)] {
      let given = zip(chances, rates).map { $0 * $1 }
      let groups = [("promoters", 9...10), ("detractors", 0...6), ("recommend", 7...10)]
      for (name, range) in groups {
        expectCount(
          try history.total("\(prefix)\(name):visit"), of: trials,
          chance: given[range].reduce(0, +), "\(prefix)\(name)")
      }
      expectMean(
        try history.total("\(prefix)points:visit"), points, given, "\(prefix)points")
      expectCount(
        try history.total(prefix.isEmpty ? "experience:visit" : "answers:visit"), of: trials,
        chance: min(1, given.reduce(0, +)))
    }
  }

  @Test("of several touchpoints lose by their unevenness: its penalty times the mean spread")
  func unevenness() throws {
    let history = try run("touchpoints: { desk: 8, room: 8 }, visitSd: 2, unevenness: 0.5")
    // Mean and half the difference of two touchpoints are independent, with a scale of 2/√2 each.
    let scale = 2.0.squareRoot()
    let chances = answers { level in
      integral(to: 10 * scale) { spread in
        2 * density(spread / scale) / scale
          * Normal.cumulative((level + 0.5 * spread - 8) / scale)
      }
    }
    expectCount(
      try history.total("promoters:visit"), of: trials, chance: chances[9...].reduce(0, +))
    expectCount(
      try history.total("detractors:visit"), of: trials, chance: chances[...6].reduce(0, +))
    expectMean(
      try history.total("points:visit"), (0...10).map { Double($0) }, chances, "points")
    // In the middle of the scale, where rounding and ends do not matter: u · σ / √π is lost.
    let middle = try run("touchpoints: { desk: 5, room: 5 }, visitSd: 1, unevenness: 0.8")
    let lost = 0.8 / Double.pi.squareRoot()
    let variance = 0.5 + 0.64 * (0.5 - 1 / Double.pi) + 1.0 / 12
    let band = StatisticalBand.mean(
      5 - lost, standardDeviation: variance.squareRoot(), samples: Self.size, falseAlarm: 1e-6)
    #expect(band.contains(try middle.total("points:visit") / trials))
  }

  private func density(_ x: Double) -> Double {
    Elementary.exp(-x * x / 2) / (2 * Double.pi).squareRoot()
  }

  /// Simpson's rule from zero on 2,000 intervals.
  private func integral(to end: Double, _ value: (Double) -> Double) -> Double {
    let width = end / 2_000
    let sum = (0...2_000).reduce(0.0) { sum, place in
      let weight = place == 0 || place == 2_000 ? 1.0 : place % 2 == 1 ? 4 : 2
      return sum + weight * value(Double(place) * width)
    }
    return sum * width / 3
  }

  @Test("of uneven touchpoints without chance lose by their own spread")
  func spread() throws {
    // 9, 5 and 7: a mean of 7 and a spread of √(8/3), of which 0.9 are lost: 5.53.
    let history = try run("touchpoints: { a: 9, b: 5, c: 7 }, unevenness: 0.9", size: 100)
    #expect(try history.total("points:visit") == 600)
    let even = try run("touchpoints: { a: 9, b: 5, c: 7 }", size: 100)
    #expect(try even.total("points:visit") == 700)
  }

  @Test("suffer from repeated questions, Poisson with what the spine does not carry")
  func repeats() throws {
    let integration =
      "policy: { integration: { share: { before: 0.2, after: 0.6, fromDay: 0, toDay: 0 } } }"
    let history = try run(
      "touchpoints: { desk: 9 }, repeats: 1.5, perRepeat: 1", more: integration)
    let none = Elementary.exp(-0.6)
    expectCount(try history.total("promoters:visit"), of: trials, chance: none)
    // Two repeats leave 7, three 6.
    expectCount(
      try history.total("detractors:visit"), of: trials,
      chance: 1 - none * (1 + 0.6 + 0.18))
    let half = try run(
      "touchpoints: { desk: 9 }, repeats: 1.5, perRepeat: 3", more: integration)
    expectCount(try half.total("detractors:visit"), of: trials, chance: 1 - none)
  }

  private static let mail = """
    channels:
      mail: { population: people, plan: { cadence: { perWeek: 1 }, flights: { f: { from: 2027-01-04, to: 2027-01-04 } } } }
      call: { population: people }
    handoffs: { lead: { after: mail, to: call, withinDays: 7, landing: 0 } }
    """

  @Test(
    "gain from channels by their response, and lose by dead ends that are felt, within 0 to 10",
    arguments: [
      ("touchpoints: { desk: 7.2 }, channels: { mail: 2 }", 8),
      ("touchpoints: { desk: 7.2 }, channels: { mail: 2, call: 9 }", 8),
      ("touchpoints: { desk: 7.2 }, deadEnds: 0.6", 7),
      ("touchpoints: { desk: 7.2 }, deadEnds: 0.8", 6),
      ("touchpoints: { desk: 9.9 }, channels: { mail: 8 }", 10),
      ("touchpoints: { desk: 1.2 }, deadEnds: 4", 0),
    ])
  func additions(experience: String, points: Double) throws {
    let history = try run(
      experience, size: 100, more: Self.mail, trust: "trust: { start: 0.7, deadEnd: 0.2 }")
    #expect(try history.total("points:visit") == 100 * points)
  }

  @Test(
    "act by their ratio per point above the expected, from the next step on, on those who had one",
    arguments: [(9.0, 1.3), (3.0, 0.7), (3.0, 1.3)])
  func effects(score: Double, ratio: Double) throws {
    let history = try run(
      "touchpoints: { desk: \(score) }, expected: 6.5",
      more: """
        events:
          tick: { population: people, while: seen, probability: 0.1, effects: { experience: \(ratio) } }
          tock: { population: people, while: { a: 1, seen: 1 }, probability: 0.1, effects: { experience: \(ratio) } }
        """,
      back: ", back: { from: seen, to: a, ratePerWeek: 0.1, effects: { experience: \(ratio) } }",
      steps: 2)
    let felt = Elementary.pow(ratio, score - 6.5)
    let (ticks, tocks) = try (history.series("event:tick"), history.series("event:tock"))
    expectCount(ticks[0], of: trials, chance: 0.1)
    expectCount(tocks[0], of: trials, chance: 0.1)
    let left = try history.series("transition:back")[1]
    expectCount(left, of: trials, chance: 1 - Elementary.exp(-0.1 * felt))
    expectCount(ticks[1], of: trials - left, chance: 0.1 * felt)
    expectCount(tocks[1], of: trials, chance: 0.1 * felt)
  }

  @Test("of one person share a level of its own; those of visits are drawn anew")
  func people() throws {
    /// Pairs of answers in the first and second visit.
    func pairs(_ experience: String) throws -> [[Int]] {
      let history = try run(
        "touchpoints: { desk: 5 }, \(experience)", size: 20_000,
        back: ", back: { from: seen, to: a, dwell: { fixedDays: 7 } }", steps: 3)
      var answers = [[Int]](repeating: [], count: 20_000)
      for entry in history.simulation.paths(population: 0) {
        if case .experience(_, let points, true) = entry.kind {
          answers[entry.agent].append(points)
        }
      }
      #expect(answers.allSatisfy { $0.count == 2 })
      return answers
    }
    #expect(try pairs("personSd: 2").allSatisfy { $0[0] == $0[1] })
    let alike = try pairs("visitSd: 2").count { $0[0] == $0[1] }
    let chances = answers { Normal.cumulative(($0 - 5) / 2) }
    expectCount(Double(alike), of: 20_000, chance: chances.reduce(0) { $0 + $1 * $1 })
  }
}
