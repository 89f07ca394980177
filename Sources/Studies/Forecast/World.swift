import Interchange
public import Journeys

/// One arm in one replicate.
public struct World: Sendable {
  /// What happened.
  public let ledger: Ledger
  /// How to read it: parameters, and so prices, may differ between replicates.
  public let reading: LedgerReading
  /// Its headline totals, which every summary asks for.
  public let totals: WorldTotals
  /// Events and touches of single agents, as wanted.
  public let records: [AgentRecord]
  /// Paths of sampled agents by population, in the first replicate only.
  public let paths: [[PathStep]]
  /// Totals without each channel, and with more of it, when contributions are measured.
  public let variants: [ChannelVariants]
}

/// Headline totals of a world.
public struct WorldTotals: Sendable, Equatable {
  /// Number of headline events.
  public let outcome: Double
  /// Margin of all events, in money.
  public let value: Double
  /// Money spent.
  public let cost: Double

  init(_ ledger: Ledger, _ reading: LedgerReading, _ scenario: Scenario) {
    let steps = 0..<scenario.time.count
    outcome = reading.total(.event(scenario.outcome), in: ledger, steps: steps)
    value = reading.total(.value, in: ledger, steps: steps)
    cost = reading.total(.cost, in: ledger, steps: steps)
  }

  /// Return on the money that this world spends above another: net margin per unit of cost.
  ///
  /// `(Δvalue − Δcost) / Δcost`; `nil` when it does not spend more.
  func romi(against other: WorldTotals) -> Double? {
    let spent = cost - other.cost
    guard spent > 0 else { return nil }
    return (value - other.value - spent) / spent
  }
}

/// The two worlds that tell what a channel is worth.
public struct ChannelVariants: Sendable {
  /// The channel.
  public let channel: Int
  /// The world without it.
  public let without: WorldTotals
  /// The world with a little more of it; `nil` where no plan drives it.
  public let more: WorldTotals?
}
