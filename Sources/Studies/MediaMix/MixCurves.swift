public import Estimation
public import Interchange
import Statistics

/// How each channel's outcome answers to its spend, and how long it takes.
public struct MixCurves: Sendable {
  /// The fit.
  public let fit: MixFit

  /// Factors on a channel's exposures; *chosen*: from nothing to twice what was done.
  static let factors = (0...20).map { Double($0) / 10 }

  /// Draws that curves are taken from, thinned evenly; *chosen*: 1,000 where data are small, so that
  /// means agree with those of all draws to a few percent, and fewer down to 200 where they are not.
  private var mostDraws: Int { max(200, min(1_000, 20_000_000 / max(1, fit.design.rowCount))) }

  /// The curves of a fit.
  public init(_ fit: MixFit) { self.fit = fit }

  private var draws: [Int] {
    let stride = max(1, fit.draws.rows / mostDraws)
    return Array(Swift.stride(from: 0, to: fit.draws.rows, by: stride))
  }

  /// Outcomes of the fitted periods when all exposures of a channel are multiplied.
  public func responseTable() -> Table {
    let design = fit.design
    var rows = TableBuilder()
    rows.text("channel", "Channel.")
    rows.number("factor", unit: "", "Factor on all exposures of the channel, as they were.")
    rows.number("spend", unit: "money", "Money spent at that factor; empty where nobody knows.")
    rows.posterior("outcome", unit: "outcomes", "Outcomes that the channel would bring")
    rows.posterior(
      "marginal_return", unit: "money per money", "Money back per further money at that factor")
    for channel in design.channels.indices {
      let spend = ChannelReturn.spend(of: channel, design, 0..<design.fittedPeriods)
      let name = design.spec.channels[channel].name
      let points = fit.response(of: channel, factors: Self.factors, draws: draws)
      for (place, factor) in Self.factors.enumerated() {
        let value = design.spec.outcome.value / spend
        rows.add("channel", name)
        rows.add("factor", factor)
        rows.add("spend", spend * factor)
        rows.add("outcome", interval: Spread(points.outcomes(place)))
        rows.add("marginal_return", interval: Spread(points.slopes(place).map { $0 * value }))
      }
    }
    return rows.table(
      "curves",
      meaning:
        "What each channel would bring in the fitted periods at other levels of spend, spread "
        + "over time and units as it was.")
  }

  /// The share of a channel's effect that falls into each lag.
  public func carryoverTable() -> Table {
    let design = fit.design
    var rows = TableBuilder()
    rows.text("channel", "Channel.")
    rows.count("lag", unit: "periods", "Periods after the exposure.")
    rows.posterior("weight", unit: "share 0-1", "Share of the carried-over exposure")
    for (channel, spec) in design.spec.channels.enumerated() {
      let places = fit.parameters.channels[channel]
      let lags = spec.carryover == .none ? 1 : min(spec.lags ?? 13, 13, design.fittedPeriods)
      let weights = draws.map { draw in
        spec.carryover.carryover(Array(fit.values(ofDraw: draw)[places.carryover]))
          .weights(lags: lags, isNormalized: true)
      }
      for lag in 0..<lags {
        rows.add("channel", spec.name)
        rows.add("lag", lag)
        rows.add("weight", interval: Spread(weights.map { $0[lag] }))
      }
    }
    return rows.table(
      "carryover",
      meaning: "How a channel's exposures are spread over later periods, the first 13 at most.")
  }
}
