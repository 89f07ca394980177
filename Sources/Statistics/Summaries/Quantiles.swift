/// The quantile of sorted values by linear interpolation between neighbors.
///
/// Type 7 of Hyndman and Fan (1996), the default of R and NumPy: the value at position `(n − 1) p`,
/// counted from 0.
///
/// - Parameters:
///   - sorted: At least one value, ascending.
///   - p: The share of values below, in `[0, 1]`.
/// - Returns: A value between the first and the last.
public func quantile(_ sorted: [Double], _ p: Double) -> Double {
  let neighbors = QuantileNeighbors(count: sorted.count, share: p)
  return neighbors.quantile(sorted[neighbors.below], sorted[neighbors.above])
}

/// The places in ascending order between which a quantile lies.
private struct QuantileNeighbors {
  let below: Int
  let above: Int
  private let weight: Double

  init(count: Int, share: Double) {
    precondition(count > 0, "a quantile needs a value")
    precondition((0...1).contains(share), "a quantile's share is in 0...1")
    let position = Double(count - 1) * share
    below = Int(position)
    above = min(below + 1, count - 1)
    weight = position - Double(below)
  }

  /// The quantile for the values at the two places.
  func quantile(_ low: Double, _ high: Double) -> Double {
    weight > 0 && low != high ? low * (1 - weight) + high * weight : low
  }
}

/// Several quantiles of values in any order.
///
/// - Parameters:
///   - values: At least one value; none is NaN.
///   - ps: The shares below, each in `[0, 1]`.
/// - Returns: One quantile per share, in the order of the shares; see ``quantile(_:_:)``.
public func quantiles(of values: [Double], _ ps: [Double]) -> [Double] {
  guard values.count >= RankedBuckets.fewestValues, ps.count <= RankedBuckets.mostShares else {
    let sorted = values.sorted()
    return ps.map { quantile(sorted, $0) }
  }
  let neighbors = ps.map { QuantileNeighbors(count: values.count, share: $0) }
  let buckets = RankedBuckets(values, ranks: neighbors.flatMap { [$0.below, $0.above] })
  return neighbors.map { $0.quantile(buckets.value(rank: $0.below), buckets.value(rank: $0.above)) }
}
