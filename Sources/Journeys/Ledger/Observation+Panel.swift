public import Interchange
import Statistics

extension Observation {
  /// What an analyst sees of a world.
  ///
  /// - Parameters:
  ///   - simulation: A world that has been run to its end, with the records that ``records(in:)``
  ///     asks for.
  ///   - replicate: Number of the world, for the luck of what is recorded.
  ///   - name: How messages call the panel.
  /// - Returns: The panel. Sums over units and periods are those of the ledger, less what the
  ///   imperfections and cut periods take.
  /// - Throws: ``ObservationError`` when the scenario lacks what is asked for.
  public func panel(
    of simulation: Simulation, replicate: Int, name: String
  ) throws(ObservationError) -> Panel {
    let plan = simulation.plan
    let scenario = plan.scenario
    let periods = try ObservedPeriods(period, scenario.time)
    if case .agents(let attributes, _) = units {
      return try agentPanel(
        simulation, replicate: replicate, name: name, periods: periods, attributes: attributes)
    }
    let ledger = simulation.ledger
    let terms = try terms(scenario)
    let population =
      terms.first.map { scenario.events[$0.event].population }
      ?? scenario.events[scenario.outcome].population
    var dimensions: [String] = []
    if case .levels(let names) = units { dimensions = names }
    let counted = PanelUnits(ledger, plan, population: population, by: dimensions)
    if let missing = counted.missing {
      throw .notBrokenDown(
        by: missing, population: scenario.populations[population].name,
        breakdown: plan.populations[population].breakdown.dimensions)
    }
    var panel = Panel(name: name, units: counted.names, periods: periods.axis)
    panel.add(
      outcomeName(in: scenario),
      outcome(terms, ledger, plan, replicate: replicate, units: counted, periods: periods))
    for channel in scenario.ownChannels {
      addChannel(
        channel, ledger, plan, replicate: replicate, heads: counted, dimensions: dimensions,
        periods: periods, to: &panel)
    }
    if !dimensions.isEmpty {
      panel.add("size", counted.heads.flatMap { repeatElement($0, count: periods.axis.count) })
    }
    return panel
  }

  /// The outcome by unit and period: recorded cell by cell, so that panels of one world agree.
  private func outcome(
    _ terms: [(event: Int, weight: Double)], _ ledger: Ledger, _ plan: SimulationPlan,
    replicate: Int, units: PanelUnits, periods: ObservedPeriods
  ) -> [Double] {
    let reading = LedgerReading(plan)
    let steps = 0..<plan.stepCount
    var columns = [[Double]](
      repeating: [Double](repeating: 0, count: periods.axis.count), count: units.names.count)
    for term in terms {
      let streams = ObservationStreams(plan.scenario, event: term.event, replicate: replicate)
      for (cell, unit) in units.unit.enumerated() {
        let counts = reading.series(.event(term.event), in: ledger, steps: steps, cell: cell)
        let recorded = imperfections.recorded(
          counts.map { Int($0) }, row: cell, capture: streams.capture,
          reporting: streams.reporting)
        let sums = periods.sums(recorded.map { Double($0) })
        for period in sums.indices { columns[unit][period] += term.weight * sums[period] }
      }
    }
    return columns.flatMap(\.self)
  }

  /// Touches, engagements and spend of a channel.
  private func addChannel(
    _ channel: Int, _ ledger: Ledger, _ plan: SimulationPlan, replicate: Int, heads: PanelUnits,
    dimensions: [String], periods: ObservedPeriods, to panel: inout Panel
  ) {
    let scenario = plan.scenario
    let description = scenario.channels[channel]
    let own = PanelUnits(ledger, plan, population: description.population, by: dimensions)
    // Who is recorded without units is spread over them by heads.
    let isSpread =
      own.missing != nil || imperfections.nationalOnly.contains(description.name)
      || own.names != heads.names
    let reading = LedgerReading(plan)
    func column(_ series: (Int?, Double) -> [Double]) -> [Double] {
      if isSpread {
        let national = periods.sums(series(nil, 1))
        return heads.shares.flatMap { share in national.map { $0 * share } }
      }
      var columns = [[Double]](
        repeating: [Double](repeating: 0, count: periods.axis.count), count: own.names.count)
      for (cell, unit) in own.unit.enumerated() {
        let sums = periods.sums(series(cell, own.cellShare[cell]))
        for period in sums.indices { columns[unit][period] += sums[period] }
      }
      return columns.flatMap(\.self)
    }
    let steps = 0..<plan.stepCount
    func touches(_ step: FunnelStep) -> [Double] {
      column { cell, _ in
        reading.series(.touches(channel: channel, step), in: ledger, steps: steps, cell: cell)
      }
    }
    panel.add("\(description.name)_touches", touches(.delivered))
    if showsEngaged { panel.add("\(description.name)_engaged", touches(.engaged)) }
    guard showsSpend else { return }
    let spend = column { cell, share in
      reading.spend(channel, in: ledger, cell: cell, share: share)
    }
    panel.add(
      "\(description.name)_spend",
      noisy(
        spend, channel: description.name, scenario, replicate: replicate,
        periods: periods.axis.count))
  }

  /// Spend as it is recorded.
  func noisy(
    _ spend: [Double], channel: String, _ scenario: Scenario, replicate: Int, periods: Int
  ) -> [Double] {
    let noise = RandomStream(
      seed: scenario.seed, replicate: replicate, purpose: Purpose.spendNoise(channel))
    return spend.indices.map {
      spend[$0]
        * imperfections.spendFactor(unit: $0 / periods, period: $0 % periods, noise: noise)
    }
  }
}

/// The luck of what is recorded of an event.
struct ObservationStreams {
  let capture: RandomStream
  let reporting: RandomStream

  init(_ scenario: Scenario, event: Int, replicate: Int) {
    let name = scenario.events[event].name
    capture = RandomStream(
      seed: scenario.seed, replicate: replicate, purpose: Purpose.capture(name))
    reporting = RandomStream(
      seed: scenario.seed, replicate: replicate, purpose: Purpose.reporting(name))
  }
}

extension LedgerReading {
  /// Money spent on a channel by reported step.
  ///
  /// - Parameters:
  ///   - channel: The channel.
  ///   - ledger: A ledger of the plan.
  ///   - cell: A cell of the channel's population; everybody when `nil`.
  ///   - share: Share of the costs per week that is charged to the cell.
  /// - Returns: Money by step, without the overhead of coordination.
  func spend(_ channel: Int, in ledger: Ledger, cell: Int?, share: Double) -> [Double] {
    let cost = channelCost[channel]
    let steps = 0..<fixedCost[channel].count
    let delivered = series(
      .touches(channel: channel, .delivered), in: ledger, steps: steps, cell: cell)
    let engaged = series(.touches(channel: channel, .engaged), in: ledger, steps: steps, cell: cell)
    return steps.map {
      cost.perTouch * delivered[$0] + cost.perEngagement * engaged[$0]
        + share * fixedCost[channel][$0]
    }
  }
}
