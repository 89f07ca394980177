import Interchange
public import Journeys

extension MixWorlds {
  /// Attributes that the ledger of a world is broken down by.
  private func dimensions(_ observations: [Observation]) -> [String] {
    observations.reduce(into: []) { names, observation in
      guard case .levels(let own) = observation.units else { return }
      for name in own where !names.contains(name) { names.append(name) }
    }
  }

  /// The market of a world, before anything is laid over it.
  private func market(number: Int) throws -> Scenario {
    let draw = drawsParameters ? number : nil
    return try document.scenario(arm: arm, setting: setting, draw: draw, seed: seed)
  }

  /// The market of a world: with places and cells drawn, and plans that vary.
  ///
  /// - Parameters:
  ///   - number: Number of the world.
  ///   - isHeld: Whether the experiments withhold anything.
  /// - Returns: The scenario that is simulated, broken down by what the panels ask for.
  /// - Throws: `StudyError` when an experiment cannot be made.
  public func scenario(number: Int, isHeld: Bool = true) throws -> Scenario {
    let varied = flighted(placed(try market(number: number)), number: number)
    return try varied.with(holdouts, document: document.name, isActive: isHeld)
  }

  private func placed(_ scenario: Scenario) -> Scenario {
    var market = scenario
    if let places {
      market = market.split(
        by: places.name, levels: (1...places.count).map { "\($0)" },
        shares: [Double](repeating: 1 / Double(places.count), count: places.count))
    }
    return market.brokenDown(by: dimensions(observations))
  }

  private func flighted(_ scenario: Scenario, number: Int) -> Scenario {
    flighting?.applied(to: scenario, replicate: number) ?? scenario
  }

  /// The plan of the burn-in: the document without the arm, its people drawn into the same places.
  func burnIn(number: Int, _ scenario: Scenario) throws -> SimulationPlan? {
    guard scenario.burnInSteps > 0 else { return nil }
    let written = try document.scenarioAsWritten(
      setting: setting, draw: drawsParameters ? number : nil, seed: seed)
    return SimulationPlan(
      try placed(written).with(holdouts, document: document.name, isActive: false))
  }

  /// One world and its truth.
  ///
  /// - Parameter number: Number of the world, from 0.
  /// - Returns: What a fit sees, and what it should find.
  /// - Throws: `StudyError` when the simulation finds its chances contradict.
  public func world(_ number: Int) throws -> (seen: MixWorld, truth: MixTruth) {
    let scenario = try scenario(number: number)
    let plan = SimulationPlan(scenario)
    let worlds = try ReplicateWorlds(
      document: document.name, burnIn: try burnIn(number: number, scenario), replicate: number)
    let records =
      try observations.flatMap { try $0.records(in: scenario) }
      + holdouts.flatMap { $0.records(in: scenario) }
    let simulation = try worlds.finished(plan, records: Self.distinct(records))
    let readouts = holdouts.map { $0.readout(of: simulation, scenario) }
    let panels = try observations.map {
      try observed(by: $0, simulation, scenario, readouts, number: number)
    }
    let truth = MixTruth(
      channels: try worlds.channelTruths(plan, simulation.ledger),
      holdouts: try holdoutTruths(readouts, worlds, number: number))
    return (MixWorld(number: number, panels: panels), truth)
  }

  /// What the experiments of a world should have found, beside what they say.
  private func holdoutTruths(
    _ readouts: [HoldoutReadout?], _ worlds: ReplicateWorlds, number: Int
  ) throws -> [HoldoutTruth] {
    if holdouts.isEmpty { return [] }
    let everybody = try scenario(number: number, isHeld: false)
    return try zip(holdouts, readouts).compactMap { holdout, readout in
      guard let readout,
        let channel = everybody.channels.firstIndex(where: { $0.name == holdout.channel })
      else { return nil }
      let lift = Self.lift(holdout, readout, periods: 0...0)
      return HoldoutTruth(
        channel: holdout.channel,
        incrementalOutcome: try worlds.holdoutTruth(
          holdout, everybody: everybody, channel: channel),
        readout: lift.interval, standardError: lift.standardError)
    }
  }

  private static func distinct(_ records: [AgentRecord]) -> [AgentRecord] {
    records.reduce(into: []) { kept, record in
      if !kept.contains(where: { $0.asksTheSame(as: record) }) { kept.append(record) }
    }
  }

  private static func lift(
    _ holdout: Holdout, _ readout: HoldoutReadout, periods: ClosedRange<Int>
  ) -> LiftReadout {
    LiftReadout(
      channel: holdout.channel, periods: periods,
      incrementalOutcome: readout.difference * Double(readout.people),
      standardError: readout.standardError * Double(readout.people),
      withheldShare: readout.withheldShare)
  }

  /// A panel of a world, with the names of its columns.
  private func observed(
    by observation: Observation, _ simulation: Simulation, _ scenario: Scenario,
    _ readouts: [HoldoutReadout?], number: Int
  ) throws -> ObservedPanel {
    let panel: Panel
    let periods: ObservedPeriods
    let share: Double
    do {
      panel = try observation.panel(
        of: simulation, replicate: number, name: "world \(number) of \(document.name)")
      periods = try ObservedPeriods(observation.period, scenario.time)
      let rows = try observation.agentRows(in: scenario)
      let size = scenario.populations[scenario.events[scenario.outcome].population].size
      share = rows.isEmpty ? 1 : Double(rows.count) / Double(size)
    } catch {
      throw StudyError(document: document.name, problem: error.description)
    }
    let lifts = zip(holdouts, readouts).compactMap { holdout, readout -> LiftReadout? in
      guard let readout, let touched = periods.periods(of: holdout.steps) else { return nil }
      return Self.lift(holdout, readout, periods: touched)
    }
    return ObservedPanel(
      granularity: observation.granularity, panel: panel,
      outcome: observation.outcomeName(in: scenario),
      outcomeValue: observation.outcomeValue(in: scenario),
      channels: scenario.ownChannels.map { scenario.channels[$0].name }.compactMap { name in
        guard panel.variables.contains("\(name)_touches") else { return nil }
        return ObservedChannel(
          name: name, touches: "\(name)_touches",
          spend: panel.variables.contains("\(name)_spend") ? "\(name)_spend" : nil)
      },
      size: panel.variables.contains("size") ? "size" : nil, share: share, lifts: lifts)
  }
}

extension Observation {
  /// How tables call it: `nation`, `agents`, or the attributes of the units, such as `role × access`;
  /// with the period where it is not the step.
  public var granularity: String {
    let units =
      switch units {
      case .nation: "nation"
      case .levels(let names): names.joined(separator: " × ")
      case .agents: "agents"
      }
    switch period {
    case .steps(1): return units
    case .steps(let length): return "\(units), \(length) steps"
    case .months: return "\(units), months"
    }
  }
}
