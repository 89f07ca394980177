import Interchange
import Statistics
import Testing

@testable import Estimation

@Suite("Density of a panel model of counts") struct CountPanelDensityTests {
  static let history = OutcomeHistory(
    units: ["a", "b", "c"], periods: PeriodAxis(first: 1, step: .number, count: 4),
    outcome: [0, 2, 1, 3, 5, 9, 4, 40, 0, 0, 0, 0], driverNames: ["calls"],
    drivers: [[0, 1, 0, 2, 3, 1, 4, 1, 1, 1, 1, 1]])

  static let position = [
    1.2, -0.1, -1.5, 0.3, -3.1, -2.9, 0.4, -0.2, 0.4, 0.15, 0.6, -0.3, 0.5, -0.4, 1.1, 0.1, 0.7,
    -0.3, -1.2, -0.8, 0.2, -0.5, 0.9, 1.1, -0.3, 0.4, 1.3, -2.0, 0.1, 0.2, -0.6,
  ]

  /// Priors, paths and probabilities put together from the distributions of SciPy 1.17.1.
  ///
  /// Standard normal numbers and places of units are without their `log √(2π)`. The same script gives
  /// -40.04270432790947 where starts and shocks are coordinates themselves.
  @Test("is that of its description, by SciPy's distributions")
  func value() {
    var density = CountPanelDensity(Self.history, carried: ["calls"])
    var gradient = [Double](repeating: 0, count: density.dimension)
    #expect(density.dimension == Self.position.count)
    let value = density.logDensity(at: Self.position, gradient: &gradient)
    #expect((value - -44.43226617991309).magnitude < 1e-10)
  }

  @Test("has the gradient of its value, with and without carryover", arguments: [["calls"], []])
  func gradient(_ carried: [String]) {
    var density = CountPanelDensity(Self.history, carried: carried)
    var (gradient, scratch) = (Self.position, Self.position)
    _ = density.logDensity(at: Self.position, gradient: &gradient)
    for place in gradient.indices {
      var position = Self.position
      position[place] += 1e-5
      let above = density.logDensity(at: position, gradient: &scratch)
      position[place] -= 2e-5
      let below = density.logDensity(at: position, gradient: &scratch)
      let slope = (above - below) / 2e-5
      #expect((gradient[place] - slope).magnitude < 1e-7 * max(1, slope.magnitude), "\(place)")
    }
  }

  @Test("refuses a position that overflows")
  func overflow() {
    var density = CountPanelDensity(Self.history, carried: [])
    var position = Self.position
    position[1] = 800
    var gradient = position
    #expect(!density.logDensity(at: position, gradient: &gradient).isFinite)
  }
}
