/// Where an observation lies in its forecast distribution: the chances of less, and of at most it.
///
/// Of a right forecast the transform is uniform. Counts have ties, so that the transform is an
/// interval, over which the observation counts as spread evenly: Czado, Gneiting and Held (2009),
/// "Predictive Model Assessment for Count Data", Biometrics 65, 1254–1261. That is the mean over all
/// random tie breaks, without a random number.
public struct ProbabilityTransform: Sendable, Equatable {
  /// The forecast chance of less than the observation.
  public let below: Double
  /// The forecast chance of at most the observation.
  public let upTo: Double

  /// The transform under equally likely values.
  ///
  /// - Parameters:
  ///   - sorted: At least one value, ascending.
  ///   - observed: What came true.
  public init(sorted: [Double], observed: Double) {
    precondition(!sorted.isEmpty, "a transform needs a value")
    let less = Self.count(sorted) { $0 < observed }
    let notMore = Self.count(sorted) { $0 <= observed }
    below = Double(less) / Double(sorted.count)
    upTo = Double(notMore) / Double(sorted.count)
  }

  /// The share of the transform that is at most a number.
  ///
  /// - Parameter level: A number in `[0, 1]`.
  /// - Returns: 0 where the transform lies above, 1 where it lies below, a part where the number is
  ///   inside; the mean over observations is `level` for right forecasts.
  func share(upTo level: Double) -> Double {
    if level >= upTo { return 1 }
    return level <= below ? 0 : (level - below) / (upTo - below)
  }

  /// The share of the transform in each of equal bins of the unit interval, from the lowest.
  ///
  /// - Parameter count: How many bins.
  /// - Returns: One share per bin; they add up to 1.
  public func bins(_ count: Int) -> [Double] {
    var (shares, before) = ([Double](), 0.0)
    for bin in 1...count {
      let upTo = bin == count ? 1 : share(upTo: Double(bin) / Double(count))
      shares.append(upTo - before)
      before = upTo
    }
    return shares
  }

  /// How many of ascending values come before the first that fails a condition.
  private static func count(_ sorted: [Double], _ holds: (Double) -> Bool) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if holds(sorted[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
