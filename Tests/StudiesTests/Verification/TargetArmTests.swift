import Interchange
import Journeys
import Studies
import Testing

/// Targets of arms that do not have the same channels.
@Suite("Targets by arm")
struct TargetArmTests {
  private func market(_ target: String) throws -> ScenarioDocument {
    try Worlds.small(
      """
      populations: { people: { size: 10, journey: { stages: [a], start: a } } }
      channels:
        email: { population: people, plan: { cadence: { perWeek: 2 } } }
        call: { population: people, plan: { cadence: { perWeek: 1 } } }
      events: { tick: { population: people, while: a, probability: 1 } }
      arms: { full: {}, no-email: { channels: { email: null } } }
      targets: { t: { \(target), between: [0, 1000] } }
      """)
  }

  private func measured(_ target: String) async throws -> Double {
    let findings = try await VerificationStudy(try market(target), replicates: 1).run()
    return try #require(findings.first).spread.mean
  }

  @Test("are measured by name in each arm")
  func byName() async throws {
    #expect(try await measured("arm: full, value: { metric: \"delivered:call\" }") == 100)
    #expect(try await measured("arm: no-email, value: { metric: \"delivered:call\" }") == 100)
    #expect(
      try await measured("arm: full, value: { metric: \"delivered:call\", minus: no-email }") == 0)
  }

  @Test("name the arm that does not have the metric")
  func missing() {
    let error = #expect(throws: SpecProblems.self) {
      try market("arm: full, value: { metric: \"delivered:email\", minus: no-email }")
    }
    #expect(
      error?.problems.map(\.problem) == [
        "unknown metric \"delivered:email\" in the arm no-email; did you mean delivered:call?"
      ]
        || error?.problems.map(\.problem) == [
          "unknown metric \"delivered:email\" in the arm no-email; the forecast table lists them"
        ])
  }

  @Test("about agents who do not exist do not hold, and do not crash")
  func nobody() async throws {
    let document = try Worlds.small(
      """
      populations:
        people:
          size: 10
          attributes: { kind: { shares: { x: 1, y: 0 } } }
          journey: { stages: [a], start: a }
      events: { tick: { population: people, while: a, probability: 1 } }
      targets: { t: { gini: { event: tick, only: { kind: y } }, between: [0, 1] } }
      """)
    let findings = try await VerificationStudy(document, replicates: 1).run()
    #expect(findings.map(\.holds) == [false])
  }
}
