import Statistics

/// The search for the region where points are no more implausible than a cutoff.
///
/// Subset simulation: a population is drawn from the prior; the least implausible fifth survives
/// and is multiplied by moves that keep the prior within what it has reached; and so on down to the
/// cutoff. Regions of 10⁻⁶ of the prior take some eight levels. Au and Beck (2001), "Estimation of
/// small failure probabilities in high dimensions by subset simulation".
struct RegionSearch {
  /// The points of the population, one per row.
  private(set) var population: Matrix
  /// The implausibility of each.
  private(set) var values: [Double]
  /// The prior probability of what the population stands for.
  private(set) var share = 1.0
  /// Whether the search ended without reaching the cutoff.
  private(set) var isEmpty = false

  /// What is asked of points, and above what limit the answer need not be exact.
  private let implausibility: (Matrix, Double) -> [Double]
  private let stream: RandomStream
  private let size: Int
  /// The number of moves so far, which makes their addresses.
  private var step = 0

  /// The share that survives a level, after Au and Beck (2001), who advise 10 to 30 %.
  private static let survivingShare = 0.2
  /// Where priors are cut: 0.3 % of a coordinate lie beyond.
  static let bound = 3.0
  /// Levels after which a search gives up; *chosen*, a fifth to this power is below any region.
  private static let largestLevelCount = 60

  /// A search.
  ///
  /// - Parameters:
  ///   - population: Draws from the prior, one per row.
  ///   - size: The number of points to end with.
  ///   - stream: Where the chance comes from.
  ///   - implausibility: The implausibilities of points; above a limit they need not be exact.
  init(
    _ population: Matrix, size: Int, stream: RandomStream,
    implausibility: @escaping (Matrix, Double) -> [Double]
  ) {
    self.population = population
    self.size = size
    self.stream = stream
    self.implausibility = implausibility
    values = implausibility(population, .infinity)
  }

  /// Goes down to a cutoff, or to where implausibility falls no further.
  mutating func descend(to cutoff: Double) {
    var thresholds: [Double] = []
    for _ in 0..<Self.largestLevelCount {
      let sorted = values.sorted()
      let quantile = sorted[Int(Self.survivingShare * Double(sorted.count - 1))]
      let threshold = max(cutoff, quantile)
      let survivors = values.indices.filter { values[$0] <= threshold }
      share *= Double(survivors.count) / Double(values.count)
      multiply(survivors, threshold: threshold, isLast: threshold <= cutoff)
      if threshold <= cutoff { return }
      thresholds.append(threshold)
      // In many dimensions levels come close: five of them together tell a floor.
      if thresholds.count > 5, threshold > 0.99 * thresholds[thresholds.count - 6] { break }
    }
    isEmpty = true
  }

  /// Fills the population with copies of the survivors and moves them apart.
  private mutating func multiply(_ survivors: [Int], threshold: Double, isLast: Bool) {
    let frozen = population.selectingRows(survivors)
    let isEnough = survivors.count >= size
    let chosen = (0..<size).map { place in
      isEnough ? survivors[place * survivors.count / size] : survivors[place % survivors.count]
    }
    values = chosen.map { values[$0] }
    population = population.selectingRows(chosen)
    if isEnough { return }
    // *Chosen*: between levels a few moves suffice, as the next level moves on; the last population
    // is to forget its origin, for which slices in all directions take some moves per coordinate.
    let moves = isLast ? 4 + population.columns / 2 : 3
    for _ in 0..<moves {
      move(along: directions(frozen), threshold: threshold)
      step += 1
    }
  }

  /// A direction for each point: between two survivors, which follows the shape of the region, or
  /// any.
  private func directions(_ frozen: Matrix) -> Matrix {
    var directions = Matrix(rows: size, columns: population.columns)
    for row in 0..<size {
      let first = Int(stream.uniform(agent: row, step: step) * Double(frozen.rows))
      let second = Int(stream.uniform(agent: row, step: step, draw: 1) * Double(frozen.rows))
      let isBetween = stream.uniform(agent: row, step: step, draw: 2) < 0.5
      var length = 0.0
      for column in 0..<population.columns where isBetween {
        directions[row, column] = frozen[first, column] - frozen[second, column]
        length += directions[row, column].magnitude
      }
      guard length == 0 else { continue }
      for column in 0..<population.columns {
        let uniform = stream.uniform(agent: row, step: step, draw: 100 + column)
        directions[row, column] = Normal.quantile(uniform)
      }
    }
    return directions
  }

  /// Moves every point along its direction to another with the prior's chance, within the threshold.
  ///
  /// Slice sampling by shrinkage, Neal (2003): the slice of the normal prior and the bounds give the
  /// first interval, which contains the point and shrinks toward it.
  private mutating func move(along directions: Matrix, threshold: Double) {
    var low = [Double](repeating: 0, count: size)
    var high = low
    for row in 0..<size { (low[row], high[row]) = interval(row, directions) }
    var active = Array(0..<size)
    // By then intervals are a millionth of the first; a point that has not moved stays.
    for attempt in 0..<20 where !active.isEmpty {
      var candidates = Matrix(rows: active.count, columns: population.columns)
      var steps = [Double](repeating: 0, count: active.count)
      for (place, row) in active.enumerated() {
        let uniform = stream.uniform(agent: row, step: step, draw: 4 + attempt)
        steps[place] = low[row] + uniform * (high[row] - low[row])
        for column in 0..<population.columns {
          let moved = population[row, column] + steps[place] * directions[row, column]
          candidates[place, column] = min(max(moved, -Self.bound), Self.bound)
        }
      }
      let reached = implausibility(candidates, threshold)
      var waiting: [Int] = []
      for (place, row) in active.enumerated() {
        if reached[place] <= threshold {
          for column in 0..<population.columns {
            population[row, column] = candidates[place, column]
          }
          values[row] = reached[place]
        } else {
          if steps[place] < 0 { low[row] = steps[place] } else { high[row] = steps[place] }
          waiting.append(row)
        }
      }
      active = waiting
    }
  }

  /// The steps along a direction that stay within the bounds and a slice of the normal density.
  private func interval(_ row: Int, _ directions: Matrix) -> (low: Double, high: Double) {
    var (square, product) = (0.0, 0.0)
    var (low, high) = (-Double.infinity, Double.infinity)
    for column in 0..<population.columns {
      let (value, slope) = (population[row, column], directions[row, column])
      square += slope * slope
      product += value * slope
      guard slope != 0 else { continue }
      let ends = ((-Self.bound - value) / slope, (Self.bound - value) / slope)
      low = max(low, min(ends.0, ends.1))
      high = min(high, max(ends.0, ends.1))
    }
    // |z + s d|² ≤ |z|² − 2 log u.
    let uniform = stream.uniform(agent: row, step: step, draw: 3)
    let root = (product * product - 2 * square * Elementary.log(uniform)).squareRoot()
    return (max(low, (-product - root) / square), min(high, (-product + root) / square))
  }
}
