import Statistics
import Testing

@testable import Estimation

@Suite("Observed figures")
struct ObservedStatisticsTests {
  private let observed = ObservedStatistics(
    names: ["a", "b", "c"], values: [1, 2, 3], tolerances: [0, 2, 5], weights: [1, 3, 2])
  private let stream = RandomStream(seed: 1, replicate: 0, purpose: "test/observed")

  @Test("follow one another")
  func append() {
    var all = ObservedStatistics()
    all.append(observed)
    all.append(ObservedStatistics(names: ["d"], values: [4], tolerances: [1]))
    #expect(all.count == 4 && all.names == ["a", "b", "c", "d"] && all.values == [1, 2, 3, 4])
    #expect(all.tolerances == [0, 2, 5, 1] && all.weights == [1, 3, 2, 1])
  }

  @Test("are exact without a tolerance, and of no world that lacks them")
  func exact() {
    let seen = observed.withErrors([7, .nan, .infinity], by: stream)
    #expect(seen[0] == 7 && seen[1].isNaN && seen[2] == .infinity)
  }

  /// Means and deviations of 4,000 errors; each is off by five of its standard errors once in two
  /// million.
  @Test("have errors as large as their tolerances, of their own in each world")
  func errors() {
    for figure in 1..<3 {
      let tolerance = observed.tolerances[figure]
      var moments = RunningMoments()
      for world in 0..<4_000 {
        let seen = observed.withErrors([0, 10, 10], by: stream, step: world % 2, draw: world)
        moments.add((seen[figure] - 10) / tolerance)
      }
      #expect(moments.mean.magnitude < 5 / 4_000.0.squareRoot())
      #expect((moments.variance.squareRoot() - 1).magnitude < 5 / 8_000.0.squareRoot())
    }
    let first = observed.withErrors([0, 0, 0], by: stream, step: 3)
    #expect(first == observed.withErrors([0, 0, 0], by: stream, step: 3))
    #expect(first[1] / 2 != first[2] / 5)
    #expect(first != observed.withErrors([0, 0, 0], by: stream, step: 4))
    #expect(first != observed.withErrors([0, 0, 0], by: stream, step: 3, draw: 1))
  }
}
