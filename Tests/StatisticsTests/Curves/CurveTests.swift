import Statistics
import Testing

@Suite("Hill curve")
struct SaturationCurveTests {
  @Test("reaches half its maximum at half saturation", arguments: [0.5, 1, 1.7, 2, 4])
  func half(slope: Double) {
    #expect(SaturationCurve.hill(half: 3, slope: slope).response(to: 3) == 0.5)
  }

  @Test("does not respond to nothing", arguments: [0.5, 1, 1.7, 2, 4])
  func nothing(slope: Double) {
    #expect(SaturationCurve.hill(half: 3, slope: slope).response(to: 0) == 0)
  }

  @Test("grows without passing its maximum", arguments: [0.5, 1, 1.7, 2, 4])
  func monotone(slope: Double) {
    let curve = SaturationCurve.hill(half: 3, slope: slope)
    var last = 0.0
    for step in 1...400 {
      let response = curve.response(to: 0.1 * Double(step))
      #expect(response > last)
      #expect(response < 1)
      last = response
    }
  }

  @Test("of a part of a column is that of each exposure", arguments: [0.5, 1, 1.7, 2, 4])
  func column(slope: Double) {
    let curve = SaturationCurve.hill(half: 0.7, slope: slope)
    let exposures = (0..<75).map { 0.13 * Double($0) }
    var column = exposures
    curve.replace(&column, in: 0..<70)
    let expected = exposures.enumerated().map { $0 < 70 ? curve.response(to: $1) : $1 }
    #expect(column == expected)
  }

  @Test("gives its formula's values for common and other slopes")
  func formula() {
    #expect(SaturationCurve.hill(half: 3, slope: 1).response(to: 1) == 0.25)
    #expect(SaturationCurve.hill(half: 3, slope: 2).response(to: 1) == 0.1)
    let other = SaturationCurve.hill(half: 4, slope: 1.5).response(to: 1)
    #expect(isClose(other, 1 / 9.0, relative: 1e-15))
    let near = SaturationCurve.hill(half: 3, slope: 2.000_000_000_001).response(to: 1)
    #expect(isClose(near, 0.1, relative: 1e-11))
  }
}
