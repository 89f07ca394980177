import Statistics

/// How far parameters are from all observed statistics, by the emulators of one wave.
///
/// The implausibility of a point in one statistic is the distance of the observed value from the
/// emulated one in standard deviations, which add the emulator's uncertainty, the spread between
/// worlds and the tolerance (Craig, Goldstein, Seheult and Smith 1997; Vernon, Goldstein and Bower
/// 2010, "Galaxy formation: a Bayesian uncertainty analysis"). Over all statistics, the largest,
/// second and third largest count, each against a cutoff of its own, so that the true parameters of
/// many independent statistics are ruled out no more often than those of one.
struct Implausibility: Sendable {
  let emulators: [StatisticEmulator]
  let observed: ObservedStatistics
  /// The cutoff for one statistic.
  let cutoff: Double
  /// What the largest three distances are multiplied with, so that one cutoff serves all.
  let factors: [Double]
  /// What distances are multiplied with before they are compared; below 1 where emulators know less
  /// than they say.
  var trust = 1.0

  init(_ emulators: [StatisticEmulator], observed: ObservedStatistics, cutoff: Double) {
    self.emulators = emulators
    self.observed = observed
    self.cutoff = cutoff
    let chance = 2 * Normal.cumulative(-cutoff)
    factors = (1...3).filter { $0 <= emulators.count }.map { rank in
      let single = Self.single(chance, rank: rank, of: emulators.count)
      // Never below that of one statistic: correlated statistics miss together.
      return cutoff / max(cutoff, -Normal.quantile(single / 2))
    }
  }

  /// The implausibilities of points.
  ///
  /// - Parameters:
  ///   - points: One point per row.
  ///   - limit: Above it, a value is only known to be above it.
  /// - Returns: One value per row; 0 without emulators.
  func values(at points: Matrix, limit: Double = .infinity) -> [Double] {
    var values = [Double](repeating: 0, count: points.rows)
    var largest = [Double](repeating: 0, count: 3 * points.rows)
    var rows = Array(0..<points.rows)
    var remaining = points
    for emulator in emulators where !rows.isEmpty {
      let distances = emulator.distances(
        of: observed.values[emulator.statistic],
        tolerance: observed.tolerances[emulator.statistic], at: remaining)
      for (index, row) in rows.enumerated() {
        insert(distances[index], &largest, row)
        for rank in factors.indices {
          values[row] = max(values[row], factors[rank] * largest[3 * row + rank])
        }
      }
      let kept = rows.filter { values[$0] <= limit }
      if kept.count < rows.count { remaining = points.selectingRows(kept) }
      rows = kept
    }
    return values
  }

  /// Puts a distance among the largest three of a row.
  private func insert(_ distance: Double, _ largest: inout [Double], _ row: Int) {
    var (value, place) = (distance, 3 * row)
    while place < 3 * row + 3 {
      if value > largest[place] { (value, largest[place]) = (largest[place], value) }
      place += 1
    }
  }

  /// The chance of each of several independent events at which `rank` of them happen together with
  /// a given chance, by bisection.
  private static func single(_ chance: Double, rank: Int, of count: Int) -> Double {
    var (low, high) = (0.0, 1.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      var term = Elementary.pow(1 - middle, Double(count))
      var fewer = 0.0
      for events in 0..<rank {
        fewer += term
        term *= Double(count - events) / Double(events + 1) * middle / (1 - middle)
      }
      if 1 - fewer > chance { high = middle } else { low = middle }
    }
    return high
  }
}
