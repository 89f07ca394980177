import Interchange
import Testing

@testable import Journeys

/// Draws of a calibration in place of priors.
@Suite("Draws of parameters")
struct ParameterDrawsTests {
  private func document() throws -> ScenarioDocument {
    try ScenarioDocument(
      yaml: """
        rounds: 1
        name: small
        time: { start: 2027-01-04, step: week, horizonWeeks: 4 }
        outcome: tick
        parameters:
          rate: { value: 0.5, prior: lognormal, low: 0.2, high: 1.2 }
          other: { value: 3, prior: uniform, low: 1, high: 5 }
        populations: { people: { size: 10, journey: { stages: [a], start: a } } }
        events: { tick: { population: people, while: a, ratePerWeek: $rate, value: $other } }
        arms: { usual: {}, doubled: { parameters: { rate: { value: 1 } } } }
        """, name: "small.yaml")
  }

  private let draws = ParameterDraws(names: ["rate"], rows: [[0.3], [0.4]])

  private func rates(_ document: ScenarioDocument, arm: String) throws -> [Double] {
    try (0..<3).map { draw in
      let parameters = document.parameters(arm: arm)
      return document.value(of: try #require(parameters.first), draw: draw, seed: 1)
    }
  }

  @Test("are taken row by row, and from the start again after the last")
  func rows() throws {
    let drawn = try document().drawing(from: draws)
    #expect(try rates(drawn, arm: "usual") == [0.3, 0.4, 0.3])
    let a = try drawn.scenario(arm: "usual", draw: 1)
    let b = try document().scenario(arm: "usual")
    #expect(a.events[0].value == b.events[0].value)
    #expect(drawn.parameters(arm: "usual").map { drawn.isDrawn($0) } == [true, false])
  }

  @Test("leave an arm its own value where it asks what another would do")
  func overlays() throws {
    let drawn = try document().drawing(from: draws)
    #expect(try rates(drawn, arm: "doubled") == [1, 1, 1])
    #expect(drawn.parameters(arm: "doubled").map { drawn.isDrawn($0) } == [false, false])
  }

  @Test("of a parameter that is not there are refused")
  func unknown() throws {
    let error = #expect(throws: SpecProblems.self) {
      try document().drawing(from: ParameterDraws(names: ["rat"], rows: [[1]]))
    }
    #expect(
      error?.description
        == "small.yaml:6: parameters: no parameter \"rat\", which the draws hold; did "
        + "you mean rate?")
  }
}
