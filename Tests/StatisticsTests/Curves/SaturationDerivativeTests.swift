import Statistics
import Testing

@Suite("Derivatives of saturation curves")
struct SaturationDerivativeTests {
  static let exposures = [1e-9, 1e-4, 0.03, 0.4, 0.7, 1, 2.9, 12, 60]

  /// What `evaluate` gives for a whole column.
  func evaluate(_ curve: SaturationCurve, _ exposures: [Double])
    -> (response: [Double], slope: [Double], partials: [Double])
  {
    var response = [Double](repeating: .nan, count: exposures.count)
    var slope = response
    var partials = [Double](repeating: .nan, count: curve.parameterCount * exposures.count)
    curve.evaluate(
      exposures, in: exposures.indices, response: &response, slope: &slope, partials: &partials)
    return (response, slope, partials)
  }

  @Test("come with the response", arguments: SaturationFamilyTests.curves)
  func response(curve: SaturationCurve) {
    let (response, _, _) = evaluate(curve, Self.exposures)
    for (place, exposure) in Self.exposures.enumerated() {
      #expect(isClose(response[place], curve.response(to: exposure), relative: 1e-12))
    }
  }

  @Test("by exposure agree with differences", arguments: SaturationFamilyTests.curves)
  func slopes(curve: SaturationCurve) {
    let (_, slope, _) = evaluate(curve, Self.exposures)
    for (place, exposure) in Self.exposures.enumerated() {
      let expected = difference(at: exposure, step: exposure * 1e-3) { curve.response(to: $0) }
      // Differences of responses near 1 lose what rounding takes, over the step.
      let lost = 1e-12 * curve.response(to: exposure) / exposure
      #expect(abs(slope[place] - expected) <= 1e-9 * expected + lost)
      #expect(slope[place] == curve.slope(at: exposure))
    }
  }

  @Test("by parameter agree with differences", arguments: SaturationFamilyTests.curves)
  func partials(curve: SaturationCurve) {
    let (_, _, partials) = evaluate(curve, Self.exposures)
    let parameters = curve.parameters
    for parameter in 0..<curve.parameterCount {
      for (place, exposure) in Self.exposures.enumerated() {
        let value = parameters[parameter]
        let expected = difference(at: value, step: value * 1e-4) {
          var moved = parameters
          moved[parameter] = $0
          return curve.family.curve(moved).response(to: exposure)
        }
        let lost = 1e-11 * curve.response(to: exposure) / value
        let partial = partials[parameter * Self.exposures.count + place]
        #expect(abs(partial - expected) <= 1e-8 * abs(expected) + lost)
      }
    }
  }

  @Test(
    "are finite at zero exposure, and none by parameter", arguments: SaturationFamilyTests.curves)
  func zero(curve: SaturationCurve) {
    let (response, slope, partials) = evaluate(curve, [0, 0])
    #expect(response == [0, 0])
    #expect(partials.allSatisfy { $0 == 0 })
    #expect(slope.allSatisfy { $0.isFinite })
  }

  @Test("by exposure at zero are the limits where these are finite, and 0 where they are not")
  func slopeAtZero() {
    #expect(SaturationCurve.hill(half: 4, slope: 0.6).slope(at: 0) == 0)
    #expect(SaturationCurve.hill(half: 4, slope: 1).slope(at: 0) == 0.25)
    #expect(SaturationCurve.hill(half: 4, slope: 2).slope(at: 0) == 0)
    #expect(SaturationCurve.root(exponent: 0.5).slope(at: 0) == 0)
    #expect(SaturationCurve.root(exponent: 1).slope(at: 0) == 1)
    #expect(SaturationCurve.michaelisMenten(half: 4).slope(at: 0) == 0.25)
    #expect(SaturationCurve.logistic(rate: 4).slope(at: 0) == 2)
    #expect(SaturationCurve.tanh(scale: 4).slope(at: 0) == 0.25)
    #expect(SaturationCurve.identity.slope(at: 0) == 1)
  }

  @Test("stay finite and fade for enormous exposures", arguments: SaturationFamilyTests.curves)
  func enormous(curve: SaturationCurve) {
    let (response, slope, partials) = evaluate(curve, [1e100, 1e300, .leastNonzeroMagnitude])
    #expect(response.allSatisfy { $0.isFinite } && partials.allSatisfy { $0.isFinite })
    #expect(slope.allSatisfy { $0 >= 0 })
    guard curve.family != .none, curve != .root(exponent: 1) else { return }
    #expect(slope[0] < 1e-60 && slope[1] < 1e-60)
  }

  @Test("keep their digits where the logistic curve is nearly flat")
  func tail() {
    let expected = 2 * Elementary.exp(-60.0)
    #expect(isClose(SaturationCurve.logistic(rate: 1).slope(at: 60), expected, relative: 1e-14))
    #expect(isClose(SaturationCurve.tanh(scale: 2).slope(at: 60), expected, relative: 1e-14))
  }

  @Test("fill a part of long columns alone", arguments: SaturationFamilyTests.curves)
  func part(curve: SaturationCurve) {
    let exposures = (0..<1_300).map { 0.01 * Double($0) }
    let whole = evaluate(curve, exposures)
    var response = [Double](repeating: -7, count: 1_300)
    var slope = response
    var partials = [Double](repeating: -7, count: curve.parameterCount * 1_300)
    curve.evaluate(
      exposures, in: 5..<1_290, response: &response, slope: &slope, partials: &partials)
    for place in 0..<1_300 {
      let isIn = (5..<1_290).contains(place)
      #expect(response[place] == (isIn ? whole.response[place] : -7))
      #expect(slope[place] == (isIn ? whole.slope[place] : -7))
      for parameter in 0..<curve.parameterCount {
        let partial = parameter * 1_300 + place
        #expect(partials[partial] == (isIn ? whole.partials[partial] : -7))
      }
    }
  }
}
