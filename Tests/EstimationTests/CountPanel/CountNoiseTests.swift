import Statistics
import Testing

@testable import Estimation

@Suite("Noise of counts") struct CountNoiseTests {
  /// `scipy.stats.nbinom.logpmf(y, mu / E, 1 / (1 + E))` of SciPy 1.17.1, `E = exp(s) mu^p`.
  @Test(
    "has SciPy's negative binomial probabilities at any power of the mean",
    arguments: [
      (0.0, -3.0, 0.2, 0.5, -0.04402827367271182),
      (7.0, 1.5, -0.7, 0.0, -2.576553916209523),
      (7.0, 1.5, -0.7, 1.0, -2.8529947789825774),
      (250.0, 5.0, 1.0, -0.4, -23.875337323642952),
      (3.0, 2.0, -12.0, 0.0, -3.180808808029724),
    ])
  func probabilities(
    _ count: Double, _ logMean: Double, _ logScale: Double, _ power: Double, _ expected: Double
  ) {
    let noise = CountNoise(logScale: logScale, power: power)
    let term = noise.term(count: count, logMean: logMean)
    let value = term.logDensity - Elementary.logGamma(count + 1)
    // SciPy subtracts logarithms of gamma functions of up to 1e6.
    #expect((value - expected).magnitude < 1e-9 * max(1, expected.magnitude))
  }

  @Test("has the derivatives of its value", arguments: [0.0, 1, 7, 40, 3000])
  func derivatives(_ count: Double) {
    let (logMean, logScale, power, step) = (1.3, -0.4, 0.3, 1e-6)
    let term = CountNoise(logScale: logScale, power: power).term(count: count, logMean: logMean)
    func difference(_ mean: Double, _ scale: Double, _ exponent: Double) -> Double {
      let ends = [1.0, -1].map { side in
        CountNoise(logScale: logScale + side * scale, power: power + side * exponent)
          .term(count: count, logMean: logMean + side * mean).logDensity
      }
      return (ends[0] - ends[1]) / (2 * step)
    }
    let tolerance = 1e-7 * (count + 1)
    #expect((term.byLogMean - difference(step, 0, 0)).magnitude < tolerance)
    #expect((term.byLogScale - difference(0, step, 0)).magnitude < tolerance)
    #expect((term.byPower - difference(0, 0, step)).magnitude < tolerance)
  }

  @Test("has no finite density where the mean overflows")
  func overflow() {
    #expect(CountNoise(logScale: 0, power: 0).term(count: 1, logMean: 800).logDensity == -.infinity)
  }
}
