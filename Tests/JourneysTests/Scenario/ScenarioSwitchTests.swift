import Interchange
import Journeys
import Testing

@Suite("Switches")
struct ScenarioSwitchTests {
  static let sections = """
    populations: { people: { size: 5, journey: { stages: [a], start: a } } }
    channels:
      mail: { population: people, plan: { cadence: { perWeek: 1 } }, cap: { touches: 2, perWeeks: 1 } }
      call: { population: people, plan: { cadence: { perWeek: 3 } }, weight: 5 }
    """

  private func document(
    _ overlays: String, burnIn: Int = 0
  ) throws -> ScenarioDocument {
    try ScenarioDocument(
      yaml: World.text(Self.sections + "\n" + overlays, burnIn: burnIn), name: "s.yaml")
  }

  private func problems(_ overlays: String, burnIn: Int = 0) -> [String] {
    let error = #expect(throws: SpecProblems.self) { try document(overlays, burnIn: burnIn) }
    return error?.problems.map(\.description) ?? []
  }

  private func weights(_ scenario: Scenario) -> [Double] { scenario.channels.map(\.weight) }

  static let levers = """
    switches:
      heavy: { title: Heavy mail, note: more, channels: { mail: { weight: 2 } } }
      uncapped: { channels: { mail: { cap: null, weight: 3 } } }
    settings: { calm: { channels: { mail: { weight: 7 }, call: { weight: 8 } } } }
    arms:
      siloed: { channels: { call: { weight: 6 } } }
      one: { switches: [uncapped] }
      both: { switches: all, channels: { mail: { weight: 4 } } }
      turned: { switches: [uncapped, heavy] }
    """

  @Test("lie under the arm that uses them and over the setting, in declared order")
  func order() throws {
    let document = try document(Self.levers)
    #expect(document.switches.map(\.name) == ["heavy", "uncapped"])
    #expect(document.switches.map(\.title) == ["Heavy mail", "uncapped"])
    #expect(
      document.arms.map(\.switches) == [
        [], [], ["uncapped"], ["heavy", "uncapped"], ["heavy", "uncapped"],
      ])
    #expect(weights(try document.scenario(arm: "siloed")) == [1, 6])
    #expect(weights(try document.scenario(arm: "one")) == [3, 5])
    #expect(weights(try document.scenario(arm: "both")) == [4, 5])
    #expect(weights(try document.scenario(arm: "turned")) == [3, 5])
    #expect(weights(try document.scenario(arm: "turned", setting: "calm")) == [3, 8])
    #expect(try document.scenario(arm: "siloed").channels[0].cap?.touches == 2)
    #expect(try document.scenario(arm: "one").channels[0].cap == nil)
  }

  @Test("that are asked for replace the arm's own and lie over its patch")
  func asked() throws {
    let document = try document(Self.levers)
    #expect(weights(try document.scenario(arm: "siloed", switches: ["heavy"])) == [2, 6])
    #expect(weights(try document.scenario(arm: "siloed", switches: [])) == [1, 6])
    #expect(
      weights(try document.scenario(arm: "siloed", switches: ["uncapped", "heavy"])) == [3, 6])
    #expect(weights(try document.scenario(arm: "both", switches: ["heavy"])) == [2, 5])
    #expect(weights(try document.scenario(arm: "both", switches: [])) == [4, 5])
    let error = #expect(throws: SpecProblems.self) {
      try document.scenario(arm: "siloed", switches: ["haevy"])
    }
    #expect(error?.description == "s.yaml:11: switches: no switch \"haevy\"; did you mean heavy?")
  }

  @Test("carry parameters of their own")
  func parameters() throws {
    let document = try document(
      """
      parameters: { lift: { value: 2 } }
      switches: { strong: { parameters: { lift: { value: 3 } } } }
      arms: { plain: {}, full: { switches: all } }
      """)
    #expect(document.parameters(arm: "plain").map(\.value) == [2])
    #expect(document.parameters(arm: "full").map(\.value) == [3])
    #expect(document.parameters(arm: "plain", switches: ["strong"]).map(\.value) == [3])
  }

  @Test("stand in a ladder on the first arm that is not zero and uses none")
  func ladder() throws {
    #expect(try document(Self.levers).ladderBase == "siloed")
    let late = "switches: { s: {} }\narms: { full: { switches: all }, zero: {}, bare: {} }"
    #expect(try document(late).ladderBase == "bare")
    #expect(try document(late + "\nladder: { base: zero }").ladderBase == "zero")
    #expect(try document("").ladderBase == "plan")
    #expect(
      try document("switches: { s: {} }\narms: { full: { switches: all } }").ladderBase == nil)
    #expect(try document("baseline: bare\n" + late).ladderBase == "bare")
  }

  static let mistakes: [(overlays: String, messages: [String])] = [
    (
      "switches: { spine: {} }\narms: { full: { switches: [spin] } }",
      ["s.yaml:11: arms.full.switches: unknown switch \"spin\"; did you mean spine?"]
    ),
    (
      "arms: { full: { switches: [spine] } }",
      ["s.yaml:10: arms.full.switches: unknown switch \"spine\"; none is declared"]
    ),
    (
      "switches: { spine: {} }\narms: { full: { switches: spine } }",
      ["s.yaml:11: arms.full.switches: write all, or a list of switches, such as [spine]"]
    ),
    (
      "switches: { s: { seed: 3 } }",
      [
        "s.yaml:10: switches.s.seed: an overlay cannot change seed; it belongs to the whole document"
      ]
    ),
    (
      "switches: { s: { switches: all } }",
      [
        "s.yaml:10: switches.s.switches: an overlay cannot change switches; it belongs to the whole "
          + "document"
      ]
    ),
    (
      "switches: { s: { channels: { mail: { flights: null } } } }",
      [
        "s.yaml:10: switches.s.channels.mail.flights: has no value, and there is nothing of this "
          + "name that it could remove; write a value, or quote a text that holds a comma"
      ]
    ),
    (
      "switches: { s: { channels: { mail: { weight: -1 } } } }",
      ["s.yaml:10: channels.mail.weight: -1 is not a positive number"]
    ),
    (
      "switches: { s: { channels: { mail: { capacityOrder: x } } } }",
      [
        "s.yaml:10: channels.mail.capacityOrder: unknown attribute of people \"x\"; none is declared"
      ]
    ),
    (
      "arms: { base: {} }\nladder: { base: bas }",
      ["s.yaml:11: ladder.base: unknown arm \"bas\"; did you mean base?"]
    ),
    (
      "switches: { s: {} }\narms: { full: { switches: all } }\nladder: { base: full }",
      ["s.yaml:12: ladder.base: the arm full uses switches of its own; name one that uses none"]
    ),
    (
      """
      switches:
        order: { channels: { mail: { capacityOrder: x } } }
        people: { populations: { people: { attributes: { x: { constant: 1 } } } } }
      """,
      [
        "s.yaml:11: channels.mail.capacityOrder: unknown attribute of people \"x\"; none is declared",
        "s.yaml:11: channels.mail.capacityOrder: needs capacityPerWeek",
      ]
    ),
  ]

  @Test("are refused with the place and a remedy", arguments: mistakes.indices)
  func mistaken(index: Int) {
    #expect(problems(Self.mistakes[index].overlays) == Self.mistakes[index].messages)
  }

  @Test("may add what an arm removes")
  func removals() throws {
    let document = try document(
      """
      switches: { limit: { channels: { call: { cap: { touches: 1, perWeeks: 1 } } } } }
      arms: { none: {}, free: { switches: all, channels: { call: { cap: null } } } }
      """)
    #expect(try document.scenario(arm: "free").channels[1].cap == nil)
  }

  @Test("keep people and channels where there is a burn-in")
  func burnIn() {
    let message =
      "s.yaml:10: switches.s: with a burn-in, a switch keeps the document's people, channels and "
      + "services: of a population it may change transitions, peers and pressure; leave a channel out with "
      + "channelsInUse"
    let grown = "switches: { s: { populations: { people: { size: 6 } } } }"
    #expect(problems(grown, burnIn: 2) == [message])
    #expect(throws: Never.self) { try document(grown) }
  }
}
