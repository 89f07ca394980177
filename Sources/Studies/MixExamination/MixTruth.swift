import Interchange
import Journeys

/// What is true of one world, which no fit sees.
public struct MixTruth: Sendable {
  /// Channels in use, in the order of the scenario.
  public let channels: [ChannelTruth]
  /// The experiments in the world, in their order.
  public let holdouts: [HoldoutTruth]

  /// The truth of a channel.
  public func channel(_ name: String) -> ChannelTruth? { channels.first { $0.channel == name } }
}

/// What a channel truly does: the world with it less the same world without it.
public struct ChannelTruth: Sendable, Equatable {
  /// Name of the channel.
  public let channel: String
  /// Headline events lost without the channel, over the horizon.
  public let incrementalOutcome: Double
  /// The same by reported step.
  public let incrementalByStep: [Double]
  /// Margin of all events, refills and the like included, lost without the channel.
  public let incrementalValue: Double
  /// Delivered touches in the world with the channel.
  public let touches: Double
  /// Money spent on the channel itself in that world: what an analyst finds as its spend.
  public let spend: Double
  /// Margin of all events per money spent on the channel.
  ///
  /// Gross, so that 1 breaks even; NaN without spend.
  public let returnOnSpend: Double
  /// The same counting the headline event's own margin alone, as a mix model of it would.
  public let outcomeReturnOnSpend: Double
  /// Margin gained per money spent with a tenth more of the plan; NaN where no plan drives the
  /// channel.
  public let marginalReturn: Double
}

/// What a holdout should have found.
public struct HoldoutTruth: Sendable, Equatable {
  /// Name of the channel.
  public let channel: String
  /// Headline events in the window of the world in which everybody is reached, less those of the
  /// world in which nobody is, the past being the same.
  public let incrementalOutcome: Double
  /// What the team reads out.
  public let readout: IntervalEstimate
  /// Standard error of the readout.
  public let standardError: Double
}

extension ReplicateWorlds {
  /// What each channel truly does in a world.
  ///
  /// - Parameters:
  ///   - plan: The world with all its channels.
  ///   - ledger: What happened in it.
  /// - Returns: The truth of every channel that a calendar or a rule sends.
  /// - Throws: `StudyError` when the simulation finds its chances contradict.
  func channelTruths(_ plan: SimulationPlan, _ ledger: Ledger) throws -> [ChannelTruth] {
    let scenario = plan.scenario
    let reading = LedgerReading(plan)
    let steps = 0..<scenario.time.count
    let whole = WorldTotals(ledger, reading, scenario)
    let outcome = reading.series(.event(scenario.outcome), in: ledger, steps: steps)
    return try scenario.ownChannels.map { channel in
      let other = SimulationPlan(scenario.without(channel))
      let otherLedger = try finished(other).ledger
      let otherReading = LedgerReading(other)
      let without = WorldTotals(otherLedger, otherReading, other.scenario)
      let lost = otherReading.series(.event(scenario.outcome), in: otherLedger, steps: steps)
      let spend = reading.total(.channelCost(channel), in: ledger, steps: steps)
      let value = scenario.events[scenario.outcome].value
      return ChannelTruth(
        channel: scenario.channels[channel].name,
        incrementalOutcome: whole.outcome - without.outcome,
        incrementalByStep: zip(outcome, lost).map { $0 - $1 },
        incrementalValue: whole.value - without.value,
        touches: reading.total(.touches(channel: channel, .delivered), in: ledger, steps: steps),
        spend: spend,
        returnOnSpend: spend > 0 ? (whole.value - without.value) / spend : .nan,
        outcomeReturnOnSpend: spend > 0
          ? value * (whole.outcome - without.outcome) / spend : .nan,
        marginalReturn: try marginalReturn(channel, scenario, whole, spend: spend))
    }
  }

  private func marginalReturn(
    _ channel: Int, _ scenario: Scenario, _ whole: WorldTotals, spend: Double
  ) throws -> Double {
    guard let more = scenario.with(ForecastStudy.marginalStep, moreOf: channel) else {
      return .nan
    }
    let plan = SimulationPlan(more)
    let ledger = try finished(plan).ledger
    let reading = LedgerReading(plan)
    let added =
      reading.total(.channelCost(channel), in: ledger, steps: 0..<more.time.count) - spend
    return added > 0 ? (WorldTotals(ledger, reading, more).value - whole.value) / added : .nan
  }

  /// Headline events in a window that a channel brings when everybody is reached.
  func holdoutTruth(
    _ holdout: Holdout, everybody: Scenario, channel: Int
  ) throws -> Double {
    func events(_ scenario: Scenario) throws -> Double {
      let plan = SimulationPlan(scenario)
      return LedgerReading(plan).total(
        .event(scenario.outcome), in: try finished(plan).ledger, steps: holdout.steps)
    }
    return try events(everybody) - events(everybody.withholding(channel, in: holdout.steps))
  }
}
