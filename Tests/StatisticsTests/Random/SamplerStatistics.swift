import Statistics
import TestSupport
import Testing

/// False alarms: one in a million per check.
///
/// Bands use the exact moments of each distribution. For the variance of the most skewed one, the
/// gamma of shape 0.3, the normal band alarms a few times as often.
@Suite("Samplers, statistics")
struct SamplerStatistics {
  static let count = 100_000
  let stream = RandomStream(seed: 5, replicate: 0, purpose: "test/samplers")

  /// Checks mean and variance of draws against those of a distribution.
  private func expectMoments(
    mean: Double, variance: Double, excessKurtosis: Double, _ draw: (Int) -> Double,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var moments = RunningMoments()
    for agent in 0..<Self.count { moments.add(draw(agent)) }
    let meanBand = StatisticalBand.mean(
      mean, standardDeviation: variance.squareRoot(), samples: Self.count, falseAlarm: 1e-6)
    #expect(meanBand.contains(moments.mean), sourceLocation: sourceLocation)
    let varianceBand = StatisticalBand.mean(
      variance, standardDeviation: variance * (excessKurtosis + 2).squareRoot(),
      samples: Self.count, falseAlarm: 1e-6)
    #expect(varianceBand.contains(moments.variance), sourceLocation: sourceLocation)
  }

  @Test("of a normal variable have mean 0 and variance 1")
  func normal() {
    expectMoments(mean: 0, variance: 1, excessKurtosis: 0) {
      Normal.quantile(stream.uniform(agent: $0, step: 0))
    }
  }

  @Test("of a Poisson count have its mean and variance", arguments: [0.7, 4, 60, 200])
  func poisson(mean: Double) {
    expectMoments(mean: mean, variance: mean, excessKurtosis: 1 / mean) {
      Double(Poisson.count(mean: mean, uniform: stream.uniform(agent: $0, step: 1)))
    }
  }

  @Test("of a negative binomial have its mean and variance", arguments: [0.7, 4, 60, 200])
  func negativeBinomial(mean: Double) {
    let dispersion = 2.5
    let size = mean / (dispersion - 1)
    let kurtosis = 6 / size + 1 / (dispersion * (dispersion - 1) * size)
    expectMoments(mean: mean, variance: mean * dispersion, excessKurtosis: kurtosis) {
      let uniform = stream.uniform(agent: $0, step: 2)
      return Double(
        NegativeBinomial.count(mean: mean, dispersion: dispersion, uniform: uniform))
    }
  }

  @Test("of a gamma variable have its mean and variance", arguments: [0.3, 1, 2.5, 40])
  func gamma(shape: Double) {
    expectMoments(mean: 3 * shape, variance: 9 * shape, excessKurtosis: 6 / shape) {
      Gamma.draw(shape: shape, scale: 3, stream: stream, agent: $0, step: 3, firstDraw: 0)
    }
  }

  /// Detects what moments do not see: the shares in twenty cells of equal chance.
  @Test("of a gamma variable fill its quantiles evenly", arguments: [0.3, 1, 2.5, 40])
  func gammaShape(shape: Double) {
    var cells = [Int](repeating: 0, count: 20)
    for agent in 0..<Self.count {
      let value = Gamma.draw(
        shape: shape, scale: 1, stream: stream, agent: agent, step: 4, firstDraw: 8)
      cells[min(19, Int(20 * IncompleteGamma.lower(shape, value)))] += 1
    }
    let expected = Double(Self.count) / 20
    let statistic = cells.reduce(0.0) {
      $0 + (Double($1) - expected) * (Double($1) - expected) / expected
    }
    #expect(StatisticalBand.chiSquare(degrees: 19, falseAlarm: 1e-6).contains(statistic))
  }

  @Test(
    "of a beta variable fill its quantiles evenly",
    arguments: [(0.2, 0.3), (1, 1), (2, 5), (30, 0.5), (40, 60)] as [(Double, Double)])
  func betaShape(a: Double, b: Double) {
    var cells = [Int](repeating: 0, count: 20)
    for agent in 0..<Self.count {
      let value = Beta.draw(a: a, b: b, stream: stream, agent: agent, step: 5, firstDraw: 0)
      cells[min(19, Int(20 * IncompleteBeta.regularized(value, a: a, b: b)))] += 1
    }
    let expected = Double(Self.count) / 20
    let statistic = cells.reduce(0.0) {
      $0 + (Double($1) - expected) * (Double($1) - expected) / expected
    }
    #expect(StatisticalBand.chiSquare(degrees: 19, falseAlarm: 1e-6).contains(statistic))
  }

  @Test("of tiny shapes stay numbers")
  func tinyShapes() {
    for agent in 0..<1_000 {
      let value = Beta.draw(a: 0.001, b: 0.001, stream: stream, agent: agent, step: 6, firstDraw: 0)
      #expect((0...1).contains(value))
    }
  }
}
