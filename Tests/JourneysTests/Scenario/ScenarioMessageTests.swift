import Interchange
import Journeys
import Testing

@Suite("Scenario messages")
struct ScenarioMessageTests {
  /// A small document of which tests replace a part.
  static let text = """
    rounds: 1
    name: small
    time: { start: 2027-01-04, step: week, horizonWeeks: 4 }
    outcome: fill
    parameters:
      lift: { value: 2 }
    populations:
      doctors:
        size: 10
        attributes:
          role: { shares: { old: 0.5, young: 0.5 } }
          volume: { lognormal: { mean: 4, sigma: 1 } }
        journey:
          stages: [idle, active]
          start: idle
          transitions:
            begin: { from: idle, to: active, ratePerWeek: 0.1, effects: { channels: { email: $lift } } }
      patients:
        size: 20
        parent: doctors
        journey:
          stages: [waiting, treated]
          start: waiting
          transitions:
            treat: { from: waiting, to: treated, link: log, probability: 0.1, effects: { parent: { active: 2 } } }
    channels:
      email: { population: doctors, plan: { cadence: { perWeek: 1 } }, cost: { perTouch: 1 } }
    events:
      fill: { population: patients, while: treated, ratePerWeek: 1 }
    arms:
      half: { channels: { email: { plan: { factor: 0.5 } } } }
    """

  static func problems(
    _ changes: [(String, String)], files: [String: String] = [:]
  ) -> [String] {
    var text = Self.text
    for (part, replacement) in changes {
      #expect(text.contains(part), "the document holds no \(part)")
      text = text.replacing(part, with: replacement, maxReplacements: 1)
    }
    do {
      _ = try ScenarioDocument(yaml: text, name: "small.yaml", files: files)
      return []
    } catch {
      return error.problems.map(\.description)
    }
  }

  @Test("are none for a sound document")
  func sound() {
    #expect(Self.problems([]) == [])
  }

  static let cases: [(part: String, replacement: String, message: String)] = [
    (
      "outcome: fill", "outcome: fil",
      "small.yaml:4: outcome: unknown event \"fil\"; did you mean fill?"
    ),
    (
      "cost: { perTouch", "cots: { perTouch",
      "small.yaml:27: channels.email.cots: unknown key; did you mean cost?"
    ),
    (
      "start: idle", "start: idel",
      "small.yaml:15: populations.doctors.journey.start: unknown stage of doctors \"idel\"; did you mean idle?"
    ),
    (
      "{ email: $lift }", "{ emial: $lift }",
      "small.yaml:17: populations.doctors.journey.transitions.begin.effects.channels: unknown channel \"emial\"; did you mean email?"
    ),
    (
      "{ email: $lift }", "{ email: $lifts }",
      "small.yaml:17: populations.doctors.journey.transitions.begin.effects.channels.email: $lifts is not a parameter; did you mean $lift?"
    ),
    (
      "{ channels: { email: $lift } }", "{ attributes: { rolle: { old: 2 } } }",
      "small.yaml:17: populations.doctors.journey.transitions.begin.effects.attributes: unknown attribute of doctors \"rolle\"; did you mean role?"
    ),
    (
      "{ channels: { email: $lift } }", "{ attributes: { role: { odl: 2 } } }",
      "small.yaml:17: populations.doctors.journey.transitions.begin.effects.attributes.role: unknown level of role \"odl\"; did you mean old?"
    ),
    (
      "{ old: 0.5, young: 0.5 }", "{ old: 0.5, young: 0.6 }",
      "small.yaml:11: populations.doctors.attributes.role.shares: shares sum to 1.1, not to 1"
    ),
    (
      "start: idle", "start: { idle: 0.5, active: 0.4 }",
      "small.yaml:15: populations.doctors.journey.start: shares sum to 0.9, not to 1"
    ),
    (
      "[idle, active]", "[idle, active, lost]",
      "small.yaml:14: populations.doctors.journey.stages: nobody can reach \"lost\"; add a transition to it, or a start share"
    ),
    (
      "    size: 10", "    size: 10\n    parent: patients",
      "small.yaml:9: populations.doctors.parent: parents run in a cycle: doctors → patients → doctors; remove one of them"
    ),
    (
      "perTouch: 1", "perTouch: -1",
      "small.yaml:27: channels.email.cost.perTouch: -1 is not a number of at least 0"
    ),
    (
      "ratePerWeek: 0.1", "ratePerWeek: .nan",
      "small.yaml:17: populations.doctors.journey.transitions.begin.ratePerWeek: .nan is not a number; write a number of at least 0"
    ),
    (
      "2027-01-04", "2027-02-30",
      "small.yaml:3: time.start: 2027-02-30 is not a date; write a day that exists as YYYY-MM-DD"
    ),
    (
      ", horizonWeeks: 4", "",
      "small.yaml:3: time: nothing says which; write exactly one of horizonWeeks, horizonDays"
    ),
    (
      "probability: 0.1,", "probability: 1.1,",
      "small.yaml:25: populations.patients.journey.transitions.treat.probability: 1.1 is not rest or a share from 0 to 1"
    ),
    (
      "half: {", "half: { seed: 3,",
      "small.yaml:31: arms.half.seed: an overlay cannot change seed; it belongs to the whole document"
    ),
    (
      "treat: {", "begin: {",
      "small.yaml:25: populations.patients.journey.transitions.begin: doctors has a transition of this name; rename one"
    ),
    (
      "{ value: 2 }", "{ value: 2, prior: normal }",
      "small.yaml:6: parameters.lift: a prior needs low and high, its 5 % and 95 % points"
    ),
    (
      "{ value: 2 }", "{ value: 2, prior: lognormal, low: 0, high: 3 }",
      "small.yaml:6: parameters.lift: a lognormal prior needs low above 0"
    ),
    (
      "arms:", "targets: { t: { value: { metric: \"event:fil\" }, between: [0, 1] } }\narms:",
      "small.yaml:30: targets.t.value.metric: unknown metric \"event:fil\" in the arm half; did you mean event:fill?"
    ),
    (
      "link: log, probability", "link: log, ratePerWeek",
      "small.yaml:25: populations.patients.journey.transitions.treat: link log takes a probability a step, not a rate"
    ),
  ]

  @Test("name the place, the problem and the remedy", arguments: cases.indices)
  func single(index: Int) {
    let (part, replacement, message) = Self.cases[index]
    #expect(Self.problems([(part, replacement)]) == [message])
  }

  @Test("say when chances out of a stage sum above one, and when links differ")
  func waysOut() {
    let second = "treat2: { from: waiting, to: treated, link: log, probability: 0.95 }"
    #expect(
      Self.problems([("        treat: {", "        \(second)\n        treat: {")]) == [
        "small.yaml:25: populations.patients.journey.transitions: chances out of \"waiting\" sum to 1.05, above 1"
      ])
    let other = second.replacing("link: log", with: "link: logit")
    #expect(
      Self.problems([("        treat: {", "        \(other)\n        treat: {")]).contains(
        "small.yaml:26: populations.patients.journey.transitions.treat: ways out of \"waiting\" use the links logit and log; use one"
      ))
  }

  @Test("give file and line of a wrong cell of the agents' table")
  func csv() {
    let numbers = [
      ("    size: 10\n", "    agents: d.csv\n"),
      ("{ lognormal: { mean: 4, sigma: 1 } }", "{ numberColumn: volume }"),
    ]
    #expect(
      Self.problems(numbers, files: ["d.csv": "volume,role\n1,old\n2 5,young\n"]) == [
        "small.yaml:12: populations.doctors.attributes.volume: d.csv:3: volume: \"2 5\" is not a number; write a decimal number such as 12.5"
      ])
    let levels = [
      ("    size: 10\n", "    agents: d.csv\n"),
      ("{ shares: { old: 0.5, young: 0.5 } }", "{ column: role, levels: [old, young] }"),
    ]
    #expect(
      Self.problems(levels, files: ["d.csv": "volume,role\n1,old\n2,yuong\n"]) == [
        "small.yaml:11: populations.doctors.attributes.role: d.csv:3: \"yuong\" is not a level; did you mean young?"
      ])
    #expect(
      Self.problems(levels) == [
        "small.yaml:9: populations.doctors.agents: the file \"d.csv\" was not found"
      ])
  }

  @Test(
    "refuse a ratio per doubling of numbers that can be negative",
    arguments: [
      "constant: -1", "uniform: { low: -1, high: 1 }", "normal: { mean: 9, sd: 1 }",
      "normal: { mean: -1, sd: 0 }", "numberColumn: n",
    ])
  func doublings(draw: String) {
    let people = draw == "numberColumn: n" ? "    agents: d.csv\n" : "    size: 10\n"
    let found = Self.problems(
      [
        ("{ lognormal: { mean: 4, sigma: 1 } }", "{ \(draw) }"),
        ("{ channels: { email: $lift } }", "{ attributes: { volume: { perDoubling: 2 } } }"),
        ("    size: 10\n", people),
      ], files: ["d.csv": "n\n1\n-2\n"])
    #expect(
      found == [
        "small.yaml:17: populations.doctors.journey.transitions.begin.effects.attributes.volume"
          + ".perDoubling: \"volume\" can be negative and has no doublings; use perUnit"
      ])
  }

  @Test("of several problems come together, by line")
  func together() {
    #expect(
      Self.problems([
        ("perTouch: 1", "perTouch: -1"), ("start: idle", "start: idel"),
        ("{ old: 0.5, young: 0.5 }", "{ old: 0.5, young: 0.6 }"),
        ("while: treated", "while: cured"),
      ]) == [
        "small.yaml:11: populations.doctors.attributes.role.shares: shares sum to 1.1, not to 1",
        "small.yaml:15: populations.doctors.journey.start: unknown stage of doctors \"idel\"; did you mean idle?",
        "small.yaml:27: channels.email.cost.perTouch: -1 is not a number of at least 0",
        "small.yaml:29: events.fill.while: unknown stage of patients \"cured\"; known are waiting, treated",
      ])
  }

  @Test("of a chance that effects lift above one come with stage, percentage and day")
  func chances() throws {
    let text = Self.text.replacing("probability: 0.1", with: "probability: 0.6")
      .replacing("start: idle", with: "start: active")
      .replacing("[idle, active]", with: "[active, idle]")
      .replacing("from: idle, to: active", with: "from: active, to: idle")
    let document = try ScenarioDocument(yaml: text, name: "small.yaml")
    let scenario = try document.scenario(arm: "zero")
    var simulation = Simulation(SimulationPlan(scenario), replicate: 0)
    let error = #expect(throws: SimulationError.self) { try simulation.run() }
    #expect(
      error?.description(in: scenario)
        == "populations.patients.journey: chances out of \"waiting\" reach 120 % in the step of "
        + "2027-01-04; lower their effects, or use the link cloglog")
  }
}
