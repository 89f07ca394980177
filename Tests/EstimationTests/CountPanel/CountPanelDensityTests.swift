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
  /// -40.04270432790947 where starts, levels and shocks are coordinates themselves, and
  /// -44.43226617991309 where averages of the common path are in none.
  @Test("is that of its description, by SciPy's distributions")
  func value() {
    var density = CountPanelDensity(Self.history, carried: ["calls"])
    var gradient = [Double](repeating: 0, count: density.dimension)
    #expect(density.dimension == Self.position.count)
    let value = density.logDensity(at: Self.position, gradient: &gradient)
    #expect((value - -43.69654616134063).magnitude < 1e-10)
  }

  /// The position with the logarithm of a spread of seasons and their standardized effects.
  static func position(seasons: [Double]) -> [Double] {
    position[..<12] + [-2.2] + position[12..<19] + seasons + position[19...]
  }

  /// Log densities of the same script with two and with three periods of a season.
  @Test(
    "has seasons that sum to nothing, by SciPy's distributions",
    arguments: [([0.6, -0.4], -45.19422015340251), ([0.6, -0.4, 1.1], -53.97745237069557)])
  func seasons(_ effects: [Double], _ expected: Double) {
    var density = CountPanelDensity(Self.history, carried: ["calls"], season: effects.count)
    let position = Self.position(seasons: effects)
    var gradient = position
    #expect(density.dimension == position.count)
    #expect((density.logDensity(at: position, gradient: &gradient) - expected).magnitude < 1e-10)
    let common = density.shared(at: position).common
    #expect(common.seasons.reduce(0, +).magnitude < 1e-15)
  }

  @Test(
    "has the gradient of its value, with and without carryover and seasons",
    arguments: [["calls"], []], [[], [0.6, -0.4], [0.6, -0.4, 1.1]])
  func gradient(_ carried: [String], _ seasons: [Double]) {
    let place = seasons.isEmpty ? Self.position : Self.position(seasons: seasons)
    expectGradient(
      at: place,
      of: CountPanelDensity(
        Self.history, carried: carried, season: seasons.isEmpty ? nil : seasons.count))
  }

  private func expectGradient(at start: [Double], of density: CountPanelDensity) {
    var density = density
    var (gradient, scratch) = (start, start)
    _ = density.logDensity(at: start, gradient: &gradient)
    for place in gradient.indices {
      var position = start
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
