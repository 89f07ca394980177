import Statistics
import Testing

@Suite("Saturation curves")
struct SaturationFamilyTests {
  static let curves: [SaturationCurve] = [
    .hill(half: 0.7, slope: 0.6), .hill(half: 0.7, slope: 1), .hill(half: 3, slope: 2),
    .hill(half: 3, slope: 3.7), .logistic(rate: 2), .logistic(rate: 0.01),
    .michaelisMenten(half: 0.4), .tanh(scale: 0.8), .tanh(scale: 30), .root(exponent: 0.3),
    .root(exponent: 1), .identity,
  ]

  @Test("reproduce PyMC-Marketing's vectors, one by one and in columns")
  func pymc() throws {
    let oracle = try TransformOracle.pymc()
    #expect(oracle.curves.count == 6)
    for vector in oracle.curves {
      let family = try #require(SaturationFamily(rawValue: vector.family))
      let curve = family.curve(vector.parameters)
      let single = oracle.exposures.map { vector.height * curve.response(to: $0) }
      #expect(areClose(single, vector.output, within: 1e-12), "\(vector.name)")
      var column = [Double](repeating: 0, count: single.count)
      curve.respond(oracle.exposures, in: single.indices, response: &column)
      #expect(
        areClose(column.map { vector.height * $0 }, vector.output, within: 1e-12), "\(vector.name)")
    }
  }

  @Test("reproduce Robyn's vectors, with half saturation at a share of the range")
  func robyn() throws {
    let oracle = try RobynOracle.robyn()
    for vector in oracle.hill {
      let half = SaturationCurve.half(atShare: vector.share, ofRangeOf: oracle.exposure)
      #expect(isClose(half, vector.half, relative: 1e-12))
      let curve = SaturationCurve.hill(half: half, slope: vector.slope)
      let response = oracle.exposure.map(curve.response(to:))
      #expect(areClose(response, vector.output, within: 1e-12))
    }
  }

  @Test("put half saturation between the ends of a range that does not start at zero")
  func range() {
    #expect(SaturationCurve.half(atShare: 0.25, ofRangeOf: [6, 2, 10]) == 4)
    #expect(SaturationCurve.half(atShare: 0, ofRangeOf: [6, 2, 10]) == 2)
    #expect(SaturationCurve.half(atShare: 1, ofRangeOf: [6, 2, 10]) == 10)
  }

  @Test("do not respond to nothing", arguments: curves)
  func nothing(curve: SaturationCurve) {
    #expect(curve.response(to: 0) == 0)
    var response = [1.0]
    curve.respond([0], in: 0..<1, response: &response)
    #expect(response == [0])
  }

  @Test("grow, and stay below 1 unless they are unbounded", arguments: curves)
  func monotone(curve: SaturationCurve) {
    let isBounded = curve.family != .root && curve.family != .none
    var last = 0.0
    for step in 1...400 {
      let response = curve.response(to: 0.02 * Double(step))
      #expect(response > last)
      if isBounded { #expect(response < 1) }
      last = response
    }
    #expect(curve.response(to: 1e300) >= (isBounded ? 1 : 1e80))
  }

  @Test("respond in a part of a column as to each exposure, and leave the rest", arguments: curves)
  func column(curve: SaturationCurve) {
    let exposures = (0..<75).map { 0.13 * Double($0) } + [1e-300, 1e-12, 1e12, 1e300]
    var column = [Double](repeating: -1, count: 79)
    curve.respond(exposures, in: 1..<79, response: &column)
    #expect(column[0] == -1)
    for place in 1..<79 {
      #expect(isClose(column[place], curve.response(to: exposures[place]), relative: 1e-12))
    }
  }

  @Test("replace exposures by what they respond", arguments: curves)
  func replacement(curve: SaturationCurve) {
    let exposures = (0..<20).map { 0.31 * Double($0) }
    var column = exposures
    curve.replace(&column, in: 3..<20)
    let expected = exposures.enumerated().map { $0 < 3 ? $1 : curve.response(to: $1) }
    #expect(column == expected)
  }

  @Test("are undone by the exposure for a response", arguments: curves)
  func inverse(curve: SaturationCurve) {
    #expect(curve.exposure(for: 0) == 0)
    for response in [1e-6, 0.1, 0.5, 0.9, 0.999] {
      let exposure = curve.exposure(for: response)
      #expect(isClose(curve.response(to: exposure), response, relative: 1e-12))
    }
  }

  @Test("never reach 1 with finite exposure unless they are unbounded", arguments: curves)
  func unreachable(curve: SaturationCurve) {
    let isBounded = curve.family != .root && curve.family != .none
    #expect(curve.exposure(for: 1).isFinite != isBounded)
  }

  @Test("keep their digits for small exposures")
  func small() {
    #expect(isClose(SaturationCurve.logistic(rate: 2).response(to: 1e-9), 1e-9, relative: 1e-15))
    #expect(isClose(SaturationCurve.tanh(scale: 2).response(to: 2e-9), 1e-9, relative: 1e-15))
    var response = [0.0]
    SaturationCurve.logistic(rate: 2).respond([1e-9], in: 0..<1, response: &response)
    #expect(isClose(response[0], 1e-9, relative: 1e-15))
  }

  @Test("have as many parameters as names, in their order", arguments: SaturationFamily.allCases)
  func names(family: SaturationFamily) {
    let values = [0.25, 0.5].prefix(family.parameterNames.count)
    let curve = family.curve(Array(values))
    #expect(curve.family == family)
    #expect(curve.parameterCount == family.parameterNames.count)
  }

  @Test("take the parameters that their names say")
  func order() {
    #expect(SaturationFamily.hill.parameterNames == ["half", "slope"])
    #expect(SaturationFamily.hill.curve([3, 2]) == .hill(half: 3, slope: 2))
    #expect(SaturationFamily.none.curve([]) == .identity)
  }
}
