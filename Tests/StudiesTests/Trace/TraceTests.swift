import Interchange
import Journeys
import Testing

@testable import Studies

@Suite("Trace of a person")
struct TraceTests {
  @Test("tells what the sampled path of the same person in the same world tells")
  func path() async throws {
    let document = try Levers.document()
    let forecast = try await ForecastStudy(document, arms: ["silo"], replicates: 1).run()
    for agent in [0, 17, 599] {
      let sampled = forecast.worlds[0][1].paths[0].filter { $0.agent == agent }
      let trace = try TraceStudy(document, agent: agent, arm: "silo").run()
      let plain = trace.steps.filter { if case .detail = $0.kind { false } else { true } }
      #expect(plain == sampled)
      #expect(sampled.count > 5)
      let touches = sampled.filter { if case .touch = $0.kind { true } else { false } }.count
      #expect(trace.steps.count - plain.count == touches)
    }
  }

  @Test("says how each touch was met, what broke, and what it came to")
  func words() throws {
    let document = try Levers.document()
    let texts = try (0..<40).map { try TraceStudy(document, agent: $0).run().text(width: 90) }
    for words in [
      "starts as cold", "touch by email: engaged", "opens a thread: mail_to_call should follow",
      "dead end: the click of mail_to_call led to a generic page (black hole)",
      "dead end: nobody answered mail_to_call (void)", "→ moves from cold to warm", "event tick",
    ] {
      #expect(texts.contains { $0.contains(words) }, "\(words)")
    }
    #expect(texts.allSatisfy { $0.contains("Arm silo, replicate 0, seed 1. kind ") })
    #expect(texts.allSatisfy { $0.contains("Threads: ") || !$0.contains("opens a thread") })
  }

  @Test("lists touches that were not seen only when it is asked to")
  func unseen() throws {
    let document = try Worlds.small(
      Levers.sections.replacing("engaged: 0.6,", with: "seen: 0.5, engaged: 0.6,"))
    let trace = try TraceStudy(document, agent: 3).run()
    #expect(!trace.text(width: 90).contains("not seen"))
    #expect(trace.text(width: 90, showsUnseen: true).contains("touch by email: not seen"))
  }

  @Test("of nobody says who there is")
  func missing() throws {
    let document = try Levers.document()
    let far = #expect(throws: StudyError.self) { try TraceStudy(document, agent: 600) }
    #expect(
      "\(try #require(far))"
        == "small.yaml: people has no agent 600; write a number from 0 to 599")
    let wrong = #expect(throws: StudyError.self) {
      try TraceStudy(document, agent: 1, population: "peple")
    }
    #expect(
      "\(try #require(wrong))" == "small.yaml: no population \"peple\"; did you mean people?")
  }
}
