import Foundation
import Statistics
import TestSupport
import Testing

@testable import Estimation

/// Simulators whose plausible regions are known, with random numbers by the place of the world.
struct MatchingWorld: Sendable {
  let dimension: Int
  /// Standard deviation between worlds of one point, for every statistic.
  let spread: Double
  let means: @Sendable ([Double]) -> [Double]

  /// The statistics of a world.
  func statistics(_ point: [Double], world: Int, seed: UInt64) -> [Double] {
    let stream = RandomStream(seed: seed, replicate: 0, purpose: "test/world")
    return means(point).enumerated().map { place, mean in
      mean + spread * Normal.quantile(stream.uniform(agent: world, step: place))
    }
  }

  /// A search for the parameters that gave observed statistics.
  func search(
    _ observed: [Double], tolerance: Double = 0, seed: UInt64, settings: HistoryMatchingSettings
  ) -> HistoryMatching {
    let names = observed.indices.map { "statistic \($0 + 1)" }
    var search = HistoryMatching(
      observed: ObservedStatistics(
        names: names, values: observed,
        tolerances: [Double](repeating: tolerance, count: observed.count)),
      dimension: dimension, seed: seed, settings: settings)
    var world = 1
    while let points = search.nextPoints() {
      search.learn(
        points.map { point in
          world += 1
          return statistics(point, world: world, seed: seed)
        })
    }
    return search
  }

  /// A point of the prior.
  func truth(seed: UInt64) -> [Double] {
    let stream = RandomStream(seed: seed, replicate: 0, purpose: "test/truth")
    return (0..<dimension).map { Normal.quantile(stream.uniform(agent: $0, step: 0)) }
  }

  /// Four statistics, each a sum of three parameters.
  static let linear = MatchingWorld(dimension: 3, spread: 0.2) { z in
    [z[0] + z[1], z[1] - 0.5 * z[2], 2 * z[2] + 0.3 * z[0], z[0] - z[1] + z[2]]
  }

  /// A curved valley: the second parameter follows the square of the first.
  static let banana = MatchingWorld(dimension: 2, spread: 0.1) { z in
    [z[1] + z[0] * z[0], 0.1 * z[0]]
  }

  /// The function of Ishigami and Homma (1990) without chance, with two others of its inputs.
  static let ishigami = MatchingWorld(dimension: 3, spread: 0) { z in
    let x = z.map { (2 * Normal.cumulative($0) - 1) * Double.pi }
    let sine = Elementary.sin(x[1])
    let fourth = x[2] * x[2] * x[2] * x[2]
    return [
      Elementary.sin(x[0]) + 7 * sine * sine + 0.1 * fourth * Elementary.sin(x[0]),
      x[0] + x[1], x[1] * x[2],
    ]
  }
}

@Suite("History matching in repeats")
struct HistoryMatchingStatistics {
  static let isSlow = ProcessInfo.processInfo.environment["ROUNDS_SLOW"] != nil

  @Test("explore")
  func explore() throws {
    for (name, world) in [
      ("linear", MatchingWorld.linear), ("banana", .banana), ("ishigami", .ishigami),
    ] {
      let clock = ContinuousClock()
      var kept = 0
      var sims = 0
      let repeats = 20
      var lines: [String] = []
      let time = clock.measure {
        for seed in 1...UInt64(repeats) {
          let truth = world.truth(seed: seed)
          let observed = world.statistics(truth, world: 0, seed: seed)
          let search = world.search(
            observed, tolerance: world.spread == 0 ? 0.05 : 0, seed: seed,
            settings: HistoryMatchingSettings(budget: 400))
          let value = search.implausibility(of: Matrix(rows: [truth], dimension: world.dimension))[0]
          kept += value <= 3 ? 1 : 0
          sims += search.points.count
          if seed <= 6 || value > 3 {
            lines.append("  \(seed) I=\(value) end=\(search.ending.map { "\($0)" } ?? "") "
              + search.waves.map { "[\($0.simulations) \($0.priorShare) loo \($0.worstLeftOutShare ?? -1) ev \($0.emulatorVarianceShare ?? -1)]" }.joined(separator: " "))
          }
        }
      }
      print(name, "kept", kept, "of", repeats, "sims", sims / repeats, time)
      for line in lines { print(line) }
    }
  }
}
