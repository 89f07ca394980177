import Estimation
import Interchange
import Journeys
import Studies
import Testing

/// What calibrations say, and what is said of wrong ones.
@Suite("Calibration document")
struct CalibrationSpecTests {
  static let market = """
    parameters:
      rate: { value: 0.5, prior: lognormal, low: 0.2, high: 1.2 }
      lift: { value: 2, prior: lognormal, low: 1, high: 4 }
      known: { value: 1 }
    populations:
      people:
        size: 50
        attributes: { kind: { shares: { x: 0.5, y: 0.5 } } }
        breakdown: [kind]
        journey: { stages: [a], start: a }
    channels:
      call:
        population: people
        plan: { cadence: { perWeek: 0.5 } }
        carryover: { retentionPerMonth: 0.5 }
        saturation: { half: 1 }
    events:
      tick: { population: people, while: a, ratePerWeek: $rate, effects: { channels: { call: $lift } } }
    arms: { usual: {}, none: { channelsInUse: none } }
    targets: { calls: { arm: usual, value: { metric: "delivered:call" }, between: [900, 1100] } }
    """

  private func read(_ yaml: String) throws -> CalibrationSpec {
    try CalibrationSpec(yaml: yaml, name: "c.yaml", scenario: try Worlds.small(Self.market))
  }

  private func words(_ yaml: String) -> [String] {
    do {
      _ = try read(yaml)
      return ["no error"]
    } catch let error as SpecProblems {
      return error.problems.map(\.description)
    } catch {
      return ["\(error)"]
    }
  }

  @Test("learns every parameter with a prior from what it asks for unless it says otherwise")
  func defaults() throws {
    let spec = try read("arm: usual\ntargets: { calls: { target: calls } }")
    #expect(spec.parameters.map(\.name) == ["rate", "lift"])
    #expect(spec.arm == "usual" && spec.data == nil && spec.simulations == 4_000)
    #expect(spec.summary == .learned && spec.draws == 1_000 && spec.seed == 1)
  }

  @Test("reads columns of data once, whoever needs them")
  func columns() throws {
    let spec = try read(
      """
      arm: usual
      parameters: [lift]
      data: { unit: id, period: month, stepsPerPeriod: 4, holdout: 2 }
      targets:
        by_month: { series: { column: scripts, metric: "event:tick" }, relativeTolerance: 0.05 }
        panel:
          panel: { event: tick, outcome: scripts, channel: call, effort: calls, statistics: [outcome.gini, elasticity.within] }
          weight: 2
      """)
    let data = try #require(spec.data)
    #expect(data.layout.variables.map(\.name) == ["scripts", "calls"])
    #expect(data.layout.unit == "id" && data.holdout == 2 && data.stepsPerPeriod == 4)
    #expect(spec.parameters.map(\.name) == ["lift"])
  }

  @Test("takes counts for the outcome of a panel, and anything for a series")
  func kinds() throws {
    let spec = try read(
      """
      arm: usual
      data: { unit: id, period: month, stepsPerPeriod: 4 }
      targets:
        sales: { series: { column: sales, metric: "event:tick" } }
        by_month: { series: { column: scripts, metric: "event:tick" } }
        panel: { panel: { event: tick, outcome: scripts, statistics: [outcome.mean] } }
      """)
    let layout = try #require(spec.data?.layout)
    #expect(layout.variables.map(\.name) == ["sales", "scripts"])
    #expect(layout.variables.map(\.role) == [.outcome, .count])
    let csv = try CSVFile(
      text: "id,month,sales,scripts\nA,1,-2.5,-1\nA,2,3,2\nB,1,0.5,1.5\nB,2,1,0\n", name: "p.csv")
    let error = #expect(throws: PanelErrors.self) { try Panel(csv: csv, layout: layout) }
    #expect(
      error?.errors.map(\.description) == [
        "p.csv:2: scripts: -1 is not a count; write a whole number of at least 0",
        "p.csv:4: scripts: 1.5 is not a count; write a whole number of at least 0",
      ])
  }

  @Test("says everything that is wrong at once, with what would do")
  func everything() {
    #expect(
      words(
        """
        arm: usual
        parameters: [rat, known, lift, lift]
        data: { period: month }
        targets:
          a: { series: { column: scripts, metric: "event:tik" } }
          b: { panel: { event: tick, outcome: scripts, statistics: [outcome.gin, elasticity.within] } }
          c: { target: call }
          d: { figure: { value: { metric: "event:tick" } } }
          e: { figure: { value: { metric: "event:tick" } }, between: [2, 1] }
        """) == [
          "c.yaml:2: parameters[0]: unknown parameter \"rat\"; did you mean rate?",
          "c.yaml:2: parameters[1]: known has no prior in small.yaml; give it prior, low and high, or "
            + "leave it out",
          "c.yaml:2: parameters[3]: lift is named twice; remove one",
          "c.yaml:5: targets.a.series.metric: unknown metric \"event:tik\" in the arm usual; did you "
            + "mean event:tick?",
          "c.yaml:6: targets.b.panel.statistics[0]: unknown statistic \"outcome.gin\"; write "
            + PanelStatistic.accepted,
          "c.yaml:6: targets.b.panel.statistics[1]: elasticity.within needs the effort; write channel "
            + "and effort",
          "c.yaml:7: targets.c.target: no target \"call\" in small.yaml; did you mean calls?",
          "c.yaml:8: targets.d: a figure needs is, with a tolerance, or between",
          "c.yaml:9: targets.e.between: the lower figure comes first",
        ])
  }

  @Test("refuses data that no section describes, and an arm that is not there")
  func missing() {
    #expect(
      words("arm: usual\ntargets: { a: { series: { column: s, metric: \"event:tick\" } } }") == [
        "c.yaml: data: missing; targets of data need it: write period and perhaps unit"
      ])
    #expect(
      words("arm: usal\ntargets: { calls: { target: calls } }").first?
        .contains("no arm \"usal\"; did you mean usual?") == true)
  }

  @Test("refuses parameters that no draw would change, and budgets without end")
  func unchanging() throws {
    let market = Self.market.replacing(
      "arms: { usual: {}", with: "arms: { usual: { parameters: { rate: { value: 0.6 } } }"
    ).replacing("known: { value: 1 }", with: "draw: { value: 1, prior: uniform, low: 0, high: 2 }")
    let scenario = try Worlds.small(market)
    let error = #expect(throws: SpecProblems.self) {
      try CalibrationSpec(
        yaml: """
          arm: usual
          parameters: [rate, draw, lift]
          targets: { calls: { target: calls } }
          budget: { simulations: 99999999, minutes: 1e300 }
          """, name: "c.yaml", scenario: scenario)
    }
    #expect(
      error?.problems.map(\.description) == [
        "c.yaml:2: parameters[0]: rate has a value of its own in the arm usual, which no draw changes; "
          + "leave it out, or calibrate another arm",
        "c.yaml:2: parameters[1]: draw is the name of the column that numbers draws; rename the "
          + "parameter",
        "c.yaml:4: budget.simulations: 99999999 is more than 10000000",
        "c.yaml:4: budget.minutes: \(HumanNumber.text(1e300)) is more than 1,000,000; leave it out for "
          + "no bound",
      ])
  }

  @Test("refuses numbers for what the data or the scenario say")
  func saidTwice() {
    #expect(
      words(
        """
        arm: usual
        data: { period: month }
        targets:
          a: { series: { column: s, metric: "event:tick" }, is: 3 }
          b: { target: calls, tolerance: 1 }
        """) == [
          "c.yaml:4: targets.a.is: the data say what a series is; remove it",
          "c.yaml:5: targets.b.tolerance: the scenario's target says it; remove it",
        ])
  }
}
