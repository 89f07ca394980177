/// Quantiles of values with ties, by linear interpolation of the mid-distribution.
///
/// The mid-distribution of a value is the share below it and half of the share at it. Plain quantiles
/// of counts make intervals whose ends belong to them with more than their share: an interval of
/// 90 % of a small count holds 95 % and more. Between quantiles of the mid-distribution lie about as
/// many counts as the level says, on average over forecasts. Without ties these are Hyndman and Fan's
/// (1996) type 5. Parzen (2004), "Quantile probability and statistical data modeling"; Ma, Genton and
/// Parzen (2011), "Asymptotic properties of sample quantiles of discrete distributions".
///
/// - Parameters:
///   - sorted: At least one value, ascending.
///   - ps: Shares below, each in `[0, 1]`.
/// - Returns: One quantile per share; the ends are the smallest and the largest value.
public func midQuantiles(_ sorted: [Double], _ ps: [Double]) -> [Double] {
  precondition(!sorted.isEmpty, "a quantile needs a value")
  var values: [Double] = []
  var middles: [Double] = []
  var first = 0
  while first < sorted.count {
    var end = first + 1
    while end < sorted.count, sorted[end] == sorted[first] { end += 1 }
    values.append(sorted[first])
    middles.append(Double(first + end) / 2 / Double(sorted.count))
    first = end
  }
  return ps.map { p in
    precondition((0...1).contains(p), "a quantile's share is in 0...1")
    guard let above = middles.firstIndex(where: { $0 >= p }) else {
      return values[values.count - 1]
    }
    guard above > 0 else { return values[0] }
    let weight = (p - middles[above - 1]) / (middles[above] - middles[above - 1])
    return values[above - 1] * (1 - weight) + values[above] * weight
  }
}
