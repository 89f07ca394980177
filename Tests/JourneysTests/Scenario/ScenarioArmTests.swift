import Interchange
import Journeys
import Testing

@Suite("Arms and settings")
struct ScenarioArmTests {
  private func document(_ arms: String) throws -> ScenarioDocument {
    let sections = """
      populations: { people: { size: 5, journey: { stages: [a], start: a } } }
      channels:
        mail: { population: people, plan: { cadence: { perWeek: 1 } }, cost: { perTouch: 2 } }
        call: { population: people, plan: { cadence: { perWeek: 3 } }, cap: { touches: 2, perWeeks: 1 } }
      \(arms)
      """
    return try ScenarioDocument(yaml: World.text(sections), name: "arms.yaml")
  }

  private func perWeek(_ scenario: Scenario, _ channel: Int) -> Double? {
    guard case .cadence(let cadence)? = scenario.channels[channel].plan?.amount else { return nil }
    return cadence.perWeek.values.first
  }

  @Test("begin with an implicit zero that uses no channel")
  func implicitZero() throws {
    let alone = try document("")
    #expect(alone.arms.map(\.name) == ["zero", "plan"])
    #expect(alone.baseline == "zero")
    #expect(try alone.scenario(arm: "zero").channelsInUse == [false, false])
    #expect(try alone.scenario(arm: "plan").channelsInUse == [true, true])
    let named = try document("arms: { more: { channels: { mail: { weight: 2 } } } }")
    #expect(named.arms.map(\.name) == ["zero", "more"])
  }

  @Test("keep a declared zero's own words over its silence")
  func declaredZero() throws {
    let quiet = try document("arms: { zero: { title: Nothing }, all: {} }")
    #expect(quiet.arms.map(\.title) == ["Nothing", "all"])
    #expect(try quiet.scenario(arm: "zero").channelsInUse == [false, false])
    let some = try document("arms: { all: {}, zero: { channelsInUse: [call] } }")
    #expect(some.arms.map(\.name) == ["zero", "all"])
    #expect(try some.scenario(arm: "zero").channelsInUse == [false, true])
  }

  @Test("start with the declared baseline")
  func baseline() throws {
    let document = try document("baseline: all\narms: { less: { channelsInUse: [mail] }, all: {} }")
    #expect(document.arms.map(\.name) == ["all", "zero", "less"])
    #expect(document.baseline == "all")
  }

  @Test("merge key by key, and null removes")
  func mergePatch() throws {
    let document = try document(
      "arms: { free: { channels: { call: { cap: null, engaged: 0.5 }, mail: { plan: null } } } }")
    let scenario = try document.scenario(arm: "free")
    #expect(scenario.channels[1].cap == nil)
    #expect(scenario.channels[1].engaged.values == [0.5])
    #expect(perWeek(scenario, 1) == 3)
    #expect(scenario.channels[0].plan == nil)
    #expect(scenario.channels[0].cost.perTouch == 2)
    #expect(try document.scenario(arm: "zero").channels[1].cap?.touches == 2)
  }

  @Test("lie over settings")
  func settings() throws {
    let document = try document(
      """
      settings: { busy: { channels: { mail: { plan: { cadence: { perWeek: 7 } } }, call: { plan: { cadence: { perWeek: 8 } } } } } }
      arms: { own: { channels: { call: { plan: { cadence: { perWeek: 9 } } } } } }
      """)
    let busy = try document.scenario(arm: "own", setting: "busy")
    #expect(perWeek(busy, 0) == 7)
    #expect(perWeek(busy, 1) == 9)
    let plain = try document.scenario(arm: "own")
    #expect(perWeek(plain, 0) == 1)
    #expect(perWeek(plain, 1) == 9)
  }

  @Test("use all channels, none, or a list")
  func channelsInUse() throws {
    let document = try document(
      "arms: { a: { channelsInUse: all }, n: { channelsInUse: none }, l: { channelsInUse: [mail] } }"
    )
    #expect(try document.scenario(arm: "a").channelsInUse == [true, true])
    #expect(try document.scenario(arm: "n").channelsInUse == [false, false])
    #expect(try document.scenario(arm: "l").channelsInUse == [true, false])
  }

  @Test("that do not exist are named with the nearest that do")
  func unknownNames() throws {
    let document = try document("settings: { busy: {} }\narms: { more: {} }")
    let arm = #expect(throws: SpecProblems.self) { try document.scenario(arm: "moer") }
    #expect(arm?.description == "arms.yaml:11: arms: no arm \"moer\"; did you mean more?")
    let setting = #expect(throws: SpecProblems.self) {
      try document.scenario(arm: "more", setting: "calm")
    }
    #expect(setting?.description == "arms.yaml:10: settings: no setting \"calm\"; known are busy")
  }

  @Test("take changes from the command line before everything else is read")
  func changes() throws {
    let sections = "populations: { people: { size: 5, journey: { stages: [a], start: a } } }"
    let document = try ScenarioDocument(
      yaml: World.text(sections), name: "arms.yaml",
      changes: [("populations.people.size", "77"), ("seed", "9")])
    let scenario = try document.scenario(arm: "zero")
    #expect(scenario.populations[0].size == 77)
    #expect(scenario.seed == 9)
  }
}
