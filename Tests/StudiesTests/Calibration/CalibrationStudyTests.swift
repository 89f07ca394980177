import Estimation
import Interchange
import Journeys
import Statistics
import Synchronization
import Testing

@testable import Studies

/// Calibrations of a market of fifty people to figures whose answer is known.
@Suite("Calibration")
struct CalibrationStudyTests {
  private let columns = """
    arm: usual
    parameters: [rate, lift]
    data: { unit: id, period: month, stepsPerPeriod: 2, holdout: 1 }
    targets:
      people: { panel: { event: tick, outcome: rx, channel: call, effort: calls, statistics: [outcome.mean, elasticity.pooled, effort.mean] } }
      total: { series: { column: rx, metric: "event:tick" } }
    """

  private func worlds(
    _ yaml: String, panel: Panel? = nil, market: String = CalibrationSpecTests.market
  ) throws -> CalibrationWorlds {
    let document = try Worlds.small(market, weeks: 10)
    return try CalibrationWorlds(
      document, try CalibrationSpec(yaml: yaml, name: "c.yaml", scenario: document), panel: panel)
  }

  /// A world's own record as a panel of five periods of two weeks.
  private func panel(rate: Double, lift: Double, replicate: Int) async throws -> Panel {
    let document = try Worlds.small(CalibrationSpecTests.market, weeks: 10).drawing(
      from: ParameterDraws(names: ["rate", "lift"], rows: [[rate, lift]]))
    var study = try ForecastStudy(document, arms: ["usual"], replicates: 1, seed: 1)
      .running(only: ["usual"])
    let scenario = try study.scenario(arm: "usual", draw: 0)
    let record = AgentRecord(event: 0, channel: 0, periodSteps: 2, scenario: scenario)
    study.records = ["usual": [record]]
    let found = try await study.worlds(draw: 0, replicate: replicate)[0].records[0]
    var panel = Panel(
      name: "past.csv", units: (0..<50).map { "p\($0)" },
      periods: PeriodAxis(first: 1, step: .number, count: 5))
    panel.add("rx", found.events.map { Double($0) })
    panel.add("calls", found.touches.map { Double($0) })
    return panel
  }

  @Test("sees in data and in the world that they came from the same figures")
  func sameFigures() async throws {
    let worlds = try worlds(
      columns, panel: try await panel(rate: 0.7, lift: 3, replicate: 77))
    // The normal scores of these values: each side of a lognormal prior has its own width.
    let point = try #require(
      CalibrationStudyTests.scores([0.7, 3], of: worlds.spec.parameters))
    let seen = try await worlds.outcomes([point], replicates: [77], threads: 1)[0]
    let observed = worlds.figures.observed
    #expect(
      observed.names.prefix(4) == [
        "people outcome.mean", "people elasticity.pooled", "people effort.mean", "total 1",
      ])
    #expect(observed.count == 3 + 4 && worlds.figures.heldOut.names == ["total 5"])
    for (a, b) in zip(seen.figures, observed.values) { #expect(abs(a - b) < 1e-9) }
    #expect(seen.heldOut == worlds.figures.heldOut.values)
    // Another luck shows other figures.
    let other = try await worlds.outcomes([point], replicates: [78], threads: 1)[0]
    #expect(other.figures != seen.figures)
  }

  /// Normal scores that give some values, by bisection.
  private static func scores(
    _ values: [Double], of parameters: [ScenarioParameter]
  ) -> [Double]? {
    zip(values, parameters).map { value, parameter in
      var (low, high) = (-6.0, 6.0)
      for _ in 0..<200 {
        let middle = (low + high) / 2
        let found =
          parameter.prior?.quantile(
            Normal.cumulative(middle), center: parameter.value) ?? 0
        if found < value { low = middle } else { high = middle }
      }
      return (low + high) / 2
    }
  }

  private static let figures = """
    arm: usual
    parameters: [rate, lift]
    targets:
      ticks: { figure: { value: { metric: "event:tick" } }, is: 600 }
      effect: { figure: { value: { metric: "event:tick", arm: usual, minus: none } }, is: 200 }
    budget: { simulations: 800 }
    """

  @Test("narrows what the figures tell, and its worlds show them")
  func narrows() async throws {
    let calibration = try await CalibrationStudy(try worlds(Self.figures)).run(threads: 2)
    #expect(calibration.simulations <= 800 + 64)
    let accounts = calibration.accounts
    #expect(accounts.map(\.name) == ["rate", "lift"])
    #expect(accounts[0].deviation < 0.5 && accounts[1].deviation < 0.6)
    for check in calibration.checks() { #expect(check.posterior.isUsual) }
    // 600 ticks of 50 people in ten weeks, a third of them from calls: 0.8 a week without calls.
    let rates = calibration.values.map { $0[0] }.sorted()
    #expect(rates[rates.count / 20] < 0.8 && rates[rates.count * 19 / 20] > 0.8)
    #expect(calibration.tables().map(\.name).sorted() == Calibration.tableNames.sorted())
  }

  @Test("gives the same bytes on any number of threads, and when it was stopped in between")
  func resumes() async throws {
    let worlds = try worlds(Self.figures)
    let kept = Mutex<[SimulationLog.Entry]>([])
    let whole = try await CalibrationStudy(worlds).run(
      threads: 2, log: SimulationLog { made, _ in kept.withLock { $0 += made } })
    let entries = kept.withLock { $0 }
    #expect(entries.count == whole.simulations)
    let again = try await CalibrationStudy(worlds).run(
      threads: 1, log: SimulationLog(Array(entries.prefix(250))))
    #expect(again.values == whole.values && again.resumed == 250)
    #expect(again.tables().map { $0.csv() } == whole.tables().map { $0.csv() })
    // What belongs to another search is not taken for this one's.
    let strange = entries.map { SimulationLog.Entry(key: $0.key &+ 1, figures: $0.figures) }
    let third = try await CalibrationStudy(worlds).run(threads: 2, log: SimulationLog(strange))
    #expect(third.values == whole.values && third.resumed == 0)
  }

  @Test("whose time is over says so, and the next goes on", arguments: [0, 3, 8])
  func outOfTime(batches: Int) async throws {
    let asked = Mutex(0)
    let error = await #expect(throws: CalibrationOutOfTime.self) {
      try await CalibrationStudy(try worlds(Self.figures)).run(
        isOutOfTime: {
          asked.withLock { asked in
            asked += 1
            return asked > batches
          }
        })
    }
    let words = error?.description ?? ""
    #expect(words.hasPrefix("c.yaml: budget.minutes were over after "))
    #expect(
      words.hasSuffix(
        " worlds; what was simulated is written down, and the same command goes on where this one "
          + "ended"))
  }

  @Test("to a figure out of reach names the nearest that can be had")
  func unreachable() async throws {
    let yaml = Self.figures.replacing("is: 600", with: "is: 90_000")
    let error = await #expect(throws: CalibrationRefusal.self) {
      try await CalibrationStudy(try worlds(yaml)).run(threads: 2)
    }
    let problem = try #require(error?.problems.problems.first)
    #expect(problem.line == 4 && problem.path == "targets.ticks")
    let words = problem.description
    #expect(
      words.hasPrefix(
        "c.yaml:4: targets.ticks: the model cannot reach 90,000 within the priors; simulated worlds "
          + "give "), "\(words)")
    #expect(words.contains(" at rate = ") && words.contains(", lift = "), "\(words)")
    #expect(
      words.hasSuffix("; widen the priors, change the model or correct the target"), "\(words)")
    // The nearest is the largest simulated.
    let ends = words.split(separator: "simulated worlds give ").last?.split(separator: " at ").first
      .map { $0.replacing(", the nearest ", with: " to ").split(separator: " to ") }
    #expect(ends?.count == 3 && ends?[1] == ends?[2], "\(words)")
  }

  @Test("names figures that worlds do not have")
  func undetermined() async throws {
    let market = CalibrationSpecTests.market.replacing(
      "arms: {", with: "  never: { population: people, while: a, ratePerWeek: 0 }\narms: {")
    let yaml = Self.figures.replacing(
      "budget:",
      with:
        "  nothing: { figure: { dispersion: { event: never, periodWeeks: 2 } }, is: 1 }\nbudget:")
    let error = await #expect(throws: CalibrationRefusal.self) {
      try await CalibrationStudy(try worlds(yaml, market: market)).run(threads: 2)
    }
    let words = error?.description ?? ""
    let count = words.split(separator: " ").dropFirst(2).first.map(String.init) ?? ""
    #expect(
      words
        == "c.yaml:6: targets.nothing: \(count) of \(count) worlds do not determine it, for want of "
        + "events or of anything that varies; leave it out, or change the scenario so that worlds have "
        + "it")
  }

  @Test("says of a figure that no world reaches what came nearest, and keeps the rest")
  func unreached() async throws {
    let yaml = Self.figures.replacing(
      "budget:",
      with:
        "  calls: { figure: { value: { metric: \"delivered:call\", arm: none } }, is: 700 }\nbudget:"
    )
    let calibration = try await CalibrationStudy(try worlds(yaml)).run(threads: 2)
    let nearest = try #require(calibration.checks()[2].nearest)
    #expect(!nearest.isReached && nearest.value == 0)
    #expect(calibration.values.count == 1_000)
    let text = calibration.text(width: 1_000)
    #expect(
      text.contains(
        "\ncalls: not reached; each of \(calibration.simulations) worlds gives 0, not the observed 700: "
          + "widen a prior, loosen a tolerance, or the model lacks what makes it.\n"), "\(text)")
  }

  @Test("finds the world nearest to a figure, and whether worlds reach it")
  func nearest() {
    var seen = SeenWorlds()
    seen.add([[0], [1], [2], [3]], [[5, .nan], [8, 1], [6, .nan], [.nan, 1]])
    let beyond = seen.nearest(0, to: 9, slack: 0.5)
    #expect(
      beyond == SeenWorlds.Nearest(value: 8, point: [1], isReached: false, isConstant: false))
    #expect(seen.nearest(0, to: 9, slack: 1)?.isReached == true)
    #expect(seen.nearest(0, to: 5.9, slack: 0)?.point == [2])
    #expect(seen.nearest(1, to: 1, slack: 0)?.isConstant == true && seen.lacking(1) == 2)
    #expect(SeenWorlds().nearest(0, to: 1, slack: 0) == nil)
  }

  @Test("counts every world in its tables, and adds the error of observation to what they show")
  func counts() async throws {
    let yaml = Self.figures.replacing("is: 600", with: "is: 600, tolerance: 200")
    let calibration = try await CalibrationStudy(try worlds(yaml)).run(threads: 2)
    let raw = Spread(calibration.outcomes.map { $0.figures[0] }).sd
    let check = calibration.checks()[0]
    #expect(check.spread.sd > (raw * raw + 150 * 150).squareRoot())
    let before = calibration.priorFigures.map { $0[0] }
    #expect(check.prior.lowest < before.min() ?? 0)
    #expect(
      check.prior.chance != PredictiveCheck(name: "", observed: 600, simulated: before).chance)
    func column(_ table: String, _ name: String) -> TableColumn? {
      calibration.tables().first { $0.name == table }?.columns.first { $0.name == name }
    }
    guard case .number(let p05)? = column("fit", "simulated_p05")?.values,
      case .count(let waves)? = column("waves", "simulations")?.values,
      case .count(let generations)? = column("generations", "simulations")?.values
    else {
      Issue.record("there are such columns")
      return
    }
    #expect(p05[0] == check.spread.p05)
    #expect(
      column("fit", "simulated_mean")?.meaning
        == "Mean over \(calibration.outcomes.count) worlds of the posterior, with the error of observation."
    )
    #expect(
      column("fit", "prior_lowest")?.meaning.hasPrefix("Least in 40 worlds of the prior") == true)
    #expect(waves.reduce(0, +) == generations.first)
    #expect((generations.last ?? 0) + calibration.outcomes.count == calibration.simulations)
  }

  @Test("writes large worlds down sooner")
  func batches() throws {
    func batch(_ people: Int) throws -> Int {
      let market = CalibrationSpecTests.market.replacing("size: 50", with: "size: \(people)")
      return CalibrationRunner(
        try worlds(Self.figures, market: market), threads: 2, log: SimulationLog(),
        isOutOfTime: { false }, finished: { _ in }
      ).batch
    }
    // Ten weeks of two arms.
    #expect(try batch(50) == 64)
    #expect(try batch(20_000) == 25)
    #expect(try batch(100_000) == 8)
  }

  @Test("refuses data that do not fit the scenario")
  func misfits() async throws {
    let past = try await panel(rate: 0.5, lift: 2, replicate: 1)
    func words(_ yaml: String, _ panel: Panel) -> String {
      do {
        _ = try worlds(yaml, panel: panel)
        return "no error"
      } catch {
        return "\(error)"
      }
    }
    #expect(
      words(columns.replacing("stepsPerPeriod: 2", with: "stepsPerPeriod: 4"), past)
        == "past.csv: its 5 periods end with step 20 of the scenario, which has 10; make horizonWeeks "
        + "at least 20")
    #expect(
      words(columns.replacing("stepsPerPeriod: 2, ", with: ""), past)
        == "past.csv: its periods are no whole number of the scenario's steps of a week; write "
        + "data.stepsPerPeriod, such as 4 for months of four weeks")
    #expect(
      words(columns.replacing("holdout: 1", with: "holdout: 4"), past)
        == "past.csv: it has 5 periods and 4 are held out; at least 2 must be left to learn from: lower "
        + "holdout, or bring more periods")
    var still = Panel(name: "still.csv", units: past.units, periods: past.periods)
    still.add("rx", past["rx"]?.map { _ in 3 } ?? [])
    still.add("calls", past["calls"] ?? [])
    #expect(
      words(
        columns.replacing("outcome.mean", with: "outcome.dispersion")
          .replacing("elasticity.pooled", with: "correlation"), still)
        == "still.csv: targets.people: correlation cannot be told from the data: rx is 3 in every row; "
        + "leave it out")
    var few = Panel(name: "few.csv", units: ["a", "b"], periods: past.periods)
    few.add("rx", Array(past["rx"]?.prefix(10) ?? []))
    few.add("calls", Array(past["calls"]?.prefix(10) ?? []))
    #expect(
      words(columns, few).contains(
        "the data have 2 units, the population people 50 people; make them the same"))
  }
}
