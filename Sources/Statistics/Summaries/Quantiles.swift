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
  precondition(!sorted.isEmpty, "a quantile needs a value")
  precondition((0...1).contains(p), "a quantile's share is in 0...1")
  let position = Double(sorted.count - 1) * p
  let below = Int(position)
  let above = min(below + 1, sorted.count - 1)
  let weight = position - Double(below)
  guard weight > 0, sorted[below] != sorted[above] else { return sorted[below] }
  return sorted[below] * (1 - weight) + sorted[above] * weight
}

/// Several quantiles of values in any order, sorted once.
///
/// - Parameters:
///   - values: At least one value; none is NaN.
///   - ps: The shares below, each in `[0, 1]`.
/// - Returns: One quantile per share, in the order of the shares; see ``quantile(_:_:)``.
public func quantiles(of values: [Double], _ ps: [Double]) -> [Double] {
  let sorted = values.sorted()
  return ps.map { quantile(sorted, $0) }
}
