import Statistics
import Testing

@testable import Estimation

@Suite("Forecast scores")
struct ForecastScoreTests {
  @Test("of one forecast are its errors, score and intervals")
  func one() {
    let score = ForecastScore(futures: (0...100).map { Double($0) }.reversed(), observed: 92)
    #expect(score.mean == 50 && score.median == 50)
    #expect(score.absoluteError == 42 && score.squaredError == 42 * 42)
    #expect(score.intervals.map(\.low) == [25, 10, 5])
    #expect(score.intervals.map(\.high) == [75, 90, 95])
    #expect((0..<3).map { score.isInside(level: $0) } == [false, false, true])
    #expect((score.intervalScore(level: 1) - (80 + 10 * 2)).magnitude < 1e-9)
  }

  @Test("add up")
  func sums() {
    var all = ScoreSums()
    var parts = [ScoreSums(), ScoreSums()]
    for place in 0..<10 {
      let score = ForecastScore(futures: [1, 2, 3, 4, 10], observed: Double(place))
      let scale = place == 3 ? nil : Double(2)
      all.add(score, scale: scale)
      parts[place % 2].add(score, scale: scale)
    }
    var together = parts[0]
    together.add(parts[1])
    #expect(together.count == 10 && together.scaledCount == 9)
    #expect(together.inside == all.inside)
    // The intervals are 2 to 4, 1 to 4 and 1 to 10.
    #expect(zip(all.expected, [6, 8, 10]).allSatisfy { ($0 - $1).magnitude < 1e-12 })
    #expect(all.inside == [3, 4, 9])
    #expect((together.ranked - all.ranked).magnitude < 1e-12)
    // Absolute errors around 3 are 3, 2, 1, 0, 1 … 6; the fourth has no scale.
    #expect((all.scaledError - (3 + 2 + 1 + 1 + 2 + 3 + 4 + 5 + 6) / 18.0).magnitude < 1e-12)
  }

  @Test("are scaled by the naive error within the history")
  func scale() {
    let history = SmallHistory.of([[1, 3, 2, 5, 5], [4, 4, 4, 4, 4]])
    #expect(history.errorScale(unit: 0, season: nil) == 1.5)
    #expect(history.errorScale(unit: 0, season: 3) == 3)
    #expect(history.errorScale(unit: 0, season: 12) == 1.5)
    #expect(history.errorScale(unit: 1, season: nil) == nil)
  }

  @Test("begin at origins one period apart, the last before the last periods")
  func origins() {
    let origins = RollingOrigin.all(5, horizon: 3, periodCount: 17)
    #expect(origins.map(\.known) == [10, 11, 12, 13, 14])
    #expect(RollingOrigin.all(5, horizon: 3, periodCount: 7).isEmpty)
    let history = SmallHistory.of([[1, 2, 3, 4, 5], [6, 7, 8, 9, 10]])
    let origin = RollingOrigin(known: 2, horizon: 2)
    #expect(origin.past(of: history).outcome == [1, 2, 6, 7])
    #expect(origin.truth(in: history) == [3, 4, 8, 9])
  }

  /// Right forecasts: the p-value is uniform, and one of 1e-6 fails one correct program in a million.
  ///
  /// Forecasts with half the spread have one below 1e-12.
  @Test("find forecasts that are too narrow, and no others")
  func uniformity() {
    let stream = RandomStream(seed: 4, replicate: 0, purpose: "test/transforms")
    func uniformity(spread: Double) -> TransformHistogram {
      var histogram = TransformHistogram(unitCount: 300)
      for unit in 0..<300 {
        for step in 0..<5 {
          let futures = (0..<400).map {
            (20 + spread * Normal.quantile((Double($0) + 0.5) / 400)).rounded()
          }
          let z = Normal.quantile(stream.uniform(agent: unit, step: step))
          let score = ForecastScore(futures: futures, observed: (20 + 4 * z).rounded())
          histogram.add(score.transform, unit: unit)
        }
      }
      return histogram
    }
    let right = uniformity(spread: 4)
    #expect((right.bins.reduce(0, +) - 1).magnitude < 1e-12)
    #expect((right.uniformity ?? 0) > 1e-6)
    let narrow = uniformity(spread: 2)
    #expect((narrow.uniformity ?? 1) < 1e-12)
    #expect(narrow.bins[0] > 0.2 && narrow.bins[9] > 0.2)
    #expect(TransformHistogram(unitCount: 20).uniformity == nil)
  }
}
