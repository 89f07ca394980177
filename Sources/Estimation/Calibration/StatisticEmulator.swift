import Statistics

/// What stands in for the simulator in one statistic: its mean over worlds, as a smooth function of
/// the parameters, and the spread between worlds.
struct StatisticEmulator: Sendable {
  /// The statistic's place among the observed ones.
  let statistic: Int
  /// The mean over worlds.
  let process: GaussianProcess
  /// The variance between worlds of one point.
  let noise: Double
  /// The share of simulated values beyond three standard deviations of what the others predict.
  let leftOutShare: Double

  /// The share of values left out badly at which an emulator is not believed.
  ///
  /// By Pukelsheim (1994), "The Three Sigma Rule", at most 5 % of any distribution with one peak
  /// lies beyond three standard deviations.
  static let largestLeftOutShare = 0.05

  /// How far an observed value is from the emulated one at some points, in standard deviations.
  ///
  /// - Parameters:
  ///   - value: The observed value.
  ///   - tolerance: The standard deviation of its error.
  ///   - points: One point per row.
  /// - Returns: Distances, one per row, not negative.
  func distances(of value: Double, tolerance: Double, at points: Matrix) -> [Double] {
    let prediction = process.predictions(at: points)
    let fixed = noise + tolerance * tolerance
    return prediction.means.indices.map {
      (value - prediction.means[$0]).magnitude
        / max(.leastNormalMagnitude, prediction.variances[$0] + fixed).squareRoot()
    }
  }

  /// Emulates a statistic, or says why it cannot be.
  ///
  /// - Parameters:
  ///   - statistic: Its place among the observed ones.
  ///   - values: One simulated value per point; not a number where a world does not determine one.
  ///   - observed: The observed value.
  ///   - points: One point per row.
  /// - Returns: The emulator, where one is of use, and what becomes of the statistic.
  static func fitted(
    _ statistic: Int, _ values: [Double], observed: Double, at points: Matrix
  ) -> (emulator: StatisticEmulator?, use: StatisticUse) {
    guard observed.isFinite else { return (nil, .notObserved) }
    let rows = values.indices.filter { values[$0].isFinite }
    let finite = rows.map { values[$0] }
    // Fewer than half of the worlds would be a statistic of odd worlds only.
    guard finite.count > points.columns + 4 || finite.count == values.count,
      2 * finite.count > values.count, let least = finite.min(), let most = finite.max()
    else { return (nil, .undetermined(worlds: finite.count, of: values.count)) }
    guard most > least else { return (nil, .constant(least)) }
    let kept = points.selectingRows(rows)
    // A slope for each parameter needs some worlds to spare; *chosen* as three for each.
    let mean: MeanFunction = finite.count >= 3 * (points.columns + 1) ? .linear : .constant
    guard let process = try? GaussianProcess.fitted(finite, at: kept, mean: mean) else {
      return (nil, .undetermined(worlds: finite.count, of: values.count))
    }
    let share = process.leaveOneOut(finite).share(beyond: 3)
    guard share <= largestLeftOutShare else { return (nil, .unreliable(leftOutShare: share)) }
    let emulator = StatisticEmulator(
      statistic: statistic, process: process, noise: process.noise.first ?? 0,
      leftOutShare: share)
    return (emulator, .emulated(leftOutShare: share))
  }
}

extension Matrix {
  /// Rows as a matrix with one row for each.
  init(rows points: [[Double]], dimension: Int) {
    var matrix = Matrix(rows: points.count, columns: dimension)
    for (row, point) in points.enumerated() {
      for column in 0..<dimension { matrix[row, column] = point[column] }
    }
    self = matrix
  }

  /// One row.
  func row(_ row: Int) -> [Double] { (0..<columns).map { self[row, $0] } }
}
