import Interchange
import Testing

@Suite("Specification problem")
struct SpecProblemTests {
  @Test("names document, line, path and remedy")
  func description() {
    let problem = SpecProblem(
      document: "launch.yaml", line: 14, path: "channels.email.half",
      problem: "unknown key; did you mean halfLife?")
    #expect(
      problem.description
        == "launch.yaml:14: channels.email.half: unknown key; did you mean halfLife?")
    #expect(
      SpecProblem(document: "a", line: 0, path: "", problem: "is empty").description
        == "a: is empty")
  }

  @Test("is reported once, by line, in the order found")
  func sorted() {
    let problems = [(3, "c"), (1, "b"), (3, "a"), (1, "b")].map {
      SpecProblem(document: "d", line: $0.0, path: "", problem: $0.1)
    }
    #expect(SpecProblems(problems).description == "d:1: b\nd:3: c\nd:3: a")
  }

  @Test("finds the nearest key within a third of its letters")
  func nearest() {
    let keys = ["halfLife", "share", "reach", "cost"]
    #expect(nearestKey(to: "half_life", among: keys) == "halfLife")
    #expect(nearestKey(to: "SHARE", among: keys) == "share")
    #expect(nearestKey(to: "csot", among: keys) == "cost")
    #expect(nearestKey(to: "raech", among: keys) == "reach")
    #expect(nearestKey(to: "coast", among: keys) == "cost")
    #expect(nearestKey(to: "coasts", among: keys) == "cost")
    #expect(nearestKey(to: "xyz", among: keys) == nil)
    #expect(nearestKey(to: "", among: ["a"]) == "a")
    #expect(nearestKey(to: "a", among: []) == nil)
  }
}
