import Interchange
import TestSupport
import Testing

@testable import Journeys

@Suite("Parameter priors")
struct ParameterPriorTests {
  /// Shapes with low, high and the value in the middle between them on the prior's own scale.
  static let cases: [(shape: ParameterPrior.Shape, low: Double, center: Double, high: Double)] = [
    (.normal, -1, 2, 5), (.lognormal, 0.5, 1, 2), (.logitnormal, 0.2, 0.5, 0.8),
    (.logitnormal, 1.0 / 17, 0.2, 0.5),
  ]

  @Test("put low and high at their 5 % and 95 % points", arguments: cases.indices)
  func quantiles(index: Int) {
    let (shape, low, center, high) = Self.cases[index]
    let prior = ParameterPrior(shape: shape, low: low, high: high)
    #expect(abs(prior.quantile(0.05, center: center) - low) < 1e-12)
    #expect(abs(prior.quantile(0.5, center: center) - center) < 1e-12)
    #expect(abs(prior.quantile(0.95, center: center) - high) < 1e-12)
  }

  @Test("between two ends are uniform")
  func uniform() {
    let prior = ParameterPrior(shape: .uniform, low: 2, high: 6)
    #expect(prior.quantile(0, center: 3) == 2)
    #expect(prior.quantile(0.25, center: 3) == 3)
    #expect(prior.quantile(1, center: 3) == 6)
  }

  @Test("put low and high at their 5 % and 95 % points where the value is not in the middle")
  func skewed() {
    for shape in [ParameterPrior.Shape.normal, .lognormal, .logitnormal] {
      let prior = ParameterPrior(shape: shape, low: 0.15, high: 0.5)
      #expect(abs(prior.quantile(0.05, center: 0.3) - 0.15) < 1e-12, "\(shape)")
      #expect(abs(prior.quantile(0.95, center: 0.3) - 0.5) < 1e-12, "\(shape)")
    }
  }

  @Test("are drawn one number for each draw, the same in every arm, and leave other values alone")
  func draws() throws {
    let sections = """
      parameters:
        rate: { value: 1, prior: lognormal, low: 0.5, high: 2 }
        fixed: { value: 0.25 }
      populations: { people: { size: 5, attributes: { x: { constant: 2 * $rate } , y: { constant: $fixed } }, journey: { stages: [a], start: a } } }
      arms: { all: {} }
      """
    let document = try ScenarioDocument(yaml: World.text(sections), name: "priors.yaml")
    func constant(_ scenario: Scenario, _ attribute: Int) -> Double {
      guard case .constant(let value) = scenario.populations[0].attributes[attribute].draw else {
        return .nan
      }
      return value
    }
    let draws = try (0..<20).map { constant(try document.scenario(arm: "all", draw: $0), 0) }
    #expect(Set(draws).count == 20)
    #expect(try draws == (0..<20).map { constant(try document.scenario(arm: "zero", draw: $0), 0) })
    #expect(try constant(document.scenario(arm: "all"), 0) == 2)
    #expect(try constant(document.scenario(arm: "all", draw: 3), 1) == 0.25)
  }
}

/// False alarms: one in a million per check, from exact binomial bands.
@Suite("Parameter draws, statistics")
struct ParameterDrawStatistics {
  @Test(
    "fall below low and above high one time in twenty",
    arguments: ParameterPriorTests.cases.indices)
  func tails(index: Int) {
    let (shape, low, center, high) = ParameterPriorTests.cases[index]
    let parameter = ScenarioParameter(
      name: "x", value: center, prior: ParameterPrior(shape: shape, low: low, high: high))
    let draws = (0..<20_000).map { parameter.value(draw: $0, seed: 7) }
    expectCount(Double(draws.count { $0 < low }), of: 20_000, chance: 0.05)
    expectCount(Double(draws.count { $0 < center }), of: 20_000, chance: 0.5)
    expectCount(Double(draws.count { $0 > high }), of: 20_000, chance: 0.05)
  }
}
