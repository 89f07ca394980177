import Statistics

/// How residuals are rearranged in time to see what luck can do.
///
/// Chernozhukov, Wüthrich and Zhu (2021), "An Exact and Robust Conformal Inference Method for
/// Counterfactual and Synthetic Controls".
public enum Rearrangement: Sendable, Equatable {
  /// Every shift of the test along time, the end joined to the beginning; holds where neighboring
  /// periods are alike, and needs no luck of its own.
  case movingBlock
  /// So many random orders from a seed; sharper, for residuals without memory only.
  case independent(count: Int, seed: UInt64)
}

/// What is large when a test had an effect.
public enum RearrangementStatistic: Sendable, Equatable {
  /// The size of the mean residual of the tested periods: best against effects of one sign.
  case mean
  /// The mean size of their residuals, augsynth's default: also sees effects that change sign.
  case meanSize
}

/// The places whose residuals are taken for tested ones under each rearrangement.
struct RearrangedPlaces: Sendable, Equatable {
  private let rearrangement: Rearrangement
  private let statistic: RearrangementStatistic
  private let total: Int
  private let tested: Int
  /// The random places, `tested` of each order after the other.
  private let places: [Int]

  /// Rearranges so many periods, of which the last ones are tested.
  init(
    _ rearrangement: Rearrangement, _ statistic: RearrangementStatistic, total: Int, tested: Int
  ) {
    self.rearrangement = rearrangement
    self.statistic = statistic
    self.total = total
    self.tested = tested
    guard case .independent(let count, let seed) = rearrangement else {
      places = []
      return
    }
    let stream = RandomStream(seed: seed, replicate: 0, purpose: "synthetic control/order")
    var places: [Int] = []
    places.reserveCapacity(count * tested)
    for order in 0..<count {
      var rest = Array(0..<total)
      for place in 0..<tested {
        let left = Double(total - place)
        let pick = place + Int(stream.uniform(agent: order, step: place) * left)
        rest.swapAt(place, pick)
        places.append(rest[place])
      }
    }
    self.places = places
  }

  /// The share of rearrangements, the true one included, whose statistic is at least the true one.
  ///
  /// There is one residual per period, the tested ones last. Residuals that differ by no more than the
  /// slack, which is the size of rounding, count as equal.
  func pValue(_ residuals: [Double], slack: Double) -> Double {
    let summed = statistic == .mean ? residuals : residuals.map(\.magnitude)
    func size(_ sum: Double) -> Double { sum.magnitude }
    let first = total - tested
    let limit = size(summed[first...].reduce(0, +)) - slack * Double(tested)
    var hits = 1
    switch rearrangement {
    case .movingBlock:
      for shift in 1..<total {
        var sum = 0.0
        for place in first + shift..<total + shift {
          sum += summed[place < total ? place : place - total]
        }
        if size(sum) >= limit { hits += 1 }
      }
      return Double(hits) / Double(total)
    case .independent(let count, _):
      for order in 0..<count {
        var sum = 0.0
        for place in places[order * tested..<(order + 1) * tested] { sum += summed[place] }
        if size(sum) >= limit { hits += 1 }
      }
      return Double(hits) / Double(count + 1)
    }
  }
}
