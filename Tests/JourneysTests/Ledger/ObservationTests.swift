import Interchange
import Journeys
import Statistics
import Testing

@Suite("Observation")
struct ObservationTests {
  static let sections = """
    populations:
      doctors:
        size: 300
        attributes:
          region: { shares: { north: 0.5, south: 0.3, west: 0.2 } }
          role: { shares: { physician: 0.6, nurse: 0.4 } }
          volume: { lognormal: { mean: 4, sigma: 0.5 } }
          decile: { decileOf: volume }
        breakdown: [region, role]
        journey: { stages: [a], start: a, transitions: {} }
      patients: { size: 200, journey: { stages: [ill], start: ill, transitions: {} } }
    channels:
      rep: { population: doctors, plan: { cadence: { perWeek: 0.4 } }, engaged: 0.5, cost: { perTouch: 10, perEngagement: 3, perWeek: 70 } }
      post: { population: patients, plan: { cadence: { perWeek: 0.3 } }, cost: { perTouch: 1 } }
    events:
      tick: { population: doctors, while: a, ratePerWeek: 0.5, times: volume, value: 5 }
      other: { population: doctors, while: a, ratePerWeek: 0.2, value: 2 }
    """

  static func world(_ records: (Scenario) throws -> [AgentRecord] = { _ in [] }) throws -> History {
    let world = try World(sections, steps: 30)
    var simulation = Simulation(world.plan, replicate: 3, records: try records(world.scenario))
    try simulation.run()
    return History(plan: world.plan, simulation: simulation)
  }

  static func panel(_ observation: Observation) throws -> (panel: Panel, truth: History) {
    let history = try world { try observation.records(in: $0) }
    return (try observation.panel(of: history.simulation, replicate: 3, name: "test"), history)
  }

  @Test(
    "loses nothing over any units and periods",
    arguments: [
      Observation.Units.nation, .levels(["region"]), .levels(["role", "region"]),
      .agents(attributes: [], atMost: nil),
    ], [1, 5])
  func conserved(_ units: Observation.Units, _ length: Int) throws {
    let (panel, truth) = try Self.panel(Observation(units: units, period: .steps(length)))
    func sum(_ name: String) throws -> Double { try #require(panel[name]).reduce(0, +) }
    #expect(try sum("tick") == truth.total("event:tick"))
    #expect(try sum("rep_touches") == truth.total("delivered:rep"))
    #expect(try abs(sum("rep_spend") - truth.total("cost:rep")) < 1e-6)
    #expect(panel.periods.count == 30 / length)
    #expect(panel.periods.step == .days(7 * length))
    if case .agents = units { return }
    #expect(try abs(sum("post_touches") - truth.total("delivered:post")) < 1e-6)
  }

  @Test("gathers cells to units in the order that is asked for")
  func units() throws {
    let (panel, truth) = try Self.panel(
      Observation(
        units: .levels(["role", "region"]), period: .steps(30), outcome: .value,
        showsEngaged: true, showsSpend: false))
    #expect(
      panel.units == [
        "physician, north", "physician, south", "physician, west", "nurse, north",
        "nurse, south", "nurse, west",
      ])
    #expect(
      panel.variables == [
        "value", "rep_touches", "rep_engaged", "post_touches", "post_engaged", "size",
      ])
    // The ledger's cells have the region first: nurse, south is cell 1 × 2 + 1.
    #expect(try panel["rep_engaged"]?[4] == truth.total("engaged:rep", cell: 3))
    let ticks = try truth.total("event:tick", cell: 3)
    let others = try truth.total("event:other", cell: 3)
    #expect(panel["value"]?[4] == 5 * ticks + 2 * others)
    #expect(panel["size"]?.reduce(0, +) == 300)
  }

  @Test("spreads what is recorded for the nation over units by heads")
  func national() throws {
    let observation = Observation(
      units: .levels(["region"]), period: .steps(30),
      imperfections: Imperfections(nationalOnly: ["rep"]))
    let (panel, truth) = try Self.panel(observation)
    let heads = try #require(panel["size"])
    for (name, metric) in [("rep_touches", "delivered:rep"), ("post_touches", "delivered:post")] {
      let touches = try #require(panel[name])
      for unit in 0..<3 {
        let expected = try truth.total(metric) * heads[unit] / 300
        #expect(abs(touches[unit] - expected) < 1e-9)
      }
    }
  }

  @Test("sums whole months of the calendar, and only these")
  func months() throws {
    let (panel, truth) = try Self.panel(Observation(period: .months))
    // 2027-01-04 to 2027-08-01: the last week's middle day is July 29, the first one's January 7,
    // and the week before has its middle in December.
    #expect(
      (0..<panel.periods.count).map { panel.periods.label(of: $0) } == [
        "2027-01-01", "2027-02-01", "2027-03-01", "2027-04-01", "2027-05-01", "2027-06-01",
        "2027-07-01",
      ])
    let ticks = try truth.series("event:tick")
    let expected = [4, 4, 4, 5, 4, 4, 5].reduce(into: (sums: [Double](), next: 0)) {
      $0.sums.append(ticks[$0.next..<$0.next + $1].reduce(0, +))
      $0.next += $1
    }
    #expect(panel["tick"] == expected.sums)
    let short = try World(Self.sections, steps: 3)
    let error = #expect(throws: ObservationError.self) {
      try ObservedPeriods(.months, short.scenario.time)
    }
    #expect(
      error?.description
        == "panel: 3 steps hold no whole period; use shorter periods or a longer horizon")
  }

  @Test("puts single people's attributes into columns, of a sample if wanted")
  func agents() throws {
    let observation = Observation(
      units: .agents(attributes: ["volume", "decile", "region"], atMost: 60), period: .steps(10))
    let (panel, truth) = try Self.panel(observation)
    #expect(panel.units.count == 60)
    #expect(panel.units.prefix(3) == ["0", "5", "10"])
    let volumes = truth.simulation.numbers(population: 0, attribute: 2)
    let regions = truth.simulation.levels(population: 0, attribute: 0)
    let deciles = truth.simulation.levels(population: 0, attribute: 3)
    for unit in 0..<60 {
      #expect(panel["volume"]?[unit * 3 + 2] == volumes[unit * 5])
      #expect(panel["region"]?[unit * 3] == Double(regions[unit * 5]) + 1)
      #expect(panel["decile"]?[unit * 3 + 1] == Double(deciles[unit * 5]) + 1)
    }
  }

  @Test("reports late what is late, and loses what would be reported after the end")
  func delay() throws {
    var observation = Observation(imperfections: Imperfections(delay: [0.5, 0.3, 0.2]))
    let (panel, truth) = try Self.panel(observation)
    let ticks = try truth.series("event:tick")
    let seen = try #require(panel["tick"])
    let total = ticks.reduce(0, +)
    let lost = total - seen.reduce(0, +)
    // Half of the last step's events and a fifth of those before: 5 standard deviations of about
    // 14 cases lost by chance.
    let expected = 0.5 * ticks[29] + 0.2 * ticks[28]
    #expect(lost > 0 && abs(lost - expected) < 5 * expected.squareRoot())
    #expect(seen[0] < 0.6 * ticks[0])
    // The first step's reports are those of its own events; sums so far never run ahead.
    for step in 0..<30 {
      #expect(seen[...step].reduce(0, +) <= ticks[...step].reduce(0, +))
    }
    observation.imperfections.delay = [0, 0, 1]
    let shifted = try #require(try Self.panel(observation).panel["tick"])
    #expect(shifted == [0, 0] + ticks[..<28])
  }

  @Test("delays single people's events as it delays the sum of all")
  func agentDelay() throws {
    let observation = Observation(
      units: .agents(attributes: [], atMost: nil), period: .steps(5),
      imperfections: Imperfections(delay: [0, 0, 0, 1]))
    let (panel, truth) = try Self.panel(observation)
    let ticks = try truth.series("event:tick")
    let seen = try #require(panel["tick"])
    for period in 0..<6 {
      let sum = (0..<300).reduce(0) { $0 + seen[$1 * 6 + period] }
      let steps = max(0, period * 5 - 3)..<max(0, period * 5 + 2)
      #expect(sum == ticks[steps].reduce(0, +))
    }
  }

  @Test("captures a share of the events, the same in every panel of a world")
  func thinned() throws {
    let faults = Imperfections(completeness: 0.7)
    let (nation, truth) = try Self.panel(Observation(imperfections: faults))
    let (regions, _) = try Self.panel(
      Observation(units: .levels(["region"]), imperfections: faults))
    let ticks = try truth.total("event:tick")
    let seen = try #require(nation["tick"]).reduce(0, +)
    // About 18,000 events: 4.5 standard deviations of a binomial count, a false alarm in 150,000.
    let width = 4.5 * (ticks * 0.7 * 0.3).squareRoot()
    #expect(abs(seen - 0.7 * ticks) < width)
    #expect(regions["tick"]?.reduce(0, +) == seen)
    #expect(try Self.panel(Observation(imperfections: faults)).panel == nation)
  }

  @Test("records spend with noise around the truth")
  func noise() throws {
    let (panel, truth) = try Self.panel(
      Observation(imperfections: Imperfections(spendNoise: 0.2)))
    let cost = try truth.series("cost:rep")
    let seen = try #require(panel["rep_spend"])
    let logs = zip(seen, cost).map { Elementary.log($0 / $1) }
    let mean = logs.reduce(0, +) / 30
    let spread = (logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 29).squareRoot()
    // 30 normal numbers of mean −0.02 and deviation 0.2: bands of 4.5 standard errors.
    #expect(abs(mean + 0.02) < 4.5 * 0.2 / 30.0.squareRoot())
    #expect(abs(spread - 0.2) < 4.5 * 0.2 / 58.0.squareRoot())
    #expect(panel["rep_touches"] == (try truth.series("delivered:rep")))
  }

  @Test("says what it cannot show")
  func messages() throws {
    func message(_ observation: Observation) throws -> String {
      let error = #expect(throws: ObservationError.self) { try Self.panel(observation) }
      return error?.description ?? ""
    }
    #expect(
      try message(Observation(units: .levels(["decile"])))
        == "panel: doctors are not counted by decile; they are counted by region, role; add decile "
        + "to the breakdown of the population")
    #expect(
      try message(Observation(outcome: .event("tock")))
        == "panel: no event \"tock\"; known are tick, other")
    #expect(
      try message(Observation(units: .agents(attributes: ["age"], atMost: nil)))
        == "panel: doctors have no attribute \"age\"; known are region, role, volume, decile")
    #expect(
      try message(Observation(units: .agents(attributes: [], atMost: nil), period: .months))
        == "panel: single people are recorded without months; use units of a breakdown or the "
        + "nation")
    #expect(
      try message(
        Observation(units: .agents(attributes: [], atMost: nil), showsEngaged: true))
        == "panel: single people are recorded without engagements; use units of a breakdown or the "
        + "nation")
    let whole = ObservationError.notBrokenDown(by: "region", population: "patients", breakdown: [])
    #expect(
      whole.description
        == "panel: patients are not counted by region; they are counted as a whole; "
        + "add region to the breakdown of the population")
    let none = ObservationError.unknownAttribute("age", population: "patients", known: [])
    #expect(none.description == "panel: patients have no attribute \"age\"; they have none")
  }
}
