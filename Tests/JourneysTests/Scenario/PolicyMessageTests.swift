import Interchange
import Journeys
import Testing

@Suite("Messages of a policy")
struct PolicyMessageTests {
  typealias Change = (part: String, replacement: String)

  /// Expects one problem, given without the document's name and line.
  private func expect(
    _ changes: [Change], _ messages: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(RuleDocument.places(changes) == messages, sourceLocation: sourceLocation)
  }

  static let cases: [(part: String, replacement: String, message: String)] = [
    (
      "share: 0.4", "share: 1.4",
      "policy.integration.share: 1.4 is not a share from 0 to 1"
    ),
    (
      "channels: [email, page]", "channels: [emial]",
      "policy.integration.channels: unknown channel \"emial\"; did you mean email?"
    ),
    (
      "\"marketing>sales\"", "\"marketing>seles\"",
      "policy.integration.pairs.marketing>seles: unknown function of channels \"seles\"; did you mean "
        + "sales?"
    ),
    (
      "\"marketing>sales\"", "marketing",
      "policy.integration.pairs.marketing: \"marketing\" is not a pair; write function>function in "
        + "quotes"
    ),
    (
      "\"marketing>sales\"", "\"sales>sales\"",
      "policy.integration.pairs.sales>sales: a function always sees its own engagements; remove the "
        + "pair"
    ),
    (
      "  governor:\n    population: hcps", "  governor:\n    population: hcp",
      "policy.governor.population: unknown population \"hcp\"; did you mean hcps?"
    ),
    (
      "  governor:\n    population: hcps\n", "  governor:\n",
      "policy.governor.population: is missing; write a text (Population that it protects)"
    ),
    (
      "cap: { touches: 6, perWeeks: 4 }", "cap: { touches: 300, perWeeks: 4 }",
      "policy.governor.cap.touches: a cap is at most 255 touches in a window"
    ),
    (
      "minimumDays: 3", "minimumDays: 0.5",
      "policy.governor.minimumDays: 0.5 days are less than a step of 1 and would never act; write 1 or "
        + "more"
    ),
    (
      "priority: [marketing]", "priority: [marketting]",
      "policy.governor.priority: unknown function of channels \"marketting\"; did you mean marketing?"
    ),
    (
      "priority: [marketing]", "channels: text",
      "policy.governor.channels: \"text\" touches adults, not hcps"
    ),
    (
      "    cap: { touches: 6, perWeeks: 4 }\n    minimumDays: 3\n    priority: [marketing]\n", "",
      "policy.governor: governs nothing; give it a cap, minimumDays or a priority"
    ),
    (
      "  personalization:\n    population: hcps", "  personalization:\n    population: people",
      "policy.personalization.population: unknown population \"people\"; known are hcps, adults"
    ),
    (
      "    by: role\n", "",
      "policy.personalization: the level segment needs by: the attribute that it goes by"
    ),
    (
      "    by: role\n", "    by: liking\n",
      "policy.personalization.by: \"liking\" is not a categorical attribute"
    ),
    (
      "    by: role\n", "    by: role\n    library: [paper, leaflet]\n",
      "policy.personalization.library: \"leaflet\" is made for adults"
    ),
    (
      "    by: role\n", "    by: role\n    library: [papper]\n",
      "policy.personalization.library: unknown content item \"papper\"; did you mean paper?"
    ),
    (
      "    by: role\n", "    by: role\n    channels: [email, call]\n",
      "policy.personalization.channels: \"call\" touches adults, not hcps"
    ),
    (
      "  nextBestAction:\n    population: hcps", "  nextBestAction:\n    population: hcpss",
      "policy.nextBestAction.population: unknown population \"hcpss\"; did you mean hcps?"
    ),
    (
      "channels: [email, rep]", "channels: [email, rep, text]",
      "policy.nextBestAction.channels: \"text\" touches adults, not hcps"
    ),
    (
      "estimates: { rep: 1.3 }", "estimates: { page: 1.3 }",
      "policy.nextBestAction.estimates: unknown channel of the choice \"page\"; known are email, rep"
    ),
    (
      "perYear: 24", "perYear: 24\n    perWeek: 1",
      "policy.nextBestAction: perWeek and perYear exclude each other; write exactly one of perWeek, "
        + "perMonth, perYear"
    ),
    (
      "exploration: 0.1", "stages: [idel]",
      "policy.nextBestAction.stages: unknown stage of hcps \"idel\"; did you mean idle?"
    ),
  ]

  @Test("name the place, the problem and the remedy", arguments: cases.indices)
  func single(index: Int) {
    let (part, replacement, message) = Self.cases[index]
    expect([(part, replacement)], [message])
  }

  @Test("say that two rules of a policy are for one population")
  func twice() {
    expect(
      [
        ("  governor:\n    population: hcps", "  governor:\n  - population: hcps"),
        (
          "    priority: [marketing]\n",
          "    priority: [marketing]\n  - { population: hcps, minimumDays: 1 }\n"
        ),
      ], ["policy.governor[1]: there is one for hcps already; merge the two"])
  }

  @Test("count the kinds of people that a library tells apart")
  func kinds() {
    let levels = (0..<71).map { "l\($0): \($0 == 0 ? 1 : 0)" }.joined(separator: ", ")
    let items = "match: { role: { old: 0.5 }, a: { l0: 0.5 }, b: { l0: 0.5 } }"
    let changes: [Change] = [
      (
        "      liking:",
        "      a: { shares: { \(levels) } }\n      b: { shares: { \(levels) } }\n      liking:"
      ),
      ("video: { population: hcps }", "video: { population: hcps, \(items) }"),
    ]
    expect(
      changes,
      ["policy.personalization: its library tells 10,082 kinds of people apart; at most 4,096"])
    expect(changes + [("level: segment", "level: none")], [])
    expect(changes + [("level: segment", "level: individual\n    library: [paper]")], [])
  }
}
