import TestSupport
import Testing

/// Expected values: quantiles of `scipy.stats` at half the rate on each side, SciPy 1.17.1.
@Suite("Statistical band")
struct StatisticalBandTests {
  @Test(
    "of a proportion has the exact binomial ends",
    arguments: [
      (0.5, 200_000, 98906, 101094),
      (0.01, 200_000, 1786, 2221),
      (0.9, 1_000, 851, 943),
      (1e-4, 500, 0, 3),
    ] as [(Double, Int, Int, Int)])
  func proportion(p: Double, trials: Int, low: Int, high: Int) {
    let band = StatisticalBand.proportion(p, trials: trials, falseAlarm: 1e-6)
    #expect(band.range == Double(low) / Double(trials)...Double(high) / Double(trials))
  }

  @Test("of a certain proportion is a point")
  func certain() {
    let never = StatisticalBand.proportion(0, trials: 10, falseAlarm: 1e-6)
    #expect(never.range == 0...0)
    let always = StatisticalBand.proportion(1, trials: 10, falseAlarm: 1e-6)
    #expect(always.range == 1...1)
  }

  @Test(
    "of a count has the exact Poisson ends",
    arguments: [(0.1, 0, 4), (7, 0, 23), (1000, 849, 1158)] as [(Double, Double, Double)])
  func count(mean: Double, low: Double, high: Double) {
    #expect(StatisticalBand.count(mean: mean, falseAlarm: 1e-6).range == low...high)
  }

  @Test("of a chi-square statistic has its quantiles as ends")
  func chiSquare() {
    let band = StatisticalBand.chiSquare(degrees: 19, falseAlarm: 1e-6)
    #expect(isClose(band.range.lowerBound, 2.079048939281658, relative: 1e-9))
    #expect(isClose(band.range.upperBound, 65.53326231854408, relative: 1e-9))
  }

  @Test("of a mean has normal quantiles as ends")
  func mean() {
    let band = StatisticalBand.mean(3, standardDeviation: 2, samples: 400, falseAlarm: 1e-6)
    #expect(isClose(band.range.upperBound, 3 + 0.1 * 4.891638475698591, relative: 1e-14))
    #expect(isClose(band.range.lowerBound, 3 - 0.1 * 4.891638475698591, relative: 1e-14))
  }
}
