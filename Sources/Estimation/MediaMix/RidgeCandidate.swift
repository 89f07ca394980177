import Statistics

/// One model of a search: its transforms, its coefficients, and how well it does.
public struct RidgeCandidate: Sendable, Equatable {
  /// What a search makes small.
  public enum Objective: String, Sendable, CaseIterable {
    /// The root mean squared error of the periods that are learned from, over the range of outcomes.
    case fit
    /// The same for the last periods, which are not learned from.
    case validation
    /// The distance between shares of effect and shares of spend, Robyn's DECOMP.RSSD.
    case decomposition
    /// The mean relative distance from the estimates of experiments.
    case lift
  }

  /// The place in the space of transforms: a share of the prior's belief for each parameter that is
  /// searched, and one for the penalty.
  public let place: [Double]
  /// Values of all parameters.
  public let values: [Double]
  /// The penalty on standardized columns.
  public let penalty: Double
  /// What the search makes small, in the order of ``RidgeSearch/objectives``.
  public let losses: [Double]

  /// A candidate as it was found.
  ///
  /// - Parameters:
  ///   - place: The place in the space of transforms.
  ///   - values: Values of all parameters.
  ///   - penalty: The penalty on standardized columns.
  ///   - losses: What the search makes small, in the order of the objectives.
  public init(place: [Double], values: [Double], penalty: Double, losses: [Double]) {
    self.place = place
    self.values = values
    self.penalty = penalty
    self.losses = losses
  }

  /// Whether this candidate is at least as good in everything and better in something.
  func dominates(_ other: RidgeCandidate) -> Bool {
    var isBetter = false
    for (own, others) in zip(losses, other.losses) {
      if own > others { return false }
      if own < others { isBetter = true }
    }
    return isBetter
  }
}

/// The candidates of which none is beaten in everything by another.
struct ParetoFront: Sendable {
  private(set) var candidates: [RidgeCandidate] = []

  /// Adds a candidate unless another is better, and removes those that it is better than.
  mutating func add(_ candidate: RidgeCandidate) {
    for other in candidates
    where other.dominates(candidate) || other.losses == candidate.losses { return }
    candidates.removeAll { candidate.dominates($0) }
    candidates.append(candidate)
  }

  /// The candidates by their distance from the best of each loss, the nearest first; each loss is
  /// measured by its range on the front.
  var ranked: [RidgeCandidate] {
    guard let first = candidates.first else { return [] }
    let lowest = first.losses.indices.map { k in
      candidates.reduce(.infinity) { min($0, $1.losses[k]) }
    }
    let highest = first.losses.indices.map { k in candidates.reduce(0) { max($0, $1.losses[k]) } }
    func distance(_ candidate: RidgeCandidate) -> Double {
      candidate.losses.indices.reduce(0) { sum, k in
        let range = highest[k] - lowest[k]
        let part = range > 0 ? (candidate.losses[k] - lowest[k]) / range : 0
        return sum + part * part
      }
    }
    return candidates.map { ($0, distance($0)) }.sorted { $0.1 < $1.1 }.map(\.0)
  }
}
