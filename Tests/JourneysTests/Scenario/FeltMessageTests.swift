import Interchange
import Journeys
import Testing

@Suite("Messages of experiences, events and attributes")
struct FeltMessageTests {
  /// Expects problems, given without the document's name and line.
  private func expect(
    _ changes: [(part: String, replacement: String)], _ messages: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(RuleDocument.places(changes) == messages, sourceLocation: sourceLocation)
  }

  @Test("ask for trust and experience that nobody has")
  func felt() {
    let trust = "    trust: { start: 0.7, deadEnd: 0.1, continued: 0.05, halfLifeDays: 7 }\n"
    expect(
      [(trust, "")],
      [
        "populations.adults.journey.transitions.decide.effects.deadEnds: adults declares no trust; add trust to it",
        "experiences.visit.deadEnds: adults declares no trust; add trust to it",
      ])
    expect(
      [("deadEnd: 0.1", "deadEnd: 0")],
      ["populations.adults.trust.deadEnd: 0 is not a positive number"])
    expect(
      [
        (
          "  visit:\n    population: adults\n    entering: attended\n    touchpoints",
          "  visit:\n    population: hcps\n    entering: idle\n    touchpoints"
        ),
        ("    channels: { text: 0.5 }\n    deadEnds: 0.5\n", ""),
      ],
      [
        "populations.adults.journey.transitions.decide.effects.experience: adults has no experience; declare one under experiences"
      ])
  }

  static let cases: [(part: String, replacement: String, message: String)] = [
    (
      "scheduling: 6.5", "scheduling: 65",
      "experiences.visit.touchpoints.scheduling: 65 is not a score from 0 to 10"
    ),
    (
      "{ scheduling: 6.5, checkin: 6 }",
      "{ \((0..<17).map { "t\($0): 6" }.joined(separator: ", ")) }",
      "experiences.visit.touchpoints: 17 touchpoints; write 1 to 16"
    ),
    (
      "{ scheduling: 6.5, checkin: 6 }", "{}",
      "experiences.visit.touchpoints: 0 touchpoints; write 1 to 16"
    ),
    (
      "channels: { text: 0.5 }", "channels: { rep: 0.5 }",
      "experiences.visit.channels.rep: \"rep\" touches hcps, not adults"
    ),
    (
      "extremes: 1.8", "extremes: 5",
      "experiences.visit.extremes: the response rate of extreme answers is 1.25, above 1"
    ),
    (
      "entering: attended\n    touchpoints", "entering: atended\n    touchpoints",
      "experiences.visit.entering: unknown stage of adults \"atended\"; did you mean attended?"
    ),
    (
      "{ channel: rumor,", "{ channel: rep,",
      "events.visit.touchesPeers.channel: \"rep\" touches hcps, not adults"
    ),
    (
      "within: region", "within: role",
      "events.visit.touchesPeers.within: unknown attribute of adults \"role\"; known are region"
    ),
    (
      "count: 2", "count: 2000",
      "events.visit.touchesPeers.count: 2000 others are too many; at most 1000"
    ),
    (
      "years: 10", "years: 1000",
      "events.visit.value.years: 1000 years are too many; at most 200"
    ),
    (
      "retentionPerYear: 0.8", "retentionPerYear: 1.8",
      "events.visit.value.retentionPerYear: 1.8 is not a share from 0 to 1"
    ),
    (
      "{ productOf: [liking, liking] }", "{ productOf: [liking, role] }",
      "populations.hcps.attributes.score.productOf: \"role\" is not a real attribute"
    ),
    (
      "{ productOf: [liking, liking] }", "{ productOf: [] }",
      "populations.hcps.attributes.score.productOf: a product needs at least one attribute; name one"
    ),
    (
      "{ rankOf: need }", "{ rankOf: rank }",
      "populations.hcps.attributes.rank.rankOf: unknown attribute of hcps \"rank\"; known are role, "
        + "liking, need, score"
    ),
    (
      "{ rankOf: need }", "{ rankOf: need, scaledBy: { role: { old: 1, young: 2 } } }",
      "populations.hcps.attributes.rank.scaledBy: only a drawn number is scaled"
    ),
  ]

  @Test("name the place, the problem and the remedy", arguments: cases.indices)
  func single(index: Int) {
    let (part, replacement, message) = Self.cases[index]
    expect([(part, replacement)], [message])
  }

  @Test("know whether a product can be negative")
  func products() {
    let cadence = "cadence: { perWeek: 1 } }, affinity"
    expect([(cadence, "cadence: { perWeek: 1, scaledBy: score } }, affinity")], [])
    expect([(cadence, "cadence: { perWeek: 1, scaledBy: rank } }, affinity")], [])
    expect(
      [
        (cadence, "cadence: { perWeek: 1, scaledBy: score } }, affinity"),
        ("[liking, liking]", "[liking, need]"),
      ],
      [
        "channels.rep.plan.cadence.scaledBy: \"score\" can be negative and cannot multiply or weigh; "
          + "draw it from a distribution of positive numbers, such as lognormal"
      ])
  }
}
