import Statistics

/// Points around the draws of a posterior so far: the density from which a generation is drawn.
struct KernelMixture: Sendable {
  /// How many points were drawn from it.
  private(set) var count = 0
  /// The share of what it draws that lies where parameters may be.
  private(set) var mass = 1.0

  /// The draws, with coordinates that `L⁻¹` makes uncorrelated, one column per parameter.
  private let whitened: Matrix
  private let centers: WeightedDraws
  private let lower: Matrix
  private let logDeterminant: Double

  /// A normal kernel around every draw.
  ///
  /// - Parameters:
  ///   - draws: The centers and how much each counts.
  ///   - spread: The covariance of the kernel as a multiple of that of the draws.
  init(around draws: WeightedDraws, spread: Double) {
    let kept = draws.weights.indices.filter { draws.weights[$0] > 0 }
    centers = WeightedDraws(
      points: draws.points.selectingRows(kept), weights: kept.map { draws.weights[$0] })
    // A kernel is never narrower than a thousandth of the prior: chosen, so that draws that
    // coincide still have one.
    var covariance = draws.covariance
    for index in 0..<covariance.rows {
      for other in 0..<covariance.rows { covariance[index, other] *= spread }
      covariance[index, index] += 1e-6
    }
    let factor = covariance.cholesky(inflatedBy: 1e-9)
    lower = factor.lower
    logDeterminant = factor.logDeterminant
    whitened = centers.points.whitened(by: factor.lower)
  }

  /// Draws points where parameters may be.
  ///
  /// - Parameters:
  ///   - wanted: How many.
  ///   - stream: Where chance comes from.
  ///   - step: Its step, one for each mixture.
  ///   - isAllowed: Whether a point may be.
  /// - Returns: The points; fewer than wanted where hardly any is allowed.
  mutating func draw(
    _ wanted: Int, _ stream: RandomStream, step: Int, where isAllowed: ([Double]) -> Bool
  ) -> [[Double]] {
    let dimension = lower.rows
    var cumulated: [Double] = []
    for weight in centers.weights { cumulated.append((cumulated.last ?? 0) + weight) }
    var points: [[Double]] = []
    var tries = 0
    while points.count < wanted && tries < Self.mostTries * wanted {
      // Centers are taken evenly from their weights, as in systematic resampling, and by chance once
      // all have had their turn.
      let uniform = stream.uniform(agent: dimension, step: step, draw: tries)
      let position = tries < wanted ? (Double(tries) + uniform) / Double(wanted) : uniform
      let center = Self.first(cumulated, atLeast: position)
      let normals = (0..<dimension).map {
        Normal.quantile(stream.uniform(agent: $0, step: step, draw: tries))
      }
      let point = (0..<dimension).map { row in
        (0...row).reduce(centers.points[center, row]) { $0 + lower[row, $1] * normals[$1] }
      }
      tries += 1
      if isAllowed(point) { points.append(point) }
    }
    count = points.count
    mass = Double(max(points.count, 1)) / Double(max(tries, 1))
    return points
  }

  /// Tries per point before a generation is given up; *chosen*.
  static let mostTries = 200

  /// The expected number of points drawn here, per unit of the prior's density.
  ///
  /// - Parameter points: Allowed points, one per row.
  /// - Returns: `count · q(θ) / φ(θ)` for each, with the kernels' density q where parameters may be
  ///   and the standard normal prior φ.
  func densities(at points: Matrix) -> [Double] {
    let places = points.whitened(by: lower)
    let dimension = points.columns
    let share = Double(count) / mass
    var rows = [Double](repeating: 0, count: dimension)
    let flat = (0..<whitened.rows).flatMap { center in
      (0..<dimension).map { whitened[center, $0] }
    }
    return (0..<points.rows).map { row in
      var prior = 0.0
      for column in 0..<dimension {
        prior += points[row, column] * points[row, column]
        rows[column] = places[row, column]
      }
      let offset = prior / 2 - logDeterminant / 2
      var sum = 0.0
      for center in centers.weights.indices {
        var squares = 0.0
        for column in 0..<dimension {
          let difference = rows[column] - flat[center * dimension + column]
          squares += difference * difference
        }
        // Beyond 38 deviations the kernel is 0 in any sum.
        if squares < 1400 {
          sum += centers.weights[center] * Elementary.exp(min(offset - squares / 2, 600))
        }
      }
      return share * sum
    }
  }

  /// The first place of ascending numbers that is at least a number; the last if none is.
  private static func first(_ ascending: [Double], atLeast value: Double) -> Int {
    var (low, high) = (0, ascending.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if ascending[middle] >= value { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
