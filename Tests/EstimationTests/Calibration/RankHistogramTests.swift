import Statistics
import Testing

@testable import Estimation

@Suite("Rank histogram")
struct RankHistogramTests {
  private let stream = RandomStream(seed: 8, replicate: 0, purpose: "test/ranks")

  private func shares(_ count: Int, _ shape: (Double) -> Double) -> [Double] {
    (0..<count).map { shape(stream.uniform(agent: $0, step: 0)) }
  }

  @Test("counts cells, ends included")
  func counts() {
    let histogram = RankHistogram(shares: [0, 0.1, 0.5, 0.99, 1, 0.25], cells: 4)
    #expect(histogram.counts == [2, 1, 1, 2])
    // Expected 1.5 in each: (0.25 + 0.25 + 0.25 + 0.25) / 1.5.
    #expect(abs(histogram.chiSquare - 2.0 / 3) < 1e-12)
    // scipy 1.17: chi2.sf(2/3, 3).
    #expect(abs(histogram.pValue - 0.8810148425137847) < 1e-9)
  }

  @Test("finds nothing in uniform shares")
  func uniform() {
    let histogram = RankHistogram(shares: shares(400) { $0 })
    #expect(histogram.counts.count == 20)
    #expect(histogram.isUniform)
    let coverage = histogram.coverage(0.9)
    #expect(coverage.interval.low < 0.9 && coverage.interval.high > 0.9)
  }

  @Test("sees posteriors that are too narrow, too wide and biased")
  func wrong() {
    // Truths that spread 1.5 times as far, or two thirds as far, as posteriors say; and a bias of
    // 0.4 standard deviations.
    for shape: (Double) -> Double in [{ 1.5 * $0 }, { 0.67 * $0 }, { $0 + 0.4 }] {
      let histogram = RankHistogram(
        shares: shares(400) { Normal.cumulative(shape(Normal.quantile($0))) })
      #expect(histogram.pValue < 0.01)
      #expect(histogram.cumulativePValue < 0.01)
      #expect(!histogram.isUniform)
    }
  }

  /// Each of 200 right histograms is rejected with a chance of 0.05; the band has a false-alarm
  /// rate of 1e-6.
  @Test("gives a simultaneous check its level")
  func level() {
    var rejected = 0
    for replicate in 0..<200 {
      let stream = RandomStream(seed: 3, replicate: replicate, purpose: "test/level")
      let shares = (0..<100).map { stream.uniform(agent: $0, step: 0) }
      if RankHistogram(shares: shares, cells: 10).cumulativePValue <= 0.05 { rejected += 1 }
    }
    #expect(rejected <= 29)
    #expect(rejected >= 1)
  }
}
