extension Carryover {
  /// Shifts and stretches weights so that the smallest is 0 and the largest 1, with their
  /// derivatives; where they are the same, only lag 0 acts.
  static func stretch(_ weights: inout [Double], _ partials: inout [Double]) {
    var (low, high) = (0, 0)
    for lag in weights.indices {
      if weights[lag] < weights[low] { low = lag }
      if weights[lag] > weights[high] { high = lag }
    }
    let (least, most) = (weights[low], weights[high])
    let lags = weights.count
    guard least != most else {
      for lag in 0..<lags { weights[lag] = lag == 0 ? 1 : 0 }
      for place in partials.indices { partials[place] = 0 }
      return
    }
    for lag in 0..<lags { weights[lag] = (weights[lag] - least) / (most - least) }
    for first in stride(from: 0, to: partials.count, by: lags) {
      let shift = partials[first + low]
      let spread = partials[first + high] - shift
      for lag in 0..<lags {
        partials[first + lag] =
          (partials[first + lag] - shift - weights[lag] * spread) / (most - least)
      }
    }
  }

  /// Divides weights by their sum, with their derivatives.
  static func normalize(_ weights: inout [Double], _ partials: inout [Double]) {
    let lags = weights.count
    var sum = 0.0
    for lag in 0..<lags { sum += weights[lag] }
    for lag in 0..<lags { weights[lag] /= sum }
    for first in stride(from: 0, to: partials.count, by: lags) {
      var growth = 0.0
      for lag in 0..<lags { growth += partials[first + lag] }
      for lag in 0..<lags {
        partials[first + lag] = (partials[first + lag] - weights[lag] * growth) / sum
      }
    }
  }
}
