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

  /// Nil without rhythms.
  ///
  /// - Parameters:
  ///   - rhythms: Rhythms of the reported steps; before them, factors are 1.
  ///   - burnIn: Steps before the first reported one.
  ///   - stepCount: Steps of burn-in and horizon.
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

  /// Limits below which a word keeps a planned touch.
  ///
  /// - Parameters:
  ///   - index: The step counted from the start of the burn-in.
  ///   - codes: Levels of each attribute, by person.
  ///   - groups: Groups of 64 people.
  /// - Returns: A limit for each person, padded to whole groups; `nil` where everybody keeps
  ///   everything.
  func plannedLimits(_ index: Int, codes: [[UInt8]], groups: Int) -> [UInt32]? {
    var shares: [(codes: [UInt8], byLevel: [Double])] = []
    for level in levels {
      let own = stride(from: index, to: level.factors.count, by: stepCount).map {
        level.factors[$0]
      }
      let most = own.max() ?? 0
      if most > 0, own.contains(where: { $0 < most }) {
        shares.append((codes[level.attribute], own.map { $0 / most }))
      }
    }
    guard let first = shares.first else { return nil }
    var limits = [UInt32](repeating: 0, count: 64 * groups)
    if shares.count == 1 {
      let byLevel = first.byLevel.map { WordLimits.limit($0) }
      for row in first.codes.indices { limits[row] = byLevel[Int(first.codes[row])] }
      return limits
    }
    for row in first.codes.indices {
      var share = 1.0
      for term in shares { share *= term.byLevel[Int(term.codes[row])] }
      limits[row] = WordLimits.limit(share)
    }
    return limits
  }

  /// The share of a person's touches sent by rules that is kept; factors above 1 add none.
  func sentShare(_ index: Int, code: (Int) -> Int) -> Double {
    var product = everybody[index]
    for level in levels { product *= level.factors[code(level.attribute) * stepCount + index] }
    return min(1, product)
  }
}
