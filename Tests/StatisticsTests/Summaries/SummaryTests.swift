import Statistics
import Testing

@Suite("Summaries")
struct SummaryTests {
  /// `numpy.quantile`, NumPy 2.4.6.
  @Test("interpolate quantiles as type 7")
  func quantileOracle() {
    let found = quantiles(of: [3, 1, 4, 1.5, 9, 2.6], [0, 0.1, 0.25, 0.5, 0.9, 1])
    for (value, expected) in zip(found, [1, 1.25, 1.775, 2.8, 6.5, 9]) {
      #expect(isClose(value, expected, relative: 1e-14))
    }
    #expect(quantile([7], 0.3) == 7)
  }

  /// Whatever finds them, quantiles of many values are those of the sorted ones, to the last bit.
  @Test(
    "find the same quantiles in values of any shape as a sort does",
    arguments: ["even", "heavy", "ties", "equal", "infinite", "huge", "tiny"], [256, 257, 4000])
  func quantilesWithoutSorting(shape: String, count: Int) {
    let stream = RandomStream(seed: 11, replicate: 0, purpose: "test/quantiles")
    let values = (0..<count).map { index in
      let uniform = stream.uniform(agent: index, step: 0)
      return switch shape {
      case "even": uniform - 0.5
      case "heavy": 1 / (uniform - 0.5)
      case "ties": (10 * uniform).rounded()
      case "equal": 3.0
      case "infinite": uniform < 0.1 ? -.infinity : uniform > 0.9 ? .infinity : uniform
      case "huge": (uniform - 0.5) * 1.7e308 * 2
      default: uniform * Double.leastNonzeroMagnitude * 1e4
      }
    }
    let shares = [0.95, 0, 0.05, 0.25, 0.5, 0.5, 1, 0.333]
    let sorted = values.sorted()
    #expect(quantiles(of: values, shares) == shares.map { quantile(sorted, $0) })
  }

  @Test("keep the variance of values far from zero")
  func moments() {
    let moments = RunningMoments([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16])
    #expect(moments.mean == 1e9 + 10)
    #expect(moments.variance == 30)
    #expect(isClose(moments.standardError, 7.5.squareRoot(), relative: 1e-15))
  }

  @Test("have no spread below two values")
  func fewValues() {
    #expect(RunningMoments().variance == 0)
    #expect(RunningMoments([3]).standardError == 0)
    #expect(RunningMoments([3]).mean == 3)
  }

  @Test("merge to the moments of all values", arguments: [0, 1, 4, 9])
  func merge(split: Int) {
    let values = [2, 3, 5, 7, 11, 13, 17, 19, 23.0]
    var left = RunningMoments(Array(values.prefix(split)))
    left.merge(RunningMoments(Array(values.dropFirst(split))))
    let all = RunningMoments(values)
    #expect(left.count == all.count)
    #expect(isClose(left.mean, all.mean, relative: 1e-14))
    #expect(isClose(left.variance, all.variance, relative: 1e-14))
  }

  /// The analysis of variance of three pairs by NumPy 2.4.6.
  @Test("split the variance of pairs")
  func varianceSplit() throws {
    let split = try #require(VarianceSplit(pairs: [10, 12, 20, 21, 5, 9.5]))
    #expect(isClose(split.total, 6.98212002188447, relative: 1e-13))
    #expect(isClose(split.noise, 2.0514222708485286, relative: 1e-13))
    #expect(isClose(split.parameters, 6.673954350058642, relative: 1e-13))
  }

  @Test("report no parameter variance where pairs differ less than their values")
  func clampedSplit() throws {
    let split = try #require(VarianceSplit(pairs: [0, 2, 2, 0, 0, 2]))
    #expect(split.parameters == 0)
    #expect(split.noise == 2.squareRoot())
    #expect(split.total == 1)
  }

  @Test(
    "do not split odd, few or infinite values",
    arguments: [[], [1, 2], [1, 2, 3], [1, 2, 3, 4, 5], [1, 2, 3, .nan]] as [[Double]])
  func noSplit(values: [Double]) {
    #expect(VarianceSplit(pairs: values) == nil)
  }
}
