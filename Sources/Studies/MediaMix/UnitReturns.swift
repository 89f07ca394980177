import Estimation
import Interchange
import Statistics

/// What each channel brought and returned in each unit, over some periods.
struct UnitReturns {
  private let decomposition: MixDecomposition
  private let design: MixDesign

  /// The returns of a decomposition; nil without units.
  init?(_ decomposition: MixDecomposition, _ design: MixDesign) {
    guard design.units.count > 1 else { return nil }
    self.decomposition = decomposition
    self.design = design
  }

  /// The `units` table: a row per unit and channel.
  func table() -> Table {
    var rows = TableBuilder()
    rows.text("unit", "Unit.")
    rows.text("channel", "Channel.")
    rows.number("spend", unit: "money", "Money spent; empty where nobody knows.")
    rows.posterior("outcome", unit: "outcomes", "Outcomes that would be lost without the channel")
    rows.posterior("return_on_spend", unit: "money per money", "Money back per money spent")
    for (unit, name) in design.units.enumerated() {
      for channel in decomposition.channels.indices {
        rows.add("unit", name)
        rows.add("channel", decomposition.channels[channel])
        rows.add("spend", spend(channel, unit))
        rows.add(
          "outcome", interval: Spread(decomposition.total(ofChannel: channel, unit: unit)))
        rows.add("return_on_spend", interval: Spread(returns(channel, unit)))
      }
    }
    return rows.table(
      "units",
      meaning: "What each channel brought and returned in each unit; intervals hold 90 % of "
        + "\(decomposition.drawCount) draws.")
  }

  /// One sentence per channel: where it returns least and most, and whether that can be told apart.
  func sentences() -> [String] {
    decomposition.channels.indices.compactMap { channel in
      let units = design.units.indices.map { (unit: $0, draws: returns(channel, $0)) }
        .filter { !$0.draws.isEmpty }
      let means = units.map { Spread($0.draws).mean }
      guard let least = means.indices.min(by: { means[$0] < means[$1] }),
        let most = means.indices.max(by: { means[$0] < means[$1] }), least != most
      else { return nil }
      let pairs = zip(units[least].draws, units[most].draws)
      let chance = Double(pairs.count { $0 < $1 }) / Double(max(1, units[most].draws.count))
      return "\(decomposition.channels[channel]) returns "
        + "\(MixAnswer.ratio(units[least].draws)) in \(design.units[units[least].unit]) and "
        + "\(MixAnswer.ratio(units[most].draws)) in \(design.units[units[most].unit]); the chance that "
        + "the latter is more is \(HumanNumber.text((100 * chance).rounded())) %."
    }
  }

  /// Money of a channel in a unit; NaN where nobody knows.
  private func spend(_ channel: Int, _ unit: Int) -> Double {
    guard let column = design.channels[channel].spend else { return .nan }
    return decomposition.periods.reduce(0) { $0 + column[unit * design.periods.count + $1] }
  }

  /// Money back per money spent, one per draw; empty without money.
  private func returns(_ channel: Int, _ unit: Int) -> [Double] {
    let money = spend(channel, unit)
    guard money > 0 else { return [] }
    let value = design.spec.outcome.value
    return decomposition.total(ofChannel: channel, unit: unit).map { value * $0 / money }
  }
}
