import Statistics
import Testing

@Suite("Carryover")
struct CarryoverTests {
  static let carryovers: [Carryover] = [
    .none, .geometric(retention: 0), .geometric(retention: 0.6), .geometric(retention: 1),
    .delayed(retention: 0.4, peak: 0), .delayed(retention: 0.7, peak: 2.3),
    .weibullDensity(shape: 0.5, scale: 2), .weibullDensity(shape: 2.5, scale: 4),
    .weibullSurvival(shape: 0.7, scale: 2), .weibullSurvival(shape: 2, scale: 5),
    .binomial(retention: 0.3), .binomial(retention: 0.8), .binomial(retention: 1),
  ]

  @Test("reproduces PyMC-Marketing's vectors")
  func pymc() throws {
    let oracle = try TransformOracle.pymc()
    #expect(oracle.carryovers.count == 15)
    for vector in oracle.carryovers {
      let family = try #require(CarryoverFamily(rawValue: vector.family))
      let carried = family.carryover(vector.parameters).applied(
        to: oracle.exposure, lags: vector.lags, isNormalized: vector.isNormalized)
      #expect(areClose(carried, vector.output, within: 1e-12), "\(vector.name)")
    }
  }

  @Test("reproduces Robyn's vectors, with scales that are quantiles of the window")
  func robyn() throws {
    let oracle = try RobynOracle.robyn()
    let window = oracle.exposure.count
    for vector in oracle.geometric {
      let carried = Carryover.geometric(retention: vector.retention).applied(
        to: oracle.exposure, isNormalized: false)
      #expect(areClose(carried, vector.output, within: 1e-12))
    }
    let density = oracle.weibullDensity.map { (vector: $0, family: CarryoverFamily.weibullDensity) }
    let survival = oracle.weibullSurvival.map {
      (vector: $0, family: CarryoverFamily.weibullSurvival)
    }
    #expect(density.count == 3 && survival.count == 3)
    for (vector, family) in density + survival {
      let scale = Carryover.weibullScale(quantile: vector.quantile, window: window)
      let carryover = family.carryover([vector.shape, scale])
      let weights = carryover.weights(lags: window, isNormalized: false)
      #expect(areClose(weights, vector.weights, within: 1e-12))
      let carried = carryover.applied(to: oracle.exposure, isNormalized: false)
      #expect(areClose(carried, vector.output, within: 1e-12))
    }
  }

  @Test("takes Robyn's scale to the nearest whole period, ties to the even one")
  func windowedScale() {
    #expect(Carryover.weibullScale(quantile: 0, window: 12) == 1)
    #expect(Carryover.weibullScale(quantile: 1, window: 12) == 12)
    #expect(Carryover.weibullScale(quantile: 0.5, window: 4) == 2)
    #expect(Carryover.weibullScale(quantile: 0.5, window: 6) == 4)
    #expect(Carryover.weibullScale(quantile: 0.5, window: 1) == 1)
  }

  @Test("sums to one where normalized, and has no negative weight", arguments: carryovers)
  func normalized(carryover: Carryover) {
    for lags in [1, 2, 8, 30] {
      let weights = carryover.weights(lags: lags, isNormalized: true)
      #expect(weights.count == lags)
      #expect(isClose(weights.reduce(0, +), 1, relative: 1e-14))
      #expect(weights.allSatisfy { $0 >= 0 })
    }
  }

  @Test("has the same proportions normalized or not", arguments: carryovers)
  func proportions(carryover: Carryover) {
    let plain = carryover.weights(lags: 8, isNormalized: false)
    let sum = plain.reduce(0, +)
    let normalized = carryover.weights(lags: 8, isNormalized: true)
    for (weight, expected) in zip(normalized, plain) {
      #expect(isClose(weight, expected / sum, relative: 1e-13))
    }
  }

  @Test("does not carry what was not there", arguments: carryovers)
  func nothing(carryover: Carryover) {
    let still = [Double](repeating: 0, count: 9)
    #expect(carryover.applied(to: still, lags: 4, isNormalized: true) == still)
    #expect(carryover.applied(to: still, isNormalized: true) == still)
    #expect(carryover.applied(to: [], isNormalized: true) == [])
  }

  @Test("of an impulse is the weights from its period on", arguments: carryovers)
  func impulse(carryover: Carryover) {
    let weights = carryover.weights(lags: 4, isNormalized: false)
    let carried = carryover.applied(to: [0, 0, 5, 0, 0, 0, 0, 0], lags: 4, isNormalized: false)
    let expected: [Double] = [0, 0] + weights.map { 5 * $0 } + [0, 0]
    #expect(carried == expected)
  }

  @Test("by recursion is the sum over the whole series", arguments: [false, true])
  func recursion(isNormalized: Bool) {
    let exposure = (0..<40).map { Double(($0 * 37) % 11) }
    let carryover = Carryover.geometric(retention: 0.83)
    let carried = carryover.applied(to: exposure, isNormalized: isNormalized)
    let summed = carryover.applied(to: exposure, lags: 40, isNormalized: isNormalized)
    #expect(areClose(carried, summed, within: 1e-14))
  }

  @Test("peaks where it should")
  func peaks() {
    func peak(_ carryover: Carryover) -> Int? {
      let weights = carryover.weights(lags: 10, isNormalized: false)
      return weights.indices.max { weights[$0] < weights[$1] }
    }
    #expect(peak(.delayed(retention: 0.8, peak: 3)) == 3)
    // The mode of a Weibull distribution is scale · (1 − 1/shape)^(1/shape).
    #expect(peak(.weibullDensity(shape: 2, scale: 5 * 2.0.squareRoot())) == 4)
    #expect(peak(.weibullSurvival(shape: 2, scale: 3)) == 0)
    #expect(peak(.binomial(retention: 0.5)) == 0)
  }

  @Test("falls in a straight line for a binomial retention of one half")
  func straight() {
    let weights = Carryover.binomial(retention: 0.5).weights(lags: 4, isNormalized: false)
    #expect(areClose(weights, [1, 0.8, 0.6, 0.4], within: 1e-15))
  }

  @Test("is left at the nearest lag when a normalized peak is far behind the last")
  func farPeak() {
    let weights = Carryover.delayed(retention: 0.1, peak: 60).weights(lags: 4, isNormalized: true)
    #expect(areClose(weights, [0, 0, 0, 1], within: 1e-15))
  }

  @Test("acts at once where all lags have one density", arguments: [1e-300, 1e-3])
  func flat(scale: Double) {
    let weights = Carryover.weibullDensity(shape: 3, scale: scale).weights(
      lags: 3, isNormalized: true)
    #expect(weights == [1, 0, 0])
  }

  @Test("has as many parameters as names, in their order", arguments: CarryoverFamily.allCases)
  func names(family: CarryoverFamily) {
    let values = [0.25, 0.5].prefix(family.parameterNames.count)
    let carryover = family.carryover(Array(values))
    #expect(carryover.family == family)
    #expect(carryover.parameterCount == family.parameterNames.count)
    #expect(carryover.parameters == Array(values))
  }
}

@Suite("Carryover and saturation")
struct CarryoverOrderTests {
  @Test("of one impulse differ by what is saturated: the carried exposure, or the first response")
  func order() {
    let exposure = [0, 3.0, 0, 0, 0]
    let carryover = Carryover.geometric(retention: 0.5)
    let curve = SaturationCurve.hill(half: 1, slope: 2)
    let carriedFirst = carryover.applied(to: exposure, lags: 3, isNormalized: false)
      .map(curve.response(to:))
    #expect(areClose(carriedFirst, [0, 9 / 10.0, 9 / 13.0, 9 / 25.0, 0], within: 1e-15))
    let saturatedFirst = carryover.applied(
      to: exposure.map(curve.response(to:)), lags: 3, isNormalized: false)
    #expect(areClose(saturatedFirst, [0, 0.9, 0.45, 0.225, 0], within: 1e-15))
  }
}
