import Interchange
import Statistics
import TestSupport
import Testing

@testable import Estimation

@Suite("Predictions of a mix model")
struct MixPredictionStatistics {
  /// One draw repeated, so that only the scatter differs; each case with the variance of an outcome
  /// around a mean in outcomes, and the same for a scaled dispersion.
  @Test(
    "scatter as the likelihood says",
    arguments: [
      "normal", "{ student: { degreesOfFreedom: 8 } }", "poisson", "negativeBinomial",
    ])
  func scatter(_ likelihood: String) throws {
    var world = MixWorld()
    (world.units, world.periods) = (2, 12)
    let isCount = ["poisson", "negativeBinomial"].contains(likelihood)
    if isCount { (world.effect, world.level, world.trend, world.price) = ([0.4, 0.3], 3, 0, 0) }
    let design = try world.design(
      "bayes", knowsTransforms: false, others: "likelihood: \(likelihood)",
      outcomes: isCount ? world.counts() : world.outcomes())
    let one = MixDecompositionTests.invented(design, draws: 1)
    var values = one.values(ofDraw: 0)
    if let place = design.parameters.scatter { values[place] = 0.2 }
    let count = 4000
    let fit = MixFit(
      design: design,
      draws: Matrix(
        rows: count, columns: values.count,
        elements: values.flatMap { [Double](repeating: $0, count: count) }),
      chains: 1, sampling: nil, lifts: [])
    let prediction = MixPrediction(fit, periods: 3..<9, seed: 4)
    var reading = MixReading(design)
    reading.read(values)
    var deviations: [Double] = []
    var squares: [Double] = []
    for unit in 0..<2 {
      for period in 0..<6 {
        let mean = reading.mean[unit * 12 + 3 + period]
        let variance: Double =
          switch design.spec.likelihood {
          case .normal: Double.pow2(0.2 * design.outcomeScale)
          // Student's t has the variance ν / (ν − 2).
          case .student: Double.pow2(0.2 * design.outcomeScale) * 8 / 6
          case .poisson: mean
          case .negativeBinomial: mean + 0.2 * mean * mean
          }
        for outcome in prediction.outcomes(unit: unit, period: period) {
          let z = (outcome - mean) / variance.squareRoot()
          deviations.append(z)
          squares.append(z * z)
        }
      }
      #expect(prediction.meanTotals(period: 0)[0] == reading.mean[3] + reading.mean[15])
    }
    let mean = StatisticalBand.mean(
      0, standardDeviation: 1, samples: deviations.count, falseAlarm: 1e-6)
    #expect(mean.contains(moments(deviations).mean))
    // The spread of squares is known of none but the normal; their own gives a band near enough.
    let spread = StatisticalBand.mean(
      1, standardDeviation: moments(squares).sd, samples: squares.count, falseAlarm: 1e-6)
    #expect(spread.contains(moments(squares).mean))
    let totals = prediction.totals(period: 2)
    let sums = zip(
      prediction.outcomes(unit: 0, period: 2), prediction.outcomes(unit: 1, period: 2)
    ).map { $0 + $1 }
    #expect(totals == sums)
  }
}

extension Double {
  fileprivate static func pow2(_ x: Double) -> Double { x * x }
}
