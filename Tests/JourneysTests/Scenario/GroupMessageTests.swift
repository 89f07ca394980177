import Interchange
import Journeys
import Testing

/// Groups, what they share and contacts within them, as far as a document can get them wrong.
@Suite("Group messages")
struct GroupMessageTests {
  private let role = "role: { shares: { old: 0.5, young: 0.5 } }"
  private let volume = "volume: { lognormal: { mean: 4, sigma: 1 } }"
  private let journey = "    journey:\n      stages: [idle, active]"

  private func problems(_ attributes: String, peers: String = "") -> [String] {
    ScenarioMessageTests.problems([
      (role, attributes), (volume, "volume: { constant: 4 }"),
      (journey, (peers.isEmpty ? "" : "    peers: { \(peers), active: active }\n") + journey),
    ])
  }

  @Test("are none where groups, what they share and contacts are in order")
  func sound() {
    #expect(
      problems(
        """
        practice: { groups: 3000 }
              area: { groups: 5, sharedBy: practice }
              market: { normal: { mean: 1, sd: 0.1 }, sharedBy: area }
              kind: { shares: { x: 0.5, y: 0.5 }, sharedBy: practice }
        """,
        peers: "contacts: 3, mostlyWithin: practice, share: 0.8") == [])
  }

  @Test("say how many groups there may be")
  func counts() {
    #expect(
      problems("practice: { groups: 2_000_000 }") == [
        "small.yaml:11: populations.doctors.attributes.practice.groups: 2000000 groups are too many; at most 1000000"
      ])
    #expect(
      problems("practice: { groups: 0 }") == [
        "small.yaml:11: populations.doctors.attributes.practice.groups: 0 is not a whole number of at least 1"
      ])
    let shares = (0..<257).map { "l\($0): \($0 == 0 ? 1 : 0)" }.joined(separator: ", ")
    #expect(
      problems("role: { shares: { \(shares) } }") == [
        "small.yaml:11: populations.doctors.attributes.role: 257 levels are too many; at most 256"
      ])
  }

  @Test("say what can share, and what can be shared")
  func shared() {
    #expect(
      problems("x: { groups: 3, sharedBy: practise }\n      practice: { groups: 9 }") == [
        "small.yaml:11: populations.doctors.attributes.x.sharedBy: unknown attribute of doctors \"practise\"; none is declared"
      ])
    #expect(
      problems("x: { constant: 3 }\n      y: { groups: 3, sharedBy: x }") == [
        "small.yaml:12: populations.doctors.attributes.y.sharedBy: \"x\" is not a categorical attribute"
      ])
    #expect(
      problems(
        "x: { groups: 3 }\n      y: { constant: 1 }\n      z: { rankOf: y, sharedBy: x }")
        == [
          "small.yaml:13: populations.doctors.attributes.z: sharedBy and rankOf exclude each other; write at most one of sharedBy, given, decileOf, bandsOf, productOf, rankOf, fromParent, column, numberColumn"
        ])
  }

  @Test("say where groups are too many to be told apart, all at once")
  func categories() {
    #expect(
      ScenarioMessageTests.problems([
        (role, "practice: { groups: 300 }"),
        (
          volume,
          "volume: { constant: 4, scaledBy: { practice: { 1: 2 } } }\n    breakdown: practice"
        ),
        ("{ channels: { email: $lift } }", "{ attributes: { practice: { 7: 2 } } }"),
        (
          "cadence: { perWeek: 1 }",
          "cadence: { perWeek: { by: practice, values: { 1: 2 }, otherwise: 1 } }"
        ),
      ]) == [
        "small.yaml:12: populations.doctors.attributes.volume.scaledBy: \"practice\" has 300 groups, too many to be told apart here; at most 256",
        "small.yaml:13: populations.doctors.breakdown: \"practice\" has 300 groups, too many to be told apart here; at most 256",
        "small.yaml:18: populations.doctors.journey.transitions.begin.effects.attributes.practice: \"practice\" has 300 groups, too many to be told apart here; at most 256",
        "small.yaml:28: channels.email.plan.cadence.perWeek.by: \"practice\" has 300 groups, too many to be told apart here; at most 256",
      ])
  }

  @Test("say what contacts within a group need")
  func contacts() {
    let practice = "practice: { groups: 3000 }"
    #expect(
      problems(practice, peers: "contacts: 3, mostlyWithin: practice") == [
        "small.yaml:13: populations.doctors.peers.mostlyWithin: nothing says how mostly; add share, from 0 to 1"
      ])
    #expect(
      problems(practice, peers: "contacts: 3, share: 0.5") == [
        "small.yaml:13: populations.doctors.peers.share: a share of nothing; add mostlyWithin, or remove it"
      ])
    #expect(
      problems(practice, peers: "contacts: 3, mostlyWithin: volume, share: 0.5") == [
        "small.yaml:13: populations.doctors.peers.mostlyWithin: \"volume\" is not a categorical attribute"
      ])
    #expect(
      problems("area: { groups: 3 }", peers: "group: area, mostlyWithin: area, share: 0.5") == [
        "small.yaml:13: populations.doctors.peers: group and mostlyWithin exclude each other; write at most one of group, mostlyWithin",
        "small.yaml:13: populations.doctors.peers: group and share exclude each other; write at most one of group, share",
      ])
    #expect(
      problems(practice, peers: "group: practice") == [
        "small.yaml:13: populations.doctors.peers.group: \"practice\" has 3000 groups, too many to be told apart here; at most 256"
      ])
  }
}
