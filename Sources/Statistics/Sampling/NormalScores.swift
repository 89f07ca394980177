/// A value and where it came from.
struct RankedValue {
  /// The value.
  let value: Double

  /// Its place among the values as they were given.
  let place: Int32
}

/// Values in ascending order; none is NaN.
func ranked(_ values: [Double]) -> [RankedValue] {
  var order = values.indices.map { RankedValue(value: values[$0], place: Int32($0)) }
  order.sort { $0.value < $1.value }
  return order
}

/// The distances from the median in ascending order, merged from the two sides of it.
///
/// - Parameter ranked: At least one value, ascending.
/// - Returns: The distances with the places of their values.
func folded(_ ranked: [RankedValue]) -> [RankedValue] {
  let count = ranked.count
  let median = 0.5 * ranked[(count - 1) / 2].value + 0.5 * ranked[count / 2].value
  var distances: [RankedValue] = []
  distances.reserveCapacity(count)
  var low = count / 2 - 1
  var high = count / 2
  while low >= 0 || high < count {
    let below = low >= 0 ? (ranked[low].value - median).magnitude : .infinity
    let above = high < count ? (ranked[high].value - median).magnitude : .infinity
    if high == count || (low >= 0 && below <= above) {
      distances.append(RankedValue(value: below, place: ranked[low].place))
      low -= 1
    } else {
      distances.append(RankedValue(value: above, place: ranked[high].place))
      high += 1
    }
  }
  return distances
}

/// The standard normal quantiles of the ranks of values, ties sharing the mean of their ranks.
///
/// Blom's (1958) offsets: `(rank − 3/8) / (count + 1/4)`.
///
/// - Parameter ranked: Values, ascending.
/// - Returns: One score per value, by its place.
func normalScores(_ ranked: [RankedValue]) -> [Double] {
  let count = ranked.count
  var scores = [Double](repeating: 0, count: count)
  var start = 0
  while start < count {
    var end = start + 1
    while end < count && ranked[end].value == ranked[start].value { end += 1 }
    // Ranks start + 1 to end have the mean (start + 1 + end) / 2.
    let rank = 0.5 * Double(start + 1 + end)
    let score = Normal.quantile((rank - 0.375) / (Double(count) + 0.25))
    for index in start..<end { scores[Int(ranked[index].place)] = score }
    start = end
  }
  return scores
}
