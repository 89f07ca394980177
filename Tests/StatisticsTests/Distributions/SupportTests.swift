import Statistics
import Testing

@Suite("Support of a prior")
struct SupportTests {
  static let supports: [Prior.Support] = [.real, .positive, .interval(0, 1), .interval(-3, 2)]

  @Test("puts a position to each number and back", arguments: supports)
  func roundTrip(_ support: Prior.Support) {
    for position in [-12.0, -3, -0.2, 0, 0.7, 4, 11] {
      let number = support.number(at: position)
      #expect(support.contains(number.value))
      let again = support.position(of: number.value)
      // Near the upper end of an interval the number has few digits left of its distance.
      #expect((again - position).magnitude < 1e-9 * max(1, position.magnitude), "\(position)")
    }
  }

  @Test("has the derivatives that its differences give", arguments: supports)
  func derivatives(_ support: Prior.Support) {
    let step = 1e-3
    for position in [-5.0, -1.3, 0, 0.4, 2.2, 6] {
      func difference(_ value: (Double) -> Double) -> Double {
        let near = value(position + step) - value(position - step)
        let far = value(position + 2 * step) - value(position - 2 * step)
        return (8 * near - far) / (12 * step)
      }
      let number = support.number(at: position)
      let slope = difference { support.number(at: $0).value }
      #expect((number.slope - slope).magnitude < 1e-9 * max(1, slope.magnitude))
      #expect((number.logSlope - Elementary.log(number.slope)).magnitude < 1e-12 * 10)
      let second = difference { support.number(at: $0).logSlope }
      #expect((number.logSlopeSlope - second).magnitude < 1e-9)
    }
  }

  @Test("keeps the logarithm of the slope where the slope itself underflows")
  func farOut() {
    let number = Prior.Support.interval(0, 1).number(at: -800)
    #expect(number.value == 0 && number.logSlope == -800 && number.logSlopeSlope == 1)
    #expect(!Prior.Support.interval(0, 1).contains(number.value))
    #expect(Prior.Support.interval(0, 1).number(at: 800).logSlopeSlope == -1)
    #expect(!Prior.Support.positive.contains(Prior.Support.positive.number(at: -800).value))
    #expect(!Prior.Support.positive.contains(Prior.Support.positive.number(at: 800).value))
    #expect(!Prior.Support.real.contains(.infinity))
    #expect(Prior.Support.point(3).contains(3) && !Prior.Support.point(3).contains(2))
  }
}
