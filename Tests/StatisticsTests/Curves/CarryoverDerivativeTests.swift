import Statistics
import Testing

@Suite("Derivatives of carryover weights")
struct CarryoverDerivativeTests {
  static let carryovers: [Carryover] = [
    .geometric(retention: 0.05), .geometric(retention: 0.6), .geometric(retention: 0.98),
    .delayed(retention: 0.05, peak: 1.2), .delayed(retention: 0.7, peak: 2.3),
    .delayed(retention: 0.9, peak: 11.5), .weibullDensity(shape: 0.5, scale: 2),
    .weibullDensity(shape: 2.5, scale: 4), .weibullDensity(shape: 6, scale: 2.2),
    .weibullSurvival(shape: 0.7, scale: 2), .weibullSurvival(shape: 2, scale: 5),
    .weibullSurvival(shape: 3, scale: 0.6), .binomial(retention: 0.1), .binomial(retention: 0.8),
  ]

  @Test("agree with differences", arguments: carryovers, [false, true])
  func differences(carryover: Carryover, isNormalized: Bool) {
    let lags = 9
    let parameters = carryover.parameters
    var partials = [Double](repeating: .nan, count: carryover.parameterCount * lags)
    let weights = carryover.weights(lags: lags, isNormalized: isNormalized, partials: &partials)
    #expect(weights == carryover.weights(lags: lags, isNormalized: isNormalized))
    for parameter in parameters.indices {
      let value = parameters[parameter]
      for lag in 0..<lags {
        let expected = difference(at: value, step: value * 1e-4) {
          var moved = parameters
          moved[parameter] = $0
          return carryover.family.carryover(moved)
            .weights(lags: lags, isNormalized: isNormalized)[lag]
        }
        #expect(abs(partials[parameter * lags + lag] - expected) <= 1e-9 * max(1, abs(expected)))
      }
    }
  }

  @Test("sum to nothing over the lags where weights are normalized", arguments: carryovers)
  func conservation(carryover: Carryover) {
    let lags = 9
    var partials = [Double](repeating: .nan, count: carryover.parameterCount * lags)
    _ = carryover.weights(lags: lags, isNormalized: true, partials: &partials)
    for parameter in 0..<carryover.parameterCount {
      let column = partials[parameter * lags..<(parameter + 1) * lags]
      let size = column.reduce(0) { $0 + abs($1) }
      #expect(size > 0)
      #expect(abs(column.reduce(0, +)) <= 1e-13 * size)
    }
  }

  @Test("of a geometric carryover hold without retention")
  func withoutRetention() {
    var partials = [Double](repeating: .nan, count: 4)
    let weights = Carryover.geometric(retention: 0).weights(
      lags: 4, isNormalized: false, partials: &partials)
    #expect(weights == [1, 0, 0, 0])
    #expect(partials == [0, 1, 0, 0])
  }

  @Test(
    "stay finite where weights vanish",
    arguments: [
      Carryover.delayed(retention: 1e-9, peak: 0), .delayed(retention: 0.01, peak: 50),
      .weibullDensity(shape: 40, scale: 0.01), .weibullDensity(shape: 400, scale: 1e-4),
      .weibullSurvival(shape: 40, scale: 0.01), .weibullSurvival(shape: 400, scale: 1e-4),
      .binomial(retention: 1e-4),
    ], [false, true])
  func vanishing(carryover: Carryover, isNormalized: Bool) {
    var partials = [Double](repeating: .nan, count: carryover.parameterCount * 8)
    let weights = carryover.weights(lags: 8, isNormalized: isNormalized, partials: &partials)
    #expect(weights.allSatisfy { $0.isFinite })
    #expect(partials.allSatisfy { $0.isFinite })
  }
}
