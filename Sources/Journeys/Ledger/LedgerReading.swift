import Interchange

/// Reads metrics from ledgers of one plan: where each metric stands, and what it is worth.
public struct LedgerReading: Sendable {
  private let localPlace: LocalPlaces
  private let channelCost: [ChannelCost]
  private let eventCost: [Double]
  private let eventValue: [Double]
  /// Share of the channels' cost that coordination costs on top, and its own cost in a step.
  private let overhead: Double
  private let policyCost: Double
  /// Weekly cost per step, by channel and step.
  private let fixedCost: [[Double]]

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
  /// - Returns: A count, or money in the scenario's currency.
  public func value(_ metric: Metric, in ledger: Ledger, step: Int, cell: Int? = nil) -> Double {
    switch metric {
    case .stage(let population, let stage):
      let counts = ledger.populations[population]
      return counts.count(step: step, cell: cell, column: counts.layout.column(stage: stage))
    case .transition(let population, let transition):
      let counts = ledger.populations[population]
      return counts.count(
        step: step, cell: cell, column: counts.layout.column(transition: transition))
    case .event(let event):
      let counts = ledger.populations[localPlace.events[event].population]
      return counts.count(
        step: step, cell: cell, column: counts.layout.column(event: localPlace.events[event].number)
      )
    case .eventValue(let event):
      return eventValue[event] * value(.event(event), in: ledger, step: step, cell: cell)
    case .touches(let channel, let funnel):
      let counts = ledger.populations[localPlace.channels[channel].population]
      return counts.count(
        step: step, cell: cell,
        column: counts.layout.column(channel: localPlace.channels[channel].number, funnel)
      )
    case .channelCost(let channel):
      let cost = channelCost[channel]
      let delivered = value(.touches(channel: channel, .delivered), in: ledger, step: step)
      let engaged = value(.touches(channel: channel, .engaged), in: ledger, step: step)
      return cost.perTouch * delivered + cost.perEngagement * engaged + fixedCost[channel][step]
    case .thread, .trigger, .service, .experience, .action, .trust, .approval:
      return policyValue(metric, in: ledger, step: step, cell: cell)
    case .cost:
      var sum = 0.0
      for channel in channelCost.indices {
        sum += value(.channelCost(channel), in: ledger, step: step)
      }
      sum += overhead * sum + policyCost
      for event in eventCost.indices where eventCost[event] != 0 {
        sum += eventCost[event] * value(.event(event), in: ledger, step: step)
      }
      return sum
    case .value:
      var sum = 0.0
      for event in eventValue.indices where eventValue[event] != 0 {
        sum += value(.eventValue(event), in: ledger, step: step)
      }
      return sum
    }
  }

  /// The value of a metric of rules, services, experiences or policy in a step.
  private func policyValue(
    _ metric: Metric, in ledger: Ledger, step: Int, cell: Int?
  ) -> Double {
    func count(_ population: Int, _ column: (LedgerLayout) -> Int) -> Double {
      let counts = ledger.populations[population]
      return counts.count(step: step, cell: cell, column: column(counts.layout))
    }
    switch metric {
    case .thread(let handoff, let fate):
      let place = localPlace.handoffs[handoff]
      return count(place.population) { $0.column(handoff: place.number, fate) }
    case .trigger(let trigger, let which):
      let place = localPlace.triggers[trigger]
      return count(place.population) { $0.column(trigger: place.number, which) }
    case .service(let service, let which):
      let place = localPlace.services[service]
      return count(place.population) { $0.column(service: place.number, which) }
    case .experience(let experience, let which):
      let place = localPlace.experiences[experience]
      return count(place.population) { $0.column(experience: place.number, which) }
    case .action(let channel, let which):
      return count(localPlace.channels[channel].population) {
        $0.column(action: localPlace.channels[channel].number, which)
      }
    case .trust(let population):
      let counts = ledger.populations[population]
      let row = counts.trust[(step * counts.cellCount)..<((step + 1) * counts.cellCount)]
      return cell.map { row[row.startIndex + $0] } ?? row.reduce(0, +)
    case .approval(let which):
      let series =
        switch which {
        case .submitted: ledger.approvals.submitted
        case .approved: ledger.approvals.approved
        case .days: ledger.approvals.days
        }
      return step < series.count ? series[step] : 0
    default: return 0
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
    var sum = 0.0
    for step in steps { sum += value(metric, in: ledger, step: step, cell: cell) }
    return sum
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
