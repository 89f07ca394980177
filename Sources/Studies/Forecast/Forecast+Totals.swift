public import Interchange
import Journeys
import Statistics

extension Forecast {
  /// The `funnel` table: how far the touches of each channel came, as means over replicates.
  public func funnelTable() -> Table {
    var rows = TableBuilder()
    rows.text("arm", "Arm of the scenario.")
    rows.text("channel", "Channel.")
    rows.text("function", "Who runs the channel.")
    for step in FunnelStep.allCases {
      rows.number(step.name, unit: "touches", Self.meaning(of: step))
    }
    rows.number("engagement_rate", unit: "share 0-1", "Engaged over delivered touches.")
    rows.number("cost", unit: scenario.currency, "Money spent on the channel, mean.")
    let steps = 0..<scenario.time.count
    for arm in scenarios.indices {
      for channel in scenarios[arm].channels.indices {
        let counts = FunnelStep.allCases.map {
          mean(totals(.touches(channel: channel, $0), arm: arm, steps: steps))
        }
        rows.add("arm", study.arms[arm])
        rows.add("channel", scenarios[arm].channels[channel].name)
        rows.add("function", scenarios[arm].channels[channel].function)
        for (step, count) in zip(FunnelStep.allCases, counts) { rows.add(step.name, count) }
        let delivered = counts[FunnelStep.delivered.rawValue]
        rows.add(
          "engagement_rate",
          delivered > 0 ? counts[FunnelStep.engaged.rawValue] / delivered : .nan)
        rows.add("cost", mean(totals(.channelCost(channel), arm: arm, steps: steps)))
      }
    }
    return rows.table("funnel", meaning: "How far the touches of each channel came.")
  }

  private static func meaning(of step: FunnelStep) -> String {
    switch step {
    case .planned: "Touches that the plan asked for over the horizon, mean."
    case .delivered: "Touches that consent, access, cap and capacity let through, mean."
    case .seen: "Delivered touches that were seen, mean."
    case .engaged: "Seen touches that engaged, mean."
    case .continued:
      "Engaged touches that follow another engagement of the same agent, with any channel, within "
        + "the population's continuationWeeks; where handoffs are declared, that continue a thread in "
        + "context. Mean; not a step of the funnel."
    case .held: "Touches that the contact governor held back, mean."
    case .late: "Touches delivered after an opt-out that had not taken effect, mean."
    case .optouts: "Withdrawals of consent, mean."
    }
  }

  /// The `journey` table: how many reach each stage, how fast, and where they stop.
  public func journeyTable() -> Table {
    var rows = TableBuilder()
    rows.text("arm", "Arm of the scenario.")
    rows.text("population", "Population.")
    rows.text("stage", "Stage of the journey.")
    rows.number("reached_share", unit: "share 0-1", "Agents that were in the stage at any time.")
    rows.number(
      "median_weeks", unit: "weeks", "Median time to the stage of those who reached it.")
    rows.number("at_end_share", unit: "share 0-1", "Agents in the stage at the end.")
    rows.number(
      "drop_off", unit: "share 0-1",
      "Of those who reached the stage, the share that reached no stage declared after it.")
    for arm in scenarios.indices {
      for population in scenarios[arm].populations.indices {
        addJourney(arm: arm, population: population, to: &rows)
      }
    }
    return rows.table(
      "journey", meaning: "How many agents reach each stage, how fast, and where they stop.")
  }

  private func addJourney(arm: Int, population: Int, to rows: inout TableBuilder) {
    let spec = scenarios[arm].populations[population]
    let size = Double(spec.size) * Double(worlds.count)
    let last = scenarios[arm].time.count - 1
    let entries = spec.journey.stages.indices.map { stage in
      worlds.reduce([Double](repeating: 0, count: last + 2)) { sums, replicate in
        let own = replicate[arm].reading.firstEntries(
          population: population, stage: stage, in: replicate[arm].ledger)
        return zip(sums, own).map { $0 + $1 }
      }
    }
    let reached = entries.map { $0.reduce(0, +) / size }
    for (stage, name) in spec.journey.stages.enumerated() {
      rows.add("arm", study.arms[arm])
      rows.add("population", spec.name)
      rows.add("stage", name)
      rows.add("reached_share", reached[stage])
      rows.add(
        "median_weeks",
        medianStep(entries[stage]).map { $0 * scenarios[arm].time.weeksPerStep } ?? .nan)
      let atEnd = values(.stage(population: population, stage: stage), arm: arm, step: last)
      rows.add("at_end_share", mean(atEnd) / Double(spec.size))
      let ended = worlds.reduce(0.0) {
        $0
          + $1[arm].reading.furthest(
            population: population, stage: stage, in: $1[arm].ledger)
      }
      rows.add("drop_off", reached[stage] > 0 ? ended / size / reached[stage] : .nan)
    }
  }

  /// The step, counted from the start, by which half of the entries have happened.
  private func medianStep(_ entries: [Double]) -> Double? {
    let total = entries.reduce(0, +)
    guard total > 0 else { return nil }
    var before = 0.0
    for (step, count) in entries.enumerated() {
      before += count
      if before >= total / 2 { return Double(step) }
    }
    return nil
  }

  /// The `kpi` table: touches and engagement by channel and the stage in which they were met.
  public func kpiTable() -> Table {
    var rows = TableBuilder()
    rows.text("arm", "Arm of the scenario.")
    rows.text("channel", "Channel.")
    rows.text("stage", "Stage of the agent when it was touched.")
    rows.number("delivered", unit: "touches", "Delivered touches over the horizon, mean.")
    rows.number("engaged", unit: "touches", "Engaged touches over the horizon, mean.")
    rows.number("engagement_rate", unit: "share 0-1", "Engaged over delivered touches.")
    for arm in scenarios.indices {
      for (channel, description) in scenarios[arm].channels.enumerated() {
        let stages = scenarios[arm].populations[description.population].journey.stages
        for (stage, name) in stages.enumerated() {
          let counts = worlds.map {
            $0[arm].reading.touches(channel: channel, stage: stage, in: $0[arm].ledger)
          }
          let delivered = mean(counts.map(\.delivered))
          let engaged = mean(counts.map(\.engaged))
          rows.add("arm", study.arms[arm])
          rows.add("channel", description.name)
          rows.add("stage", name)
          rows.add("delivered", delivered)
          rows.add("engaged", engaged)
          rows.add("engagement_rate", delivered > 0 ? engaged / delivered : .nan)
        }
      }
    }
    return rows.table("kpi", meaning: "Touches and engagement by channel and stage.")
  }

  /// The mean of one value per replicate.
  func mean(_ values: [Double]) -> Double {
    values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count)
  }
}
