import Statistics

/// Chances of stages over time from one stage on, and what they say of rates.
///
/// Both timings are one sweep `v ← v A` over vectors of chances. In steps, `A` holds the chances of a
/// step and the answer after `k` steps is `v_k`. In continuous time `A = I + Q / q` is that of the
/// jumps of a Poisson process of rate `q`, the largest rate out of a stage, and the answer is the mean
/// of the vectors over the number of jumps (uniformization; Jensen 1953). All terms are positive, so
/// that even the smallest chances keep their digits, which no other form of the matrix exponential
/// does. Slopes come from the same sweep backward, at the cost of a few forward ones, however many
/// parameters there are.
struct StageSweep: Sendable {
  /// The most jumps on average in a gap (chosen): a stage that is left so often between two
  /// observations tells nothing of its rates.
  static let mostJumps = 10_000.0

  private let stageCount: Int
  private let timing: MultiStateModel.Timing
  /// The rate of each transition a week; to be set before a sweep.
  var rates: [Double]
  /// The chance of staying by stage, and of each arc.
  private var stay: [Double]
  private var chances: [Double] = []
  private var staySlopes: [Double]
  private var chanceSlopes: [Double] = []
  /// The rate of the jumps in continuous time, a week.
  private var jumpRate = 1.0
  /// The chances after each step or jump, and the derivatives by them.
  private var vectors: [Double] = []
  private var pulls: [Double] = []
  private var pull: [Double]
  private var nextPull: [Double]

  init(_ model: MultiStateModel) {
    stageCount = model.stages.count
    timing = model.timing
    rates = Array(repeating: 0, count: model.transitions.count)
    stay = Array(repeating: 1, count: stageCount)
    staySlopes = stay
    pull = stay
    nextPull = stay
  }

  /// The chances of all stages after a time, for the rates that were set.
  ///
  /// - Parameters:
  ///   - from: The stage at the beginning.
  ///   - time: The time.
  ///   - scope: All that can be reached within it.
  /// - Returns: One chance per stage; not numbers beyond ``mostJumps``.
  mutating func chances(from: Int, after time: GapTime, _ scope: StageScope) -> [Double] {
    spread(scope)
    guard let weights = weights(of: time) else {
      return Array(repeating: .nan, count: stageCount)
    }
    propagate(from: from, count: weights.last, scope)
    return (0..<stageCount).map { mean(weights, stage: $0) }
  }

  /// The log likelihood of a group of pairs, for the rates that were set.
  ///
  /// - Parameters:
  ///   - group: The pairs.
  ///   - moves: All pairs.
  ///   - scope: All that can be reached from the group's origin.
  ///   - slopes: Receives the derivatives by the rates of the scope's transitions.
  /// - Returns: The log likelihood, −∞ where an observed move has no chance.
  mutating func logLikelihood(
    of group: ObservedMoves.Group, in moves: ObservedMoves, _ scope: StageScope,
    slopes: inout [Double]
  ) -> Double {
    spread(scope)
    guard let longest = weights(of: moves.gaps[group.gaps.upperBound - 1].time) else {
      return -.infinity
    }
    propagate(from: group.from, count: longest.last, scope)
    let size = (longest.last + 1) * stageCount
    for place in 0..<min(size, pulls.count) { pulls[place] = 0 }
    if pulls.count < size { pulls += Array(repeating: 0, count: size - pulls.count) }
    var sum = 0.0
    for gap in moves.gaps[group.gaps] {
      guard let weights = weights(of: gap.time) else { return -.infinity }
      for outcome in gap.outcomes {
        let (stage, count) = (moves.destinations[outcome], moves.counts[outcome])
        let chance = mean(weights, stage: stage)
        sum += count * Elementary.log(chance)
        for (place, weight) in weights.values.enumerated() {
          pulls[(weights.first + place) * stageCount + stage] += weight * count / chance
        }
      }
    }
    guard sum.isFinite else { return -.infinity }
    propagateBack(count: longest.last, scope)
    pullRates(scope, into: &slopes)
    return sum
  }

  // MARK: Chances of a step or a jump

  /// Turns rates into chances of a step or a jump.
  private mutating func spread(_ scope: StageScope) {
    if chances.count < scope.arcs.count {
      chances = Array(repeating: 0, count: scope.arcs.count)
      chanceSlopes = chances
    }
    for stage in 0..<stageCount { stay[stage] = 0 }
    for arc in scope.arcs { stay[arc.from] += rates[arc.transition] }
    switch timing {
    case .steps(let days):
      let weeks = Double(days) / 7
      for (place, arc) in scope.arcs.enumerated() {
        chances[place] = rates[arc.transition] * Self.leaving(stay[arc.from], weeks)
      }
      for stage in 0..<stageCount { stay[stage] = Elementary.exp(-stay[stage] * weeks) }
    case .continuous:
      let largest = stay.max() ?? 0
      jumpRate = largest > 0 ? largest : 1
      for (place, arc) in scope.arcs.enumerated() {
        chances[place] = rates[arc.transition] / jumpRate
      }
      for stage in 0..<stageCount { stay[stage] = 1 - stay[stage] / jumpRate }
    }
  }

  /// The chance of leaving in a step per unit of rate: `(1 − exp(−rate · weeks)) / rate`.
  private static func leaving(_ rate: Double, _ weeks: Double) -> Double {
    rate > 0 ? -Elementary.expm1(-rate * weeks) / rate : weeks
  }

  /// Turns slopes by chances into slopes by rates.
  private mutating func pullRates(_ scope: StageScope, into slopes: inout [Double]) {
    for transition in scope.transitions { slopes[transition] = 0 }
    switch timing {
    case .continuous:
      for (place, arc) in scope.arcs.enumerated() {
        slopes[arc.transition] += (chanceSlopes[place] - staySlopes[arc.from]) / jumpRate
      }
    case .steps(let days):
      let weeks = Double(days) / 7
      // By the rate out of a stage: of staying, and of the share of each way.
      for stage in scope.stages {
        var (rate, product) = (0.0, 0.0)
        for (place, arc) in scope.arcs.enumerated() where arc.from == stage {
          rate += rates[arc.transition]
          product += chanceSlopes[place] * rates[arc.transition]
        }
        let leaving = Self.leaving(rate, weeks)
        let bend = rate > 0 ? (weeks * stay[stage] - leaving) / rate : 0
        let shared = product * bend - staySlopes[stage] * weeks * stay[stage]
        for (place, arc) in scope.arcs.enumerated() where arc.from == stage {
          slopes[arc.transition] += chanceSlopes[place] * leaving + shared
        }
      }
    }
  }

  // MARK: The sweep

  /// Fills the chances after each of so many steps or jumps.
  private mutating func propagate(from: Int, count: Int, _ scope: StageScope) {
    let size = (count + 1) * stageCount
    if vectors.count < size { vectors = Array(repeating: 0, count: size) }
    for stage in 0..<stageCount { vectors[stage] = 0 }
    vectors[from] = 1
    for step in 0..<count {
      let (now, next) = (step * stageCount, (step + 1) * stageCount)
      for stage in 0..<stageCount { vectors[next + stage] = vectors[now + stage] * stay[stage] }
      for (place, arc) in scope.arcs.enumerated() {
        vectors[next + arc.to] += vectors[now + arc.from] * chances[place]
      }
    }
  }

  /// Gathers the derivatives by the chances of a step or a jump.
  private mutating func propagateBack(count: Int, _ scope: StageScope) {
    for place in scope.arcs.indices { chanceSlopes[place] = 0 }
    for stage in 0..<stageCount {
      staySlopes[stage] = 0
      pull[stage] = pulls[count * stageCount + stage]
    }
    for step in stride(from: count - 1, through: 0, by: -1) {
      let now = step * stageCount
      for stage in 0..<stageCount {
        staySlopes[stage] += vectors[now + stage] * pull[stage]
        nextPull[stage] = pull[stage] * stay[stage] + pulls[now + stage]
      }
      for (place, arc) in scope.arcs.enumerated() {
        chanceSlopes[place] += vectors[now + arc.from] * pull[arc.to]
        nextPull[arc.from] += chances[place] * pull[arc.to]
      }
      swap(&pull, &nextPull)
    }
  }

  /// How much each vector counts in the answer after a time; nil beyond ``mostJumps``.
  private func weights(of time: GapTime) -> SweepWeights? {
    guard timing == .continuous else { return SweepWeights(at: time.steps) }
    let mean = jumpRate * time.weeks
    return mean <= Self.mostJumps ? SweepWeights(poisson: mean, atLeast: stageCount + 6) : nil
  }

  private func mean(_ weights: SweepWeights, stage: Int) -> Double {
    var sum = 0.0
    for (place, weight) in weights.values.enumerated() {
      sum += weight * vectors[(weights.first + place) * stageCount + stage]
    }
    return sum
  }
}
