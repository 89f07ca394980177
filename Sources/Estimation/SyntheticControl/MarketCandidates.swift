public import Statistics

/// Sets of units that would make good tests: units that move alike, so that they have good controls.
public enum MarketCandidates {
  /// Sets of each size: every unit with those whose outcomes go along with it best, around units that
  /// must be in.
  ///
  /// As in GeoLift, units are ranked by the correlation of their outcomes with those of one unit after
  /// another; sets that arise twice are kept once.
  ///
  /// - Parameters:
  ///   - outcomes: One row per period and one column per unit.
  ///   - sizes: How many units are treated.
  ///   - included: Units that every set has.
  ///   - eligible: Units that a set may have beside those.
  /// - Returns: Sets of units in ascending order, smaller sets first.
  public static func sets(
    _ outcomes: Matrix, sizes: ClosedRange<Int>, included: [Int] = [], eligible: [Int]
  ) -> [[Int]] {
    let correlations = correlations(outcomes)
    let free = eligible.filter { !included.contains($0) }
    var sets: [[Int]] = []
    var known: Set<[Int]> = []
    for size in sizes where size >= max(1, included.count) {
      let further = size - included.count
      guard further <= free.count else { break }
      for seed in further == 0 ? [included[0]] : free {
        let others = free.filter { $0 != seed }
          .sorted { correlations[seed, $0] > correlations[seed, $1] }
        let chosen = further == 0 ? [] : [seed] + others.prefix(further - 1)
        let set = (included + chosen).sorted()
        if known.insert(set).inserted { sets.append(set) }
      }
    }
    return sets
  }

  /// The correlation of each pair of units over time; 0 with a unit that does not vary.
  static func correlations(_ outcomes: Matrix) -> Matrix {
    var standard = outcomes
    for unit in 0..<outcomes.columns {
      let series = outcomes.column(unit)
      let mean = series.reduce(0, +) / Double(outcomes.rows)
      let length = series.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot()
      standard.replaceColumn(unit, with: series.map { length > 0 ? ($0 - mean) / length : 0 })
    }
    return standard.gram
  }
}
