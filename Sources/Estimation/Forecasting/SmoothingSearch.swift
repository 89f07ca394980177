/// Searches the smoothing of a series whose squared errors are smallest.
///
/// Points lie in the unit cube: alpha, beta as a share of alpha, and damping, each across its
/// range. A coarse grid is followed by a compass search that halves its steps.
struct SmoothingSearch {
  let series: [Double]
  let trend: ExponentialSmoothing.Trend

  /// Bounds of R's `forecast::ets`: parameters keep this distance from 0 and 1.
  private static let margin = 1e-4

  /// Bounds of the damping of R's `forecast::ets`.
  private static let damping = 0.8...0.98

  /// Coordinates of the coarse grid; *chosen*.
  private static let grid = [0.02, 0.15, 0.35, 0.6, 0.85, 0.98]

  /// Where the compass search ends; *chosen*: squared errors are flat to 1e-12 there.
  private static let smallestStep = 1e-6

  /// The errors and the last states of a series under given smoothing.
  struct Path {
    let squaredErrors: Double
    let level: Double
    let slope: Double
  }

  /// Alpha, beta and damping of a point.
  func smoothing(_ point: [Double]) -> (alpha: Double, beta: Double, damping: Double) {
    func inside(_ share: Double, _ low: Double, _ high: Double) -> Double {
      low + share * (high - low)
    }
    let alpha = inside(point[0], Self.margin, 1 - Self.margin)
    guard trend != .none else { return (alpha, 0, 0) }
    let beta = inside(point[1], Self.margin * alpha, (1 - Self.margin) * alpha)
    guard trend == .damped else { return (alpha, beta, 1) }
    return (alpha, beta, inside(point[2], Self.damping.lowerBound, Self.damping.upperBound))
  }

  /// The point with the smallest squared errors.
  func best() -> [Double] {
    var best = [Double](repeating: 0.5, count: trend.searchedCount)
    var least = path(best).squaredErrors
    func consider(_ point: [Double]) -> Bool {
      let found = path(point).squaredErrors
      guard found < least else { return false }
      (best, least) = (point, found)
      return true
    }
    var places = 1
    for _ in best { places *= Self.grid.count }
    for place in 0..<places {
      var (rest, point) = (place, best)
      for axis in point.indices {
        point[axis] = Self.grid[rest % Self.grid.count]
        rest /= Self.grid.count
      }
      _ = consider(point)
    }
    var step = 0.1
    while step > Self.smallestStep {
      var moved = false
      for axis in best.indices {
        for direction in [step, -step] {
          var point = best
          point[axis] = min(1, max(0, point[axis] + direction))
          if consider(point) { moved = true }
        }
      }
      if !moved { step /= 2 }
    }
    return best
  }

  /// The series under the smoothing of a point, with the first states that fit it best.
  ///
  /// Errors from first states `(l, b)` are the errors from zero states less `l` and `b` times the
  /// errors' slopes, whose recursions are those of a series of zeros from unit states.
  func path(_ point: [Double]) -> Path {
    let (alpha, beta, damping) = smoothing(point)
    var (level, slope) = (0.0, 0.0)
    // States by the first level and by the first slope.
    var (levelByLevel, slopeByLevel, levelBySlope, slopeBySlope) = (1.0, 0.0, 0.0, 1.0)
    var (levelSquares, products, slopeSquares) = (0.0, 0.0, 0.0)
    var (levelErrors, slopeErrors, squares) = (0.0, 0.0, 0.0)
    for value in series {
      let (own, byLevel, bySlope) = (
        value - level - damping * slope, levelByLevel + damping * slopeByLevel,
        levelBySlope + damping * slopeBySlope
      )
      squares += own * own
      levelSquares += byLevel * byLevel
      levelErrors += byLevel * own
      products += byLevel * bySlope
      slopeSquares += bySlope * bySlope
      slopeErrors += bySlope * own
      (level, slope) = (level + damping * slope + alpha * own, damping * slope + beta * own)
      (levelByLevel, slopeByLevel) = (
        byLevel - alpha * byLevel, damping * slopeByLevel - beta * byLevel
      )
      (levelBySlope, slopeBySlope) = (
        bySlope - alpha * bySlope, damping * slopeBySlope - beta * bySlope
      )
    }
    var first = (level: 0.0, slope: 0.0)
    let determinant = levelSquares * slopeSquares - products * products
    if trend == .none || determinant <= 1e-12 * levelSquares * slopeSquares {
      first.level = levelErrors / levelSquares
    } else {
      first.level = (levelErrors * slopeSquares - slopeErrors * products) / determinant
      first.slope = (slopeErrors * levelSquares - levelErrors * products) / determinant
    }
    let error = squares - first.level * levelErrors - first.slope * slopeErrors
    return Path(
      squaredErrors: max(0, error),
      level: level + first.level * levelByLevel + first.slope * levelBySlope,
      slope: slope + first.level * slopeByLevel + first.slope * slopeBySlope)
  }
}
