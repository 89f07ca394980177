/// The Shapley values of a game, exactly: what each player adds to the players before it, averaged
/// over all orders.
///
/// `φᵢ = Σ_S |S|! (n − |S| − 1)! / n! · (v(S ∪ i) − v(S))` over the sets `S` without `i`. They sum
/// to the value of all players less that of none. Shapley (1953), "A value for n-person games".
///
/// - Parameters:
///   - players: Number of players, at most 20.
///   - values: Value of every set of players: bit `i` of the index says whether player `i` is in
///     it; 2ⁿ numbers.
/// - Returns: One value per player.
public func shapleyValues(players: Int, values: [Double]) -> [Double] {
  precondition((0...20).contains(players), "sets are enumerated for at most 20 players")
  precondition(values.count == 1 << players, "a game has a value for every set")
  guard players > 0 else { return [] }
  // |S|! (n − |S| − 1)! / n! = 1 / (n · C(n − 1, |S|)).
  var weights = [1 / Double(players)]
  for size in 1..<max(1, players) {
    weights.append(weights[size - 1] * Double(size) / Double(players - size))
  }
  return (0..<players).map { player in
    let bit = 1 << player
    var sum = 0.0
    for set in values.indices where set & bit == 0 {
      sum += weights[set.nonzeroBitCount] * (values[set | bit] - values[set])
    }
    return sum
  }
}

/// Credit by the Shapley value over sets of channels.
enum ShapleyCredit {
  /// Most channels on the paths whose sets are enumerated: 4,096 sets.
  static let mostChannels = 12

  /// Credit when a set is worth the conversions of the paths whose channels are all in it.
  ///
  /// That game is a sum of games in which the channels of a path win its conversions together and
  /// nothing apart, so its Shapley value has a closed form: the conversions of a path are shared
  /// equally among its distinct channels. Zhao, Mahboobi and Bagheri (2018), "Shapley value methods
  /// for attribution modeling in online advertising", show the same.
  static func ofConversions(_ paths: [CustomerPath], channels: Int) -> [Double] {
    var credits = [Double](repeating: 0, count: channels)
    for path in paths where path.conversions > 0 {
      let distinct = path.channels
      for channel in distinct {
        credits[channel] += Double(path.conversions) / Double(distinct.count)
      }
    }
    return credits
  }

  /// Credit when a set is worth the conversions per path of the paths whose channels are all in it,
  /// scaled so that it sums to the conversions.
  ///
  /// A set that no path keeps to, the empty one too, is worth nothing. A channel whose paths convert
  /// less often than those without it can get negative credit.
  static func ofRates(
    _ paths: [CustomerPath], channels: Int
  ) throws(EstimationError) -> [Double] {
    var credits = [Double](repeating: 0, count: channels)
    let conversions = Double(AttributionModel.attributable(paths))
    guard conversions > 0 else { return credits }
    let sets = paths.map(\.channels)
    let present = Set(sets.joined()).sorted()
    guard present.count <= mostChannels else {
      throw .tooManyChannels(channels: present.count, most: mostChannels)
    }
    var place = [Int](repeating: 0, count: channels)
    for (bit, channel) in present.enumerated() { place[channel] = bit }
    var won = [Double](repeating: 0, count: 1 << present.count)
    var seen = won
    for (path, set) in zip(paths, sets) {
      let index = set.reduce(0) { $0 | 1 << place[$1] }
      won[index] += Double(path.conversions)
      seen[index] += 1
    }
    for bit in present.indices {
      for set in won.indices where set & (1 << bit) != 0 {
        won[set] += won[set ^ (1 << bit)]
        seen[set] += seen[set ^ (1 << bit)]
      }
    }
    let rates = zip(won, seen).map { $1 > 0 ? $0 / $1 : 0 }
    let values = shapleyValues(players: present.count, values: rates)
    let whole = rates[rates.count - 1]
    for (bit, channel) in present.enumerated() {
      credits[channel] = conversions * values[bit] / whole
    }
    return credits
  }
}
