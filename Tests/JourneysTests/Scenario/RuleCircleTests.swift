import Interchange
import Journeys
import Testing

@Suite("Circles of rules")
struct RuleCircleTests {
  private func problems(_ rules: String) -> [String] {
    let sections = """
      populations: { people: { size: 5, journey: { stages: [a], start: a } } }
      channels: { mail: { population: people }, call: { population: people }, text: { population: people } }
      \(rules)
      """
    do {
      _ = try ScenarioDocument(yaml: World.text(sections), name: "c.yaml")
      return []
    } catch {
      return error.problems.map(\.description)
    }
  }

  private func triggers(_ extra: String = "", of second: String = "b") -> String {
    """
    triggers:
      a: { on: { engaged: mail }, send: call }
      \(second): { on: { delivered: [text, call] }, send: mail\(extra) }
    """
  }

  @Test("are refused with their names")
  func two() {
    #expect(
      problems(triggers()) == [
        "c.yaml:9: triggers.a: a → b → a run in a circle; give one of them limit or quietDays"
      ])
  }

  @Test("of one rule are refused")
  func one() {
    #expect(
      problems(
        "triggers: { again: { on: { engaged: mail }, ladder: [{ send: call }, { send: mail }] } }")
        == [
          "c.yaml:8: triggers.again: again → again runs in a circle; give it limit or quietDays"
        ])
    #expect(
      problems("handoffs: { on: { after: mail, to: mail, withinDays: 14 } }") == [
        "c.yaml:8: handoffs.on: on → on runs in a circle; give it a limit"
      ])
  }

  @Test("run through handoffs and triggers alike, shortest first")
  func mixed() {
    let rules = """
      handoffs:
        h: { after: [call], to: text, withinDays: 14 }
      triggers:
        long: { on: { delivered: text }, send: mail }
        back: { on: { engaged: mail }, send: call }
        short: { on: { engaged: text }, send: call }
      """
    #expect(
      problems(rules) == [
        "c.yaml:9: handoffs.h: h → short → h run in a circle; give one of them limit or quietDays"
      ])
  }

  @Test(
    "are accepted where one of them ends, or never acts",
    arguments: [", limit: 2", ", quietDays: 30", ", share: 0", ", on2"])
  func ended(extra: String) {
    let rules =
      extra == ", on2"
      ? triggers().replacing("delivered: [text, call]", with: "entering: a") : triggers(extra)
    #expect(problems(rules) == [])
  }

  @Test("are none among rules that follow each other")
  func chain() {
    let rules = """
      handoffs:
        h: { after: mail, to: call, withinDays: 14 }
        i: { after: [mail, call], to: text, withinDays: 14 }
        never: { after: text, to: mail, withinDays: 14, success: 0 }
      """
    #expect(problems(rules) == [])
  }
}
