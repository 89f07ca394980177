/// Reads metrics from ledgers of one plan: where each metric stands, and what it is worth.
public struct LedgerReading: Sendable {
  private let scenario: Scenario
  private let plan: SimulationPlan
  /// Number of each channel and event within its population.
  private let localChannel: [Int]
  private let localEvent: [Int]
  /// Weekly cost per step, by channel and step.
  private let fixedCost: [[Double]]

  /// Prepares for the ledgers of a plan.
  public init(_ plan: SimulationPlan) {
    self.plan = plan
    scenario = plan.scenario
    localChannel = scenario.channels.indices.map { channel in
      scenario.channels[..<channel].filter {
        $0.population == plan.scenario.channels[channel].population
      }.count
    }
    localEvent = scenario.events.indices.map { event in
      scenario.events[..<event].filter {
        $0.population == plan.scenario.events[event].population
      }.count
    }
    var fixed = scenario.channels.map { _ in [Double](repeating: 0, count: plan.stepCount) }
    for population in plan.populations {
      for channel in population.channels where channel.isPlanned {
        let perStep =
          scenario.channels[channel.channel].cost.perWeek * scenario.time.weeksPerStep
        for step in 0..<plan.stepCount where channel.intensity[plan.burnIn + step] > 0 {
          fixed[channel.channel][step] = perStep
        }
      }
    }
    fixedCost = fixed
  }

  /// The value of a metric in a step.
  ///
  /// - Parameters:
  ///   - metric: What to read.
  ///   - ledger: A ledger of the plan.
  ///   - step: A reported step.
  ///   - cell: A cell of the metric's population; everybody when `nil`. Money over several
  ///     populations has no cells.
  public func value(_ metric: Metric, in ledger: Ledger, step: Int, cell: Int? = nil) -> Double {
    switch metric {
    case .stage(let population, let stage):
      let counts = ledger.populations[population]
      return counts.count(step: step, cell: cell, column: counts.column(stage: stage))
    case .transition(let population, let transition):
      let counts = ledger.populations[population]
      return counts.count(step: step, cell: cell, column: counts.column(transition: transition))
    case .event(let event):
      let counts = ledger.populations[scenario.events[event].population]
      return counts.count(step: step, cell: cell, column: counts.column(event: localEvent[event]))
    case .eventValue(let event):
      return scenario.events[event].value
        * value(.event(event), in: ledger, step: step, cell: cell)
    case .touches(let channel, let funnel):
      let counts = ledger.populations[scenario.channels[channel].population]
      return counts.count(
        step: step, cell: cell, column: counts.column(channel: localChannel[channel], funnel))
    case .channelCost(let channel):
      let cost = scenario.channels[channel].cost
      let delivered = value(.touches(channel: channel, .delivered), in: ledger, step: step)
      let engaged = value(.touches(channel: channel, .engaged), in: ledger, step: step)
      return cost.perTouch * delivered + cost.perEngagement * engaged + fixedCost[channel][step]
    case .cost:
      let channels = scenario.channels.indices.reduce(0.0) {
        $0 + value(.channelCost($1), in: ledger, step: step)
      }
      return scenario.events.indices.reduce(channels) {
        scenario.events[$1].cost == 0
          ? $0 : $0 + scenario.events[$1].cost * value(.event($1), in: ledger, step: step)
      }
    case .value:
      return scenario.events.indices.reduce(0.0) {
        scenario.events[$1].value == 0
          ? $0 : $0 + value(.eventValue($1), in: ledger, step: step)
      }
    }
  }

  /// The sum of a metric over steps.
  public func total(
    _ metric: Metric, in ledger: Ledger, steps: Range<Int>, cell: Int? = nil
  ) -> Double {
    steps.reduce(0) { $0 + value(metric, in: ledger, step: $1, cell: cell) }
  }

  /// Delivered and engaged touches of a channel in a stage over the run.
  public func touches(
    channel: Int, stage: Int, in ledger: Ledger
  ) -> (delivered: Double, engaged: Double) {
    let counts = ledger.populations[scenario.channels[channel].population]
    let place = (localChannel[channel] * counts.stageCount + stage) * 2
    return (Double(counts.touchesByStage[place]), Double(counts.touchesByStage[place + 1]))
  }

  /// Agents that were in a stage for the first time in each step; first, those of the start.
  public func firstEntries(population: Int, stage: Int, in ledger: Ledger) -> [Double] {
    let counts = ledger.populations[population]
    return (0...counts.stepCount).map { Double(counts.firstEntries[$0 * counts.stageCount + stage]) }
  }
}
