import Interchange

/// Reads metrics from ledgers of one plan: where each metric stands, and what it is worth.
public struct LedgerReading: Sendable {
  private let localPlace: LocalPlaces
  let channelCost: [ChannelCost]
  private let eventCost: [Double]
  private let eventValue: [Double]
  /// Share of the channels' cost that coordination costs on top, and its own cost in a step.
  private let overhead: Double
  private let policyCost: Double
  /// Weekly cost per step, by channel and step.
  let fixedCost: [[Double]]

  /// Prepares for the ledgers of a plan.
  public init(_ plan: SimulationPlan) {
    let scenario = plan.scenario
    localPlace = LocalPlaces(scenario)
    // Coordination is paid for where anything is coordinated.
    overhead = scenario.policy.overhead
    policyCost =
      scenario.channelsInUse.contains(true)
      ? scenario.policy.costPerWeek * scenario.time.weeksPerStep : 0
    channelCost = scenario.channels.map(\.cost)
    eventCost = scenario.events.map(\.cost)
    eventValue = scenario.events.map(\.value)
    var fixed = scenario.channels.map { _ in [Double](repeating: 0, count: plan.stepCount) }
    for population in plan.populations {
      for channel in population.channels {
        let perStep = scenario.channels[channel.channel].cost.perWeek * scenario.time.weeksPerStep
        // Who sends touches by rules keeps the channel running, whatever its calendar says.
        let isKept =
          scenario.channelsInUse[channel.channel]
          && scenario.isSentByPolicy(channel: channel.channel)
        for step in 0..<plan.stepCount
        where isKept || channel.isPlanned && channel.intensity[plan.burnIn + step] > 0 {
          // A rhythm of everybody is money moved in time; one by level is a matter of who gets it.
          fixed[channel.channel][step] =
            perStep * (channel.rhythm?.everybody[plan.burnIn + step] ?? 1)
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
  /// - Returns: A count, or money in the scenario's currency.
  public func value(_ metric: Metric, in ledger: Ledger, step: Int, cell: Int? = nil) -> Double {
    series(metric, in: ledger, steps: step..<step + 1, cell: cell)[0]
  }

  /// The values of a metric in consecutive steps.
  ///
  /// Tables ask for every step of every metric in every replicate; a whole series finds the place of
  /// its counts once.
  ///
  /// - Parameters:
  ///   - metric: What to read.
  ///   - ledger: A ledger of the plan.
  ///   - steps: Reported steps.
  ///   - cell: A cell of the metric's population; everybody when `nil`. Money over several
  ///     populations has no cells.
  /// - Returns: Counts, or money in the scenario's currency, one for each step.
  public func series(
    _ metric: Metric, in ledger: Ledger, steps: Range<Int>, cell: Int? = nil
  ) -> [Double] {
    func counts(_ population: Int, _ column: (LedgerLayout) -> Int) -> [Double] {
      ledger.populations[population].series(steps: steps, cell: cell, column: column)
    }
    switch metric {
    case .stage(let population, let stage):
      return counts(population) { $0.column(stage: stage) }
    case .transition(let population, let transition):
      return counts(population) { $0.column(transition: transition) }
    case .event(let event):
      let place = localPlace.events[event]
      return counts(place.population) { $0.column(event: place.number) }
    case .touches(let channel, let funnel):
      let place = localPlace.channels[channel]
      return counts(place.population) { $0.column(channel: place.number, funnel) }
    case .thread(let handoff, let fate):
      let place = localPlace.handoffs[handoff]
      return counts(place.population) { $0.column(handoff: place.number, fate) }
    case .trigger(let trigger, let which):
      let place = localPlace.triggers[trigger]
      return counts(place.population) { $0.column(trigger: place.number, which) }
    case .service(let service, let which):
      let place = localPlace.services[service]
      return counts(place.population) { $0.column(service: place.number, which) }
    case .experience(let experience, let which):
      let place = localPlace.experiences[experience]
      return counts(place.population) { $0.column(experience: place.number, which) }
    case .action(let channel, let which):
      let place = localPlace.channels[channel]
      return counts(place.population) { $0.column(action: place.number, which) }
    case .trust(let population):
      return ledger.populations[population].trustSeries(steps: steps, cell: cell)
    case .approval(let which):
      return ledger.approvals.series(which, steps: steps)
    case .eventValue, .channelCost, .cost, .value:
      return moneySeries(metric, in: ledger, steps: steps, cell: cell)
    }
  }

  /// The values of a metric of money in consecutive steps.
  private func moneySeries(
    _ metric: Metric, in ledger: Ledger, steps: Range<Int>, cell: Int?
  ) -> [Double] {
    switch metric {
    case .eventValue(let event):
      return series(.event(event), in: ledger, steps: steps, cell: cell).map {
        eventValue[event] * $0
      }
    case .channelCost(let channel):
      let cost = channelCost[channel]
      let delivered = series(.touches(channel: channel, .delivered), in: ledger, steps: steps)
      let engaged = series(.touches(channel: channel, .engaged), in: ledger, steps: steps)
      return steps.map { step in
        let place = step - steps.lowerBound
        return cost.perTouch * delivered[place] + cost.perEngagement * engaged[place]
          + fixedCost[channel][step]
      }
    case .cost:
      var sums = [Double](repeating: 0, count: steps.count)
      for channel in channelCost.indices {
        let cost = series(.channelCost(channel), in: ledger, steps: steps)
        for place in sums.indices { sums[place] += cost[place] }
      }
      for place in sums.indices { sums[place] += overhead * sums[place] + policyCost }
      for event in eventCost.indices where eventCost[event] != 0 {
        let count = series(.event(event), in: ledger, steps: steps)
        for place in sums.indices { sums[place] += eventCost[event] * count[place] }
      }
      return sums
    default:
      var sums = [Double](repeating: 0, count: steps.count)
      for event in eventValue.indices where eventValue[event] != 0 {
        let value = series(.eventValue(event), in: ledger, steps: steps)
        for place in sums.indices { sums[place] += value[place] }
      }
      return sums
    }
  }

  /// What became of a handoff's threads over the run, by the channel that opened them and the stage.
  public func threads(
    handoff: Int, channel: Int, stage: Int, _ fate: ThreadFate, in ledger: Ledger
  ) -> Double {
    let place = localPlace.handoffs[handoff]
    let counts = ledger.populations[place.population]
    let first = counts.layout.place(
      handoff: place.number, channel: localPlace.channels[channel].number, stage: stage)
    return Double(counts.threadsByStage[first + fate.rawValue])
  }

  /// The sum of a metric over steps.
  public func total(
    _ metric: Metric, in ledger: Ledger, steps: Range<Int>, cell: Int? = nil
  ) -> Double {
    series(metric, in: ledger, steps: steps, cell: cell).reduce(0, +)
  }

  /// Delivered and engaged touches of a channel in a stage over the run.
  public func touches(
    channel: Int, stage: Int, in ledger: Ledger
  ) -> (delivered: Double, engaged: Double) {
    let counts = ledger.populations[localPlace.channels[channel].population]
    let place = (localPlace.channels[channel].number * counts.stageCount + stage) * 2
    return (Double(counts.touchesByStage[place]), Double(counts.touchesByStage[place + 1]))
  }

  /// Agents whose last declared stage of all they have been in is this one.
  public func furthest(population: Int, stage: Int, in ledger: Ledger) -> Double {
    Double(ledger.populations[population].furthest[stage])
  }

  /// Agents that were in a stage for the first time in each step; first, those of the start.
  public func firstEntries(population: Int, stage: Int, in ledger: Ledger) -> [Double] {
    let counts = ledger.populations[population]
    return (0...counts.stepCount).map {
      Double(counts.firstEntries[$0 * counts.stageCount + stage])
    }
  }
}
