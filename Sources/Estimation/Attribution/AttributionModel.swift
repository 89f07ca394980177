import Statistics

/// A rule that shares the credit for conversions among the channels whose touches came before.
///
/// None of them is causal: a rule shares out every conversion that a touch preceded, also those
/// that would have happened without any touch.
public enum AttributionModel: Sendable, Equatable {
  /// All credit to the first touch.
  case first
  /// All credit to the last touch.
  case last
  /// The same credit to every touch.
  case linear
  /// Credit that halves with every so many steps from the touch to the conversion.
  case timeDecay(halfLife: Double)
  /// 40 % to the first touch, 40 % to the last, 20 % to those between.
  case uShaped
  /// 30 % each to the first touch, the last touch, and the last touch before or at the milestone,
  /// 10 % to the others; as `uShaped` where the path has no milestone, or no touch before it.
  case wShaped
  /// Weights of the first touch, of all between together, and of the last, in any unit.
  case custom(first: Double, middle: Double, last: Double)
  /// Credit in proportion to the conversions that a first-order chain of touches loses when a
  /// channel is taken out of it: Anderl, Becker, von Wangenheim and Schumann (2016), "Mapping the
  /// customer journey".
  case markovRemoval
  /// The Shapley value of the game in which a set of channels wins the conversions of the paths
  /// that need no other channel.
  case shapley
  /// The Shapley value of the game in which a set of channels wins the conversion rate of the
  /// paths that need no other channel; called data-driven.
  case shapleyRates

  /// The name in tables.
  public var name: String {
    switch self {
    case .first: "first"
    case .last: "last"
    case .linear: "linear"
    case .timeDecay: "time-decay"
    case .uShaped: "u-shaped"
    case .wShaped: "w-shaped"
    case .custom: "custom"
    case .markovRemoval: "markov"
    case .shapley: "shapley"
    case .shapleyRates: "data-driven"
    }
  }

  /// Conversions of the paths with a touch, which is what every model shares out.
  public static func attributable(_ paths: [CustomerPath]) -> Int {
    paths.reduce(0) { $0 + ($1.touches.isEmpty ? 0 : $1.conversions) }
  }

  /// The credit of every channel.
  ///
  /// - Parameters:
  ///   - paths: Paths, converting or not; those without a touch count for nothing.
  ///   - channels: Number of channels; touches name them from 0.
  /// - Returns: Conversions by channel, which sum to the conversions of the paths with a touch.
  ///   Not negative, except under `shapleyRates`.
  /// - Throws: `EstimationError` when `shapleyRates` meets more channels than it can enumerate.
  public func credits(
    _ paths: [CustomerPath], channels: Int
  ) throws(EstimationError) -> [Double] {
    let touched = paths.filter { !$0.touches.isEmpty }
    precondition(
      touched.allSatisfy { $0.touches.allSatisfy { (0..<channels).contains($0.channel) } },
      "touches name channels from 0")
    switch self {
    case .markovRemoval: return try MarkovRemoval.credits(touched, channels: channels)
    case .shapley: return ShapleyCredit.ofConversions(touched, channels: channels)
    case .shapleyRates: return try ShapleyCredit.ofRates(touched, channels: channels)
    default: break
    }
    var credits = [Double](repeating: 0, count: channels)
    for path in touched where path.conversions > 0 {
      let weights = weights(of: path)
      let total = weights.reduce(0, +)
      for (touch, weight) in zip(path.touches, weights) {
        credits[touch.channel] += Double(path.conversions) * weight / total
      }
    }
    return credits
  }

  /// Weights of the touches of a path, in any unit; at least one is positive.
  private func weights(of path: CustomerPath) -> [Double] {
    let count = path.touches.count
    switch self {
    case .first: return (0..<count).map { $0 == 0 ? 1 : 0 }
    case .last: return (0..<count).map { $0 == count - 1 ? 1 : 0 }
    case .timeDecay(let halfLife):
      precondition(halfLife > 0, "a half-life is positive")
      // Against the last touch and not the conversion: the same shares, and never all zero.
      let last = path.touches[count - 1].step
      return path.touches.map { Elementary.pow(2, -Double(last - $0.step) / halfLife) }
    case .uShaped: return Self.ends(count, first: 0.4, middle: 0.2, last: 0.4)
    case .wShaped: return Self.peaks(of: path)
    case .custom(let first, let middle, let last):
      return Self.ends(count, first: first, middle: middle, last: last)
    default: return [Double](repeating: 1, count: count)
    }
  }

  /// Weights of the first touch, of those between together, and of the last.
  ///
  /// Two touches share by the weights of first and last; where those are zero, equally.
  private static func ends(
    _ count: Int, first: Double, middle: Double, last: Double
  ) -> [Double] {
    precondition(
      first >= 0 && middle >= 0 && last >= 0 && first + middle + last > 0,
      "weights are not negative, and one is positive")
    if count == 1 || count == 2 && first + last == 0 {
      return [Double](repeating: 1, count: count)
    }
    return (0..<count).map {
      $0 == 0 ? first : $0 == count - 1 ? last : middle / Double(count - 2)
    }
  }

  /// Three peaks of 0.3, which add up where they meet on one touch, and 0.1 for the others.
  private static func peaks(of path: CustomerPath) -> [Double] {
    let count = path.touches.count
    guard let milestone = path.milestone,
      let middle = path.touches.lastIndex(where: { $0.step <= milestone })
    else { return ends(count, first: 0.4, middle: 0.2, last: 0.4) }
    var weights = [Double](repeating: 0, count: count)
    for place in [0, middle, count - 1] { weights[place] += 0.3 }
    let others = weights.indices.filter { weights[$0] == 0 }
    for place in others { weights[place] = 0.1 / Double(others.count) }
    return weights
  }
}
