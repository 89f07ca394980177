import Statistics

/// A figure of one variable of a balanced panel.
public enum VariableStatistic: Sendable, Hashable {
  /// The mean over units and periods.
  case mean
  /// The share of units and periods at 0.
  case zeroShare
  /// The median over units of the variance over the mean, each over the unit's periods, with divisor
  /// `T − 1`; units at 0 throughout are left out.
  case dispersion
  /// The mean variance within units, with divisor `T − 1`, over the mean.
  case pooledDispersion
  /// The variance of the units' means, with divisor `N − 1`.
  case varianceOfMeans
  /// The part of the total that this share of the units holds, the largest first; see
  /// ``topShare(of:top:)``.
  case topShare(Double)
  /// The Gini coefficient of the units' totals; see ``gini(of:)``.
  case gini
  /// The sum over units and periods of the product of two deviations from the unit's own mean so many
  /// periods apart, over the sum of all squared deviations.
  ///
  /// Units count by their variance. Independent values give about `−1/T`, not 0, because the mean is
  /// the unit's own (Nickell 1981): compare with simulated panels of the same length, not with 0.
  case autocorrelation(lag: Int)
  /// The slope of the straight line through the totals of the periods, over their mean: the relative
  /// change from one period to the next.
  case trend
  /// The standard deviation of the totals of the periods around that line, with divisor `T − 2`, over
  /// their mean.
  case periodVariation

  /// The kinds without a number and the names that users write for them.
  private static let plain: [(name: String, statistic: Self)] = [
    ("mean", .mean), ("zeroShare", .zeroShare), ("dispersion", .dispersion),
    ("pooledDispersion", .pooledDispersion), ("varianceOfMeans", .varianceOfMeans),
    ("gini", .gini), ("trend", .trend), ("periodVariation", .periodVariation),
  ]

  /// What may be written in place of a name, for messages.
  static let accepted =
    plain.map(\.name).joined(separator: ", ") + ", topShare:SHARE, autocorrelation:LAG"

  /// Reads a name as users write it, such as `gini`, `topShare:0.1` or `autocorrelation:2`.
  init?(name: String) {
    if let found = Self.plain.first(where: { $0.name == name }) {
      self = found.statistic
      return
    }
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    if parts[0] == "topShare", let share = Double(parts[1]), share > 0, share < 1 {
      self = .topShare(share)
    } else if parts[0] == "autocorrelation", let lag = Int(parts[1]), lag > 0 {
      self = .autocorrelation(lag: lag)
    } else {
      return nil
    }
  }

  /// The name as users write it.
  var name: String {
    switch self {
    case .topShare(let share): "topShare:\(share)"
    case .autocorrelation(let lag): "autocorrelation:\(lag)"
    default: Self.plain.first { $0.statistic == self }?.name ?? ""
    }
  }

  /// The figure of one variable.
  ///
  /// - Parameters:
  ///   - values: One value per unit and period, unit after unit; at least one.
  ///   - units: How many units; it divides the number of values.
  /// - Returns: Not a number where the values do not determine it.
  func value(of values: [Double], units: Int) -> Double {
    let periods = values.count / units
    guard periods > 0 else { return .nan }
    switch self {
    case .mean: return values.reduce(0, +) / Double(values.count)
    case .zeroShare: return Double(values.count { $0 == 0 }) / Double(values.count)
    case .dispersion:
      let ratios = withinMoments(of: values, periods: periods)
        .filter { $0.mean != 0 }.map { $0.variance / $0.mean }
      return periods < 2 || ratios.isEmpty ? .nan : quantiles(of: ratios, [0.5])[0]
    case .pooledDispersion:
      let moments = withinMoments(of: values, periods: periods)
      let mean = moments.reduce(0) { $0 + $1.mean }
      return periods < 2 || mean == 0 ? .nan : moments.reduce(0) { $0 + $1.variance } / mean
    case .varianceOfMeans:
      let means = unitSums(of: values, periods: periods).map { $0 / Double(periods) }
      return units < 2 ? .nan : RunningMoments(means).variance
    case .topShare(let share):
      return sizes(of: values, periods).map { Estimation.topShare(of: $0, top: share) } ?? .nan
    case .gini: return sizes(of: values, periods).map { Estimation.gini(of: $0) } ?? .nan
    case .autocorrelation(let lag): return autocorrelation(of: values, units, lag)
    case .trend: return line(of: values, periods)?.slope ?? .nan
    case .periodVariation: return line(of: values, periods)?.spread ?? .nan
    }
  }

  /// The totals of the units, or nil where these have no concentration.
  private func sizes(of values: [Double], _ periods: Int) -> [Double]? {
    let sums = unitSums(of: values, periods: periods)
    let isSize = sums.allSatisfy { $0 >= 0 && $0.isFinite } && sums.contains { $0 > 0 }
    return isSize ? sums : nil
  }

  /// The autocorrelation of deviations from the units' own means.
  private func autocorrelation(of values: [Double], _ units: Int, _ lag: Int) -> Double {
    let periods = values.count / units
    let panel = Deviations(units: units, periods: periods, removingPeriodMeans: false)
    guard lag < periods, let deviations = panel.deviations(of: values) else { return .nan }
    var (products, squares) = (0.0, 0.0)
    for first in stride(from: 0, to: values.count, by: periods) {
      for row in first..<first + periods {
        squares += deviations[row] * deviations[row]
        if row + lag < first + periods { products += deviations[row] * deviations[row + lag] }
      }
    }
    return products / squares
  }

  /// The straight line through the totals of the periods, and their spread around it, both over
  /// their mean.
  private func line(of values: [Double], _ periods: Int) -> (slope: Double, spread: Double)? {
    var totals = [Double](repeating: 0, count: periods)
    for row in values.indices { totals[row % periods] += values[row] }
    let mean = totals.reduce(0, +) / Double(periods)
    let middle = Double(periods - 1) / 2
    guard periods > 1, mean != 0 else { return nil }
    var (product, square) = (0.0, 0.0)
    for (period, total) in totals.enumerated() {
      product += (Double(period) - middle) * total
      square += (Double(period) - middle) * (Double(period) - middle)
    }
    let slope = product / square
    var squares = 0.0
    for (period, total) in totals.enumerated() {
      let error = total - mean - slope * (Double(period) - middle)
      squares += error * error
    }
    let spread = periods > 2 ? (squares / Double(periods - 2)).squareRoot() : .nan
    return (slope / mean, spread / mean)
  }
}
