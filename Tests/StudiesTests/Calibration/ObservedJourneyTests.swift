import Estimation
import Interchange
import Journeys
import Statistics
import Testing

@testable import Studies

@Suite("Journey as observed stages show it")
struct ObservedJourneyTests {
  /// A journey with an attribute, a channel and arithmetic on parameters.
  static let sections = """
    parameters:
      trial_rate: { value: 0.03, prior: lognormal, low: 0.005, high: 0.2 }
      mail_ratio: { value: 3, prior: lognormal, low: 0.5, high: 10 }
      high_ratio: { value: 2, prior: uniform, low: 0.5, high: 5 }
      monthly_stop: { value: 0.1, prior: logitnormal, low: 0.02, high: 0.4 }
      price: { value: 3, prior: normal, low: 2, high: 4 }
      known_ratio: { value: 1.5 }
    populations:
      people:
        size: 400
        attributes:
          segment: { shares: { high: 0.4, low: 0.6 } }
          volume: { lognormal: { mean: 3, sigma: 0.5 } }
        paths: 400
        journey:
          stages: [aware, trialist, lapsed]
          start: aware
          transitions:
            try_it: { from: aware, to: trialist, ratePerWeek: $trial_rate, effects: { channels: { email: $mail_ratio }, attributes: { segment: { high: $high_ratio } } } }
            stop: { from: [aware, trialist], to: lapsed, ratePerMonth: 0.5 * $monthly_stop, effects: { attributes: { volume: { perDoubling: $known_ratio } } } }
            again: { from: lapsed, to: aware, ratePerWeek: 0.02 }
    channels:
      email: { population: people, function: marketing, plan: { cadence: { perWeek: 0.4 } }, engaged: 0.6, carryover: { halfLifeWeeks: 3 }, saturation: { half: 1 } }
    events:
      tick: { population: people, entering: trialist, probability: 1, value: 30 }
    """

  private static func spec(_ more: String = "") throws -> TransitionsSpec {
    var problems: [SpecProblem] = []
    let yaml = "data: { unit: id, period: week, stage: stage }\n" + more
    let spec = TransitionsSpec(
      try SpecDocument(yaml: yaml, name: "c.yaml").root, document: "c.yaml", problems: &problems)
    #expect(problems == [])
    return spec
  }

  private static let columns = ["id", "week", "stage", "segment", "volume", "email"]

  private static func journey(
    _ sections: String = sections, _ more: String = "", columns: [String] = columns,
    free: [String]? = nil
  ) throws -> ObservedJourney {
    try ObservedJourney(
      try Worlds.small(sections), try spec(more), specName: "c.yaml", columns: columns, arm: "plan",
      free: free)
  }

  @Test("has the scenario's own rates, effects, parameters and steps")
  func derived() throws {
    let journey = try Self.journey()
    #expect(journey.population == "people")
    #expect(
      journey.model.parameters == [
        "trial_rate", "high_ratio", "mail_ratio", "monthly_stop", "known_ratio",
      ])
    #expect(journey.model.timing == .steps(days: 7))
    #expect(
      journey.model.terms == [
        .level(column: "segment", level: "high"), .perUnit(column: "email"),
        .perDoubling(column: "volume"),
      ])
    let stop = journey.model.transitions[1]
    #expect(stop.from == [0, 1])
    #expect(stop.to == 2)
    #expect(stop.rate.names == ["monthly_stop"])
    #expect((stop.rate.factor - 1 / TimeGrid.weeksPerMonth).magnitude < 1e-15)
    #expect(journey.model.transitions[2].rate == StageQuantity(known: 0.02))
    #expect(
      journey.remarks == [
        "price: no transition of people depends on it; it keeps its own value."
      ])
  }

  /// People as a simulation moves them, seen at some weeks; the response to e-mail by week is that of
  /// section 3 of the model's description: what was engaged with fades, and saturates.
  static func panel(
    _ document: ScenarioDocument, replicate: Int, weeks: Int
  ) throws -> String {
    let scenario = try document.scenario(arm: "plan")
    var simulation = Simulation(SimulationPlan(scenario), replicate: replicate)
    try simulation.run()
    let segments = simulation.groups(population: 0, attribute: 0)
    let volumes = simulation.numbers(population: 0, attribute: 1)
    let size = scenario.populations[0].size
    var stages = [[Int]](repeating: [], count: size)
    var engaged = [[Double]](repeating: Array(repeating: 0, count: weeks), count: size)
    var moves = [[Int: Int]](repeating: [:], count: size)
    for step in simulation.paths(population: 0) {
      switch step.kind {
      case .start(let stage): stages[step.agent] = [stage]
      case .move(let stage): moves[step.agent][step.step] = stage
      case .touch(_, let isEngaged): engaged[step.agent][step.step] += isEngaged ? 1 : 0
      default: break
      }
    }
    let kept = Elementary.pow(0.5, 1.0 / 3)
    let names = scenario.populations[0].journey.stages
    var text = "id,week,stage,segment,volume,email\n"
    for agent in 0..<size {
      var stage = stages[agent].first ?? 0
      var memory = 0.0
      for week in 0..<weeks {
        memory = memory * kept + engaged[agent][week]
        text += "P\(agent),\(week),\(names[stage]),\(segments[agent] == 0 ? "high" : "low"),"
        text += "\(volumes[agent]),\(memory / (memory + 1))\n"
        stage = moves[agent][week] ?? stage
      }
    }
    return text
  }

  /// A center four standard deviations from the truth comes in one of 16,000 correct posteriors.
  @Test("gives back the parameters that a simulation ran with")
  func recovery() async throws {
    let document = try Worlds.small(Self.sections, weeks: 26)
    let csv = try CSVFile(
      text: try Self.panel(document, replicate: 0, weeks: 26), name: "panel.csv")
    let journey = try ObservedJourney(
      document, try Self.spec(), specName: "c.yaml", columns: csv.header, arm: "plan")
    let likelihood = try journey.likelihood(csv)
    let fit = try await MultiStateFit.sampled(
      likelihood, beliefs: journey.beliefs, chains: 2,
      settings: SamplerSettings(warmup: 150, draws: 150), seed: 3, threads: 2)
    #expect(fit.sampling.divergences == 0)
    for (name, truth, width) in [
      ("trial_rate", 0.03, 0.3), ("mail_ratio", 3, 0.4), ("high_ratio", 2, 0.3),
      ("monthly_stop", 0.1, 0.3),
    ] {
      let belief = try #require(fit.beliefs().first { $0.name == name })
      #expect(
        (belief.mean - truth).magnitude < 4 * belief.standardDeviation,
        "\(name): \(belief.mean) ± \(belief.standardDeviation), truth \(truth)")
      #expect(belief.standardDeviation < width * truth, "\(name): \(belief.standardDeviation)")
    }
    #expect(fit.draws(of: "known_ratio")?.allSatisfy { $0 == 1.5 } == true)
  }

  @Test("believes what the scenario's priors say, at every score")
  func priors() throws {
    for parameter in try Worlds.small(Self.sections).parameters(arm: "plan") {
      guard let prior = parameter.prior else { continue }
      for score in [-3, -1.6448536269514722, -0.3, 0, 0.2, 1.6448536269514722, 3] {
        let (value, slope) = prior.value(atScore: score, center: parameter.value)
        let expected = prior.quantile(Normal.cumulative(score), center: parameter.value)
        #expect((value - expected).magnitude < 1e-12 * expected.magnitude, "\(parameter.name)")
        // One side of the median at a time: the two widths differ.
        let step = score < 0 ? -1e-6 : 1e-6
        let next = prior.value(atScore: score + step, center: parameter.value).value
        #expect(((next - value) / step - slope).magnitude < 1e-5 * slope, "\(parameter.name)")
      }
    }
  }

  @Test("learns only what it is asked to")
  func free() throws {
    let journey = try Self.journey(free: ["trial_rate", "high_ratio"])
    #expect(journey.remarks == [])
    let problem = #expect(throws: SpecProblems.self) { try Self.journey(free: ["price"]) }
    #expect(
      problem?.description
        == "small.yaml:6: parameters: none of trial_rate, high_ratio, mail_ratio, monthly_stop, "
        + "known_ratio is to be learned; give one a prior, low and high")
  }

  @Test("refuses what a panel of stages cannot show, and says what would help")
  func refused() throws {
    let sections =
      Self.sections
      .replacing(
        "    paths: 400", with: "    peers: { group: segment, active: [trialist] }"
      )
      .replacing(
        "again: { from: lapsed, to: aware, ratePerWeek: 0.02 }",
        with: "again: { from: lapsed, to: aware, dwell: { fixedDays: 70 } }"
      )
      .replacing("channels: { email: $mail_ratio }", with: "channels: { email: 2 }, peers: 2")
      + "\nenvironment:\n  holidays: { from: 2027-02-01, to: 2027-02-14, transitions: { stop: 0.5 } }"
    let problem = #expect(throws: SpecProblems.self) {
      try Self.journey(sections, columns: ["id", "week", "stage", "segment"])
    }
    let tries = "small.yaml:23: populations.people.journey.transitions"
    let end = "; or list the transition under transitions in c.yaml"
    #expect(
      problem?.problems.map(\.description) == [
        "\(tries).try_it: the effect of channel email needs a column email in the panel with the "
          + "response to it, its saturated memory from 0 to 1: add it" + end,
        "\(tries).try_it: the effect of peers is in no panel of stages: calibrate it by simulation"
          + end,
        "small.yaml:24: populations.people.journey.transitions.stop: the effect of volume needs a "
          + "column volume in the panel: add it" + end,
        "small.yaml:24: populations.people.journey.transitions.stop: environment.holidays changes the "
          + "rate over time, and the likelihood takes it as constant: calibrate it by simulation"
          + end,
        "small.yaml:25: populations.people.journey.transitions.again: is no constant hazard, which "
          + "observed stages could tell: calibrate it by simulation" + end,
      ])
    // What is listed is left out knowingly, and said.
    let listed = try Self.journey(
      sections,
      """
      transitions:
        try_it: { rate: $trial_rate, effects: { calls: $mail_ratio } }
        stop: { from: [trialist, aware], rate: 0.01 }
        again: { rate: 0.02 }
      """, columns: ["id", "week", "stage", "calls"])
    let ending =
      ", which the scenario has; its rate is then that of the people who were observed, and not the "
      + "scenario's base."
    #expect(
      listed.remarks == [
        "try_it: the likelihood leaves out segment, email, peers" + ending,
        "stop: the likelihood leaves out volume, the change by environment.holidays" + ending,
        "again: the likelihood leaves out its law of time in the stage" + ending,
        "high_ratio, monthly_stop, price: no transition of people depends on them; they keep their "
          + "own values.",
      ])
    #expect(listed.model.terms == [.perUnit(column: "calls")])
    #expect(listed.model.transitions[1].from == [0, 1])
  }

  @Test("refuses names that do not exist and stages that are others")
  func names() throws {
    let problem = #expect(throws: SpecProblems.self) {
      try Self.journey(
        Self.sections,
        """
        transitions:
          try_its: { rate: 0.1 }
          stop: { to: aware, rate: $monthly_stopp }
        """)
    }
    #expect(
      problem?.problems.map(\.description) == [
        "c.yaml:3: transitions.try_its: no such transition of people; did you mean try_it?",
        "c.yaml:4: transitions.stop: $monthly_stopp is no parameter of small.yaml; did you mean "
          + "$monthly_stop?",
        "c.yaml:4: transitions.stop: in small.yaml it leads from aware, trialist to lapsed; write "
          + "these, or leave from and to out",
      ])
    let population = #expect(throws: SpecProblems.self) {
      try Self.journey(Self.sections, "population: peple\n")
    }
    #expect(
      population?.description
        == "c.yaml: population: no population \"peple\" with transitions in small.yaml; did you mean "
        + "people?")
  }

  @Test("refuses a response that is no share")
  func response() throws {
    let csv = try CSVFile(
      text: "id,week,stage,segment,volume,email\nA,1,aware,high,1,0.5\nA,2,aware,low,1,2\n",
      name: "p.csv")
    let journey = try Self.journey()
    let problem = #expect(throws: PanelErrors.self) { try journey.likelihood(csv) }
    #expect(
      problem?.description
        == "p.csv:3: email: 2 is no response to the channel; write its saturated memory, a share from "
        + "0 to 1, or write the transition under transitions with an effect per unit")
  }
}
