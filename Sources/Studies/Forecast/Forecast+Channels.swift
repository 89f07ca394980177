public import Interchange
import Journeys

extension Forecast {
  /// The `channels` table: what each channel did and cost and, when measured, what it is worth.
  public func channelTable() -> Table {
    var rows = TableBuilder()
    let money = scenario.currency
    let outcome = scenario.events[scenario.outcome].name
    rows.text("arm", "Arm of the scenario.")
    rows.text("channel", "Channel.")
    rows.number("touches", unit: "touches", "Delivered touches over the horizon, mean.")
    rows.number("engagements", unit: "touches", "Engaged touches over the horizon, mean.")
    rows.number("cost", unit: money, "Money spent on the channel, mean.")
    rows.number("cost_per_engagement", unit: money, "Cost over engaged touches.")
    if study.measuresContributions {
      rows.number(
        "contribution", unit: outcome,
        "Headline events lost without the channel, all else equal, mean.")
      addInterval("contribution", outcome, "Contribution", &rows)
      rows.number(
        "romi", unit: "ratio", "Margin lost without the channel, less what it costs, over that.")
      addInterval("romi", "ratio", "Return", &rows)
      rows.number(
        "marginal_romi", unit: "ratio",
        "The same for the last tenth of its touches: the return of a little more of it.")
      addInterval("marginal_romi", "ratio", "Marginal return", &rows)
    }
    let steps = 0..<scenario.time.count
    for arm in scenarios.indices {
      for (channel, description) in scenarios[arm].channels.enumerated() {
        let engaged = mean(totals(.touches(channel: channel, .engaged), arm: arm, steps: steps))
        let cost = mean(totals(.channelCost(channel), arm: arm, steps: steps))
        rows.add("arm", study.arms[arm])
        rows.add("channel", description.name)
        rows.add(
          "touches", mean(totals(.touches(channel: channel, .delivered), arm: arm, steps: steps)))
        rows.add("engagements", engaged)
        rows.add("cost", cost)
        rows.add("cost_per_engagement", engaged > 0 ? cost / engaged : .nan)
        if study.measuresContributions { addWorth(channel, arm: arm, to: &rows) }
      }
    }
    return rows.table("channels", meaning: "What each channel did, cost and contributed.")
  }

  private func addInterval(
    _ name: String, _ unit: String, _ what: String, _ rows: inout TableBuilder
  ) {
    rows.number("\(name)_p05", unit: unit, "\(what), 5 % quantile over replicates.")
    rows.number("\(name)_p95", unit: unit, "\(what), 95 % quantile over replicates.")
  }

  /// What a channel is worth in each replicate.
  struct Worth {
    /// Headline events lost without the channel.
    var contribution: [Double] = []
    /// Return on what the channel costs; `.nan` where it costs nothing.
    var romi: [Double] = []
    /// Return on a little more of it; `.nan` where that costs nothing.
    var marginalROMI: [Double] = []
  }

  /// Contribution and returns of a channel, from paired worlds; empty where it has no plan.
  func worth(of channel: Int, arm: Int) -> Worth {
    let whole = headlines(arm: arm)
    var worth = Worth()
    for (replicate, world) in worlds.enumerated() {
      guard let variants = world[arm].variants.first(where: { $0.channel == channel }) else {
        continue
      }
      worth.contribution.append(whole[replicate].outcome - variants.without.outcome)
      worth.romi.append(whole[replicate].romi(against: variants.without) ?? .nan)
      worth.marginalROMI.append(variants.more?.romi(against: whole[replicate]) ?? .nan)
    }
    return worth
  }

  private func addWorth(_ channel: Int, arm: Int, to rows: inout TableBuilder) {
    let worth = worth(of: channel, arm: arm)
    for (name, values) in [
      ("contribution", worth.contribution), ("romi", worth.romi),
      ("marginal_romi", worth.marginalROMI),
    ] {
      let spread = Spread(values)
      rows.add(name, spread.mean)
      rows.add("\(name)_p05", spread.p05)
      rows.add("\(name)_p95", spread.p95)
    }
  }
}
