import Interchange
import Journeys
import Testing

@Suite("Messages of targets")
struct TargetMessageTests {
  private func problems(_ target: String) -> [String] {
    RuleDocument.places([
      (
        "events:\n",
        "targets: { t: { \(target), between: [0, 1] } }\narms: { a: {}, b: {} }\nevents:\n"
      )
    ])
  }

  static let cases: [(target: String, messages: [String])] = [
    ("value: { metric: \"event:visit\", less: \"value:visit\", arms: { a: 1, b: -1 } }", []),
    (
      "value: { metric: \"event:visit\", less: \"value:visits\" }",
      [
        "targets.t.value.less: unknown metric \"value:visits\" in the arm b; did you mean value:visit?"
      ]
    ),
    (
      "value: { metric: \"event:visit\", arms: { a: 1, zeroo: -1 } }",
      ["targets.t.value.arms: unknown arm \"zeroo\"; did you mean zero?"]
    ),
    (
      "value: { metric: \"event:visit\", arms: {} }",
      ["targets.t.value.arms: names no arm; write one"]
    ),
    (
      "value: { metric: \"event:visit\", arms: { a: 1 }, minus: b }",
      [
        "targets.t.value: arms and minus exclude each other; write at most one of arms, minus"
      ]
    ),
    ("contentGaps: { channel: email, by: role, below: 0.8 }", []),
    (
      "contentGaps: { channel: emial, by: role, below: 0.8 }",
      ["targets.t.contentGaps.channel: unknown channel \"emial\"; did you mean email?"]
    ),
    (
      "contentGaps: { channel: email, by: rolle, below: 0.8 }",
      ["targets.t.contentGaps.by: unknown attribute of hcps \"rolle\"; did you mean role?"]
    ),
    (
      "contentGaps: { channel: email, by: liking, below: 0.8 }",
      ["targets.t.contentGaps.by: \"liking\" is not a categorical attribute"]
    ),
    (
      "contentGaps: { channel: email, by: role, below: 8 }",
      ["targets.t.contentGaps.below: 8 is not a share from 0 to 1"]
    ),
    ("exposed: { event: visit, channel: text }", []),
    (
      "exposed: { event: visit, channel: email }",
      ["targets.t.exposed: the channel and the event are of different populations"]
    ),
    (
      "exposed: { event: visits, channel: text }",
      ["targets.t.exposed.event: unknown event \"visits\"; did you mean visit?"]
    ),
  ]

  @Test("name the place, the problem and the remedy", arguments: cases.indices)
  func single(index: Int) {
    #expect(problems(Self.cases[index].target) == Self.cases[index].messages)
  }
}
