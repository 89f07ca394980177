import Estimation
import Statistics
import Testing

@Suite("Confidence sequence")
struct ConfidenceSequenceTests {
  @Test("by a mixture has the ratio, p-value and interval of the closed form")
  func mixture() throws {
    for figure in try SequentialOracle.read().msprtNormal {
      let sequence = ConfidenceSequence(.variance(figure.tau2))
      let error = (2 * figure.sigma2 / figure.nPerArm).squareRoot()
      let effect = sequence.estimate(figure.deltaHat, standardError: error)
      let what = "n \(figure.nPerArm), tau2 \(figure.tau2)"
      expectNear(
        sequence.likelihoodRatio(figure.deltaHat, standardError: error), figure.likelihoodRatio,
        relative: 1e-12, what)
      expectNear(effect.pValue, figure.alwaysValidPAtThisLook, relative: 1e-12, what)
      expectNear(
        effect.interval.upperBound - figure.deltaHat, figure.ci95Halfwidth, relative: 1e-12, what)
    }
  }

  @Test("tuned to a size has the width of the closed form")
  func tuned() throws {
    for figure in try SequentialOracle.read().asymptoticConfidenceSequence {
      let sequence = ConfidenceSequence(
        .tuned(units: figure.tuningN), confidence: 1 - figure.alpha)
      let effect = sequence.estimate(0, standardError: 1, units: figure.nTotal)
      expectNear(effect.interval.upperBound, figure.halfwidthOverSe, relative: 1e-12)
      expectNear(
        effect.interval.upperBound / Normal.quantile(0.975), figure.ratioToFixed196,
        relative: 1e-12)
    }
  }

  @Test("is the one that another tool publishes for its example")
  func published() throws {
    let figure = try SequentialOracle.read().growthbookFixtureSequential
    let sequence = ConfidenceSequence(.tuned(units: figure.tuningN), confidence: 1 - figure.alpha)
    let effect = sequence.estimate(
      figure.lift, standardError: figure.se, units: figure.nA + figure.nB)
    let ends = [effect.interval.lowerBound, effect.interval.upperBound]
    expectClose(ends, figure.ci, within: 1e-12)
    expectClose(ends, figure.publishedCi, within: 5e-6)
  }

  @Test("rejects no effect exactly when its interval leaves zero out")
  func agreement() {
    for mixture in [ConfidenceSequence.Mixture.variance(0.3), .tuned(units: 500)] {
      let sequence = ConfidenceSequence(mixture, confidence: 0.9)
      let edge = sequence.estimate(0, standardError: 0.2, units: 300).interval.upperBound
      for value in [edge.nextDown, edge, edge.nextUp, edge * 0.99, edge * 1.01, -edge, 0, 1e3] {
        let effect = sequence.estimate(value, standardError: 0.2, units: 300)
        #expect(effect.isSignificant == !effect.interval.contains(0), "\(value)")
      }
      #expect(!sequence.estimate(edge * 0.999, standardError: 0.2, units: 300).isSignificant)
      #expect(sequence.estimate(edge * 1.001, standardError: 0.2, units: 300).isSignificant)
    }
  }
}
