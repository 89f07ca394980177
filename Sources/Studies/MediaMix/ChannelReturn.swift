public import Estimation
import Interchange
import Statistics

/// What a channel brought, and what it returned on its money, over some periods.
public struct ChannelReturn: Sendable {
  /// The channel.
  public let channel: String
  /// Money spent; NaN where nobody knows.
  public let spend: Double
  /// Outcomes that it brought, one per draw.
  public let outcome: [Double]
  /// Its share of all outcomes that the model expects, one per draw.
  public let share: [Double]
  /// Money back per money spent, one per draw; empty where the spend is not known.
  public let returnOnSpend: [Double]
  /// Money back per further money spent, at the spend as it was, one per draw.
  public let marginalReturn: [Double]

  /// The returns of all channels.
  ///
  /// - Parameters:
  ///   - decomposition: What each part brought.
  ///   - design: The model and its data.
  /// - Returns: One for each channel, in the order of the model.
  public static func all(_ decomposition: MixDecomposition, _ design: MixDesign) -> [ChannelReturn]
  {
    var expected = [Double](repeating: 0, count: decomposition.drawCount)
    for part in decomposition.parts.indices {
      for (draw, value) in decomposition.total(part).enumerated() { expected[draw] += value }
    }
    let value = design.spec.outcome.value
    return decomposition.channels.indices.map { channel in
      let outcome = decomposition.total(ofChannel: channel)
      let marginal = decomposition.marginal(ofChannel: channel)
      let spend = Self.spend(of: channel, design, decomposition.periods)
      let isKnown = spend > 0
      return ChannelReturn(
        channel: decomposition.channels[channel], spend: spend, outcome: outcome,
        share: zip(outcome, expected).map { $0 / $1 },
        returnOnSpend: isKnown ? outcome.map { value * $0 / spend } : [],
        marginalReturn: isKnown ? marginal.map { value * $0 / spend } : [])
    }
  }

  /// The money of some periods over all units; NaN where nobody knows.
  static func spend(of channel: Int, _ design: MixDesign, _ periods: Range<Int>) -> Double {
    guard let column = design.channels[channel].spend else { return .nan }
    return column.indices.reduce(0) {
      periods.contains($1 % design.periods.count) ? $0 + column[$1] : $0
    }
  }
}
