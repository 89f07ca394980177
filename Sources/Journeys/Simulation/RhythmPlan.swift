/// The rhythms of a channel by step, burn-in first: how much for everybody, and how much for whom.
///
/// A plan runs at the highest factor of a step; touches of people with a lower one are left out by
/// chance, in proportion.
struct RhythmPlan: Sendable {
  /// Product of the factors that hold for everybody.
  let everybody: [Double]
  /// Product of the highest factors of the levels.
  let highest: [Double]
  /// Factors by level: level after level, and in each by step.
  let levels: [(attribute: Int, factors: [Double])]
  private let stepCount: Int

  /// - Parameters:
  ///   - rhythms: Rhythms of the reported steps; before them, factors are 1.
  ///   - burnIn: Steps before the first reported one.
  ///   - stepCount: Steps of burn-in and horizon.
  /// - Returns: `nil` without rhythms.
  init?(_ rhythms: [TouchRhythm], burnIn: Int, stepCount: Int) {
    if rhythms.isEmpty { return nil }
    let reported = stepCount - burnIn
    var everybody = [Double](repeating: 1, count: stepCount)
    var highest = everybody
    var levels: [(attribute: Int, factors: [Double])] = []
    for rhythm in rhythms {
      let count = rhythm.factors.count / max(1, reported)
      precondition(
        rhythm.factors.count == count * reported && count >= 1
          && (rhythm.attribute != nil || count == 1),
        "a rhythm has one factor for each level and reported step")
      var padded: [Double] = []
      for level in 0..<count {
        padded += [Double](repeating: 1, count: burnIn)
        padded += rhythm.factors[level * reported..<(level + 1) * reported]
      }
      for step in 0..<stepCount {
        if rhythm.attribute == nil {
          everybody[step] *= padded[step]
        } else {
          highest[step] *= (0..<count).map { padded[$0 * stepCount + step] }.max() ?? 1
        }
      }
      if let attribute = rhythm.attribute { levels.append((attribute, padded)) }
    }
    self.everybody = everybody
    self.highest = highest
    self.levels = levels
    self.stepCount = stepCount
  }

  /// The factor that the plan runs at.
  func intensity(_ index: Int) -> Double { everybody[index] * highest[index] }

  /// The product of the factors of a person's levels.
  @inline(__always)
  private func own(_ index: Int, _ code: (Int) -> Int) -> Double {
    var product = 1.0
    for level in levels { product *= level.factors[code(level.attribute) * stepCount + index] }
    return product
  }

  /// The share of a person's planned touches that is kept.
  func plannedShare(_ index: Int, code: (Int) -> Int) -> Double {
    highest[index] > 0 ? own(index, code) / highest[index] : 0
  }

  /// The share of a person's touches sent by rules that is kept; factors above 1 add none.
  func sentShare(_ index: Int, code: (Int) -> Int) -> Double {
    min(1, everybody[index] * own(index, code))
  }
}
