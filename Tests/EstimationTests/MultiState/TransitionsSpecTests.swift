import Interchange
import Testing

@testable import Estimation

@Suite("Section about observed stages")
struct TransitionsSpecTests {
  private static let shape = SpecShape("calibration", "A test.", TransitionsSpec.fields)

  private func read(_ yaml: String) throws -> (TransitionsSpec, [String]) {
    let root = try SpecDocument(yaml: yaml, name: "c.yaml").root
    var problems = Self.shape.problems(in: root, document: "c.yaml")
    let spec = TransitionsSpec(root, document: "c.yaml", problems: &problems)
    return (spec, SpecProblems(problems).problems.map(\.description))
  }

  @Test("becomes the layout of a panel and a model of its parameters")
  func whole() throws {
    let (spec, problems) = try read(
      """
      population: physicians
      data: { unit: id, period: week, stage: stage }
      transitions:
        try_brand: { from: evaluating, to: trialist, rate: $trial_rate, effects: { calls: $ratio } }
        stop:
          from: [evaluating, trialist]
          to: lapsed
          rate: 0.5 * $stop_rate
          effects: { segment: { high: 0.5, low: $low }, volume: { perDoubling: $volume_ratio } }
      """)
    #expect(problems == [])
    #expect(spec.population == "physicians")
    let stages = ["evaluating", "trialist", "lapsed"]
    let layout = spec.layout(stages: stages, ways: spec.ways, stepDays: 7)
    let terms: [StageTerm] = [
      .perUnit(column: "calls"), .level(column: "segment", level: "high"),
      .level(column: "segment", level: "low"), .perDoubling(column: "volume"),
    ]
    #expect(
      layout
        == StagePanelLayout(
          unit: "id", period: "week", stage: "stage", stages: stages, terms: terms))
    let model = spec.model(stages: stages, ways: spec.ways, stepDays: 7)
    #expect(model.parameters == ["trial_rate", "ratio", "stop_rate", "low", "volume_ratio"])
    #expect(model.timing == .steps(days: 7))
    #expect(model.transitions[1].from == [0, 1])
    #expect(model.transitions[1].to == 2)
    #expect(model.transitions[1].effects.map(\.term) == [1, 2, 3])
    #expect(model.transitions[1].effects[0].ratio == StageQuantity(known: 0.5))
  }

  @Test("may run in continuous time over periods of any length")
  func continuous() throws {
    let (spec, problems) = try read(
      "data: { unit: id, period: month, stage: s, periodDays: 30.4375 }\ntime: continuous\n")
    #expect(problems == [])
    #expect(spec.ways.isEmpty)
    #expect(spec.layout(stages: ["a"], ways: [], stepDays: 7).daysPerPeriod == 30.4375)
    #expect(spec.model(stages: ["a"], ways: [], stepDays: 7).timing == .continuous)
  }

  @Test("says all that is wrong with it")
  func wrong() throws {
    let (_, problems) = try read(
      """
      data: { unit: id, period: id, stage: stage }
      time: daily
      transitions:
        try: { rate: fast, effects: { calls: { high: $ } } }
        stop: { to: lapsed }
      """)
    #expect(
      problems == [
        "c.yaml:1: data.period: column id is the unit already; name another column",
        "c.yaml:2: time: \"daily\" is not one of steps, continuous",
        "c.yaml:4: transitions.try.rate: \"fast\" is not a number; write a number of at least 0",
        "c.yaml:4: transitions.try.effects.calls.high: \"$\" is not a number; write a number of at "
          + "least 0",
        "c.yaml:5: transitions.stop.rate: is missing; write a number of at least 0 (Rate a week where "
          + "all columns are 0, such as $trial_rate)",
      ])
  }
}
