import Testing

@testable import Statistics

@Suite("Prediction intervals")
struct PredictionIntervalTests {
  @Test("are central where nothing ties")
  func noTies() {
    let interval = PredictionInterval((1...1_000).map { Double($0) }, level: 0.9)
    #expect(interval.low == 51 && interval.high == 950 && interval.share == 0.9)
    #expect(interval.contains(51) && interval.contains(950))
    #expect(!interval.contains(50) && !interval.contains(951))
  }

  @Test("take in above what they cannot leave out below")
  func ties() {
    // Six in ten are 0: nothing lies below, so that 90 % end at 3, and not at 9.
    let counts: [Double] = [0, 0, 0, 0, 0, 0, 1, 2, 3, 9]
    let interval = PredictionInterval(counts, level: 0.9)
    #expect(interval.low == 0 && interval.high == 3 && interval.share == 0.9)
    let half = PredictionInterval(counts, level: 0.5)
    #expect(half.low == 0 && half.high == 0 && half.share == 0.6)
    // A tenth is 0, more than the twentieth that may be left out; then 18 of 20 are needed.
    let rest = [0, 0] + (1...18).map { Double($0) }
    #expect(PredictionInterval(rest, level: 0.9).low == 0)
    #expect(PredictionInterval(rest, level: 0.9).high == 16)
    #expect(PredictionInterval(rest, level: 0.8).low == 1)
    #expect(PredictionInterval(rest, level: 0.8).high == 16)
  }

  @Test("lie in one another at the levels that are shown")
  func nested() {
    let stream = RandomStream(seed: 3, replicate: 0, purpose: "test/nested")
    for mean in 0..<200 {
      let counts = (0..<100 + mean).map {
        Double(
          Poisson.count(
            mean: 0.1 + 0.05 * Double(mean), uniform: stream.uniform(agent: mean, step: $0)))
      }.sorted()
      let intervals = [0.5, 0.8, 0.9].map { PredictionInterval(counts, level: $0) }
      for (inner, outer) in zip(intervals, intervals.dropFirst()) {
        #expect(outer.low <= inner.low && inner.high <= outer.high)
        #expect(inner.share <= outer.share)
      }
    }
  }

  @Test("need values and a level below one")
  func demands() async {
    await #expect(processExitsWith: .failure) { _ = PredictionInterval([], level: 0.9) }
    await #expect(processExitsWith: .failure) { _ = PredictionInterval([1], level: 1) }
    await #expect(processExitsWith: .failure) { _ = PredictionInterval([1], level: .nan) }
  }

  @Test("of equal values are the value", arguments: [0, 0.3, 0.95])
  func one(level: Double) {
    let interval = PredictionInterval([7, 7, 7], level: level)
    #expect(interval.low == 7 && interval.high == 7 && interval.share == 1)
  }

  /// Sums over Poisson distributions with means from 0.2 to 20, repeated in NumPy.
  ///
  /// 90 % intervals hold 92.07 % on average, central ones of plain quantiles 93.42 %, and they are
  /// narrower.
  @Test("hold their share of counts, and little more")
  func coverage() {
    var (held, central, width, centralWidth) = (0.0, 0.0, 0.0, 0.0)
    for step in 1...100 {
      let mean = 0.2 * Double(step)
      var chances: [Double] = [Elementary.exp(-mean)]
      for count in 1..<80 { chances.append(chances[count - 1] * mean / Double(count)) }
      let sample = chances.enumerated().flatMap { count, chance in
        [Double](repeating: Double(count), count: Int((chance * 20_000).rounded()))
      }
      let interval = PredictionInterval(sample, level: 0.9)
      #expect(interval.share >= 0.9)
      let usual = [quantile(sample, 0.05), quantile(sample, 0.95)]
      for (count, chance) in chances.enumerated() {
        if interval.contains(Double(count)) { held += chance / 100 }
        if (usual[0]...usual[1]).contains(Double(count)) { central += chance / 100 }
      }
      width += (interval.high - interval.low) / 100
      centralWidth += (usual[1] - usual[0]) / 100
    }
    #expect((held - 0.9207).magnitude < 0.002)
    #expect((central - 0.9342).magnitude < 0.002)
    #expect((width - 9.31).magnitude < 0.02)
    #expect((centralWidth - 9.76).magnitude < 0.02)
  }
}
