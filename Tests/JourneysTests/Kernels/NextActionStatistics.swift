import Interchange
import Statistics
import TestSupport
import Testing

@testable import Journeys

/// Exploration, propensities and acceptance of the next best action.
///
/// Counts stand in binomial bands of one false alarm in a million for each.
@Suite("Exploring next actions, statistics")
struct NextActionStatistics {
  static let size = 40_000

  /// Three channels of which the first has the best gain; the third needs consent of half.
  private func run(
    _ action: String, size: Int = NextActionStatistics.size, paths: Int = 0, arm: String = "plan"
  ) throws -> History {
    let world = try World(
      """
      populations: { people: { size: \(size), paths: \(paths), journey: { stages: [a], start: a } } }
      channels:
        mail: { population: people, cost: { perTouch: 1 }, plan: { cadence: { perWeek: 3 } } }
        call: { population: people, cost: { perTouch: 9 }, plan: { cadence: { perWeek: 1 } } }
        post: { population: people, cost: { perTouch: 5 }, plan: { cadence: { perWeek: 2 } }, consent: 0.5 }
      policy: { nextBestAction: { population: people, channels: [mail, call, post], perWeek: 1, \(action) } }
      """, steps: 1)
    return try World(world, arm: arm).run()
  }

  @Test("takes a random one of those open to the agent in the share of exploration")
  func exploration() throws {
    let history = try run("exploration: 0.3")
    let all = Double(Self.size)
    // Half of the people have three options, the others two.
    let other = 0.3 * (0.5 / 3 + 0.5 / 2)
    expectCount(try history.total("chosen:call"), of: all, chance: other)
    expectCount(try history.total("chosen:post"), of: all, chance: 0.3 * 0.5 / 3)
    expectCount(try history.total("chosen:mail"), of: all, chance: 0.7 + other)
    expectCount(try history.total("explored:call"), of: all, chance: other)
    expectCount(try history.total("explored:mail"), of: all, chance: other)
    #expect(try history.total("explored:post") == history.total("chosen:post"))
    #expect(try history.total("delivered:post") == history.total("planned:post"))
  }

  @Test("logs the chance with which each action was chosen, by what was open to the agent")
  func propensities() throws {
    let history = try run("exploration: 0.3", size: 20_000, paths: 20_000)
    var counts = [[Double]](repeating: [0, 0, 0], count: 2)
    var explored = 0.0
    for entry in history.simulation.paths(population: 0) {
      guard case .action(let channel, let propensity, let isExploration) = entry.kind else {
        continue
      }
      let random = propensity - (channel == 0 ? 0.7 : 0)
      let options = (0.3 / random).rounded()
      #expect(abs(0.3 / random - options) < 1e-9)
      #expect(options == 2 || options == 3)
      #expect(channel != 2 || options == 3)
      #expect(channel == 0 || isExploration)
      if options == 2 || options == 3 { counts[Int(options) - 2][channel] += 1 }
      explored += isExploration ? 1 : 0
    }
    expectCount(explored, of: 20_000, chance: 0.3)
    for (place, options) in [2.0, 3].enumerated() {
      let all = counts[place].reduce(0, +)
      try #require(all > 9_000)
      expectCount(counts[place][0], of: all, chance: 0.7 + 0.3 / options)
      expectCount(counts[place][1], of: all, chance: 0.3 / options)
      expectCount(counts[place][2], of: all, chance: options == 3 ? 0.1 : 0)
    }
  }

  @Test("leaves it to the calendar where suggestions are not carried out", arguments: [0.0, 0.6])
  func acceptance(share: Double) throws {
    let history = try run("acceptance: \(share)")
    let all = Double(Self.size)
    let rest = 1 - share
    // Cadences of 3, 1 and 2, of which those without consent have 3 and 1.
    let calls = rest * (0.5 / 6 + 0.5 / 4)
    expectCount(try history.total("planned:call"), of: all, chance: calls)
    expectCount(try history.total("planned:post"), of: all, chance: rest * 0.5 * 2 / 6)
    expectCount(
      try history.total("planned:mail"), of: all, chance: share + rest * (0.5 * 3 / 6 + 0.5 * 3 / 4)
    )
    expectCount(try history.total("chosen:mail"), of: all, chance: share)
    #expect(try history.total("chosen:call") == 0)
  }

  @Test("does nothing in an arm that uses no channel")
  func silence() throws {
    let history = try run("exploration: 0.3", arm: "zero")
    for channel in ["mail", "call", "post"] {
      #expect(try history.total("planned:" + channel) == 0)
      #expect(try history.total("chosen:" + channel) == 0)
    }
  }

  @Test("leaves the calendars of channels that it does not choose from alone")
  func others() throws {
    let history = try World(
      """
      populations: { people: { size: 500, journey: { stages: [a], start: a } } }
      channels:
        mail: { population: people, plan: { cadence: { perWeek: 3 } } }
        call: { population: people, plan: { cadence: { perWeek: 1 } } }
      policy: { nextBestAction: { population: people, channels: mail, perWeek: 2 } }
      """, steps: 3
    ).run()
    #expect(try history.series("planned:mail") == [1_000, 1_000, 1_000])
    #expect(try history.series("planned:call") == [500, 500, 500])
  }
}
