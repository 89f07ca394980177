/// The standard normal quantiles of the ranks of values, ties sharing the mean of their ranks.
///
/// Blom's (1958) offsets: `(rank − 3/8) / (count + 1/4)`.
///
/// - Parameter values: Numbers that are not NaN.
/// - Returns: One score per value, in their order.
func normalScores(_ values: [Double]) -> [Double] {
  let count = values.count
  var order = values.indices.map { RankedValue(value: values[$0], place: Int32($0)) }
  order.sort { $0.value < $1.value }
  var scores = [Double](repeating: 0, count: count)
  var start = 0
  while start < count {
    var end = start + 1
    while end < count && order[end].value == order[start].value { end += 1 }
    // Ranks start + 1 to end have the mean (start + 1 + end) / 2.
    let rank = 0.5 * Double(start + 1 + end)
    let score = Normal.quantile((rank - 0.375) / (Double(count) + 0.25))
    for place in start..<end { scores[Int(order[place].place)] = score }
    start = end
  }
  return scores
}

/// A value and where it came from.
private struct RankedValue {
  let value: Double
  let place: Int32
}
