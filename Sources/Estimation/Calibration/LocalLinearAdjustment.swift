public import Statistics

/// Accepted points of an approximate Bayesian computation, moved to where the observed statistics
/// would have put them.
///
/// Near the observed statistics, points are regressed on statistics with weights that fall with
/// distance (Epanechnikov's `1 − (d / ε)²`), and each keeps its residual around what is expected at
/// the observed ones: Beaumont, Zhang and Balding (2002), "Approximate Bayesian Computation in
/// Population Genetics". A second regression, of the logarithm of the squared residuals, lets their
/// spread change with the statistics: Blum and François (2010), "Non-linear Regression Models for
/// Approximate Bayesian Computation". Points are normal scores, so that whatever the regression
/// says stays inside the supports of the priors. Penalties that predict left-out rows best keep
/// many or collinear statistics from fitting noise, and residuals are freed of the share of their
/// variance that the fit took.
public struct LocalLinearAdjustment: Sendable {
  /// The adjusted draws, one row per accepted point, with their weights.
  public let draws: WeightedDraws

  /// The largest factor by which a residual is stretched or shrunk.
  ///
  /// Chosen: a regression of the spread on a few hundred points is not to be believed further.
  static let mostStretch = 2.0

  /// Adjusts accepted points.
  ///
  /// - Parameters:
  ///   - points: Normal scores: a row per accepted point, a column per parameter.
  ///   - statistics: The simulated statistics of each point, a row each; finite.
  ///   - distances: The distance of each from the observed, at least 0.
  ///   - tolerance: The distance ε from which on points do not count.
  ///   - weights: The importance weights of the points, at least 0.
  ///   - observed: The observed statistics, one per column of `statistics`.
  public init(
    points: Matrix, statistics: Matrix, distances: [Double], tolerance: Double, weights: [Double],
    observed: [Double]
  ) {
    precondition(
      points.rows == statistics.rows && points.rows == distances.count
        && points.rows == weights.count, "every accepted point has statistics, distance and weight")
    let kernel = Self.kernel(distances, tolerance, weights)
    let location = WeightedRidge(points, on: statistics, weights: kernel)
    let spread = Self.logSpread(location.residuals, statistics, kernel)
    let center = location.expected(at: observed)
    let spreadThere = spread.expected(at: observed)
    let spreads = spread.expected(at: statistics)
    var adjusted = points
    for parameter in 0..<points.columns {
      let column = (0..<points.rows).map { row in
        let change = Elementary.exp((spreadThere[parameter] - spreads[row, parameter]) / 2)
        let stretch = min(max(change, 1 / Self.mostStretch), Self.mostStretch)
        return center[parameter] + location.residuals[row, parameter] * stretch
      }
      adjusted.replaceColumn(parameter, with: column)
    }
    draws = WeightedDraws(points: adjusted, weights: kernel)
  }

  /// Importance weights times Epanechnikov's kernel; the former alone where all are equally far.
  static func kernel(_ distances: [Double], _ tolerance: Double, _ weights: [Double]) -> [Double] {
    let kernel = zip(distances, weights).map { distance, weight in
      let share = distance / tolerance
      return share < 1 ? weight * (1 - share * share) : 0
    }
    return kernel.contains { $0 > 0 } ? kernel : weights
  }

  /// The regression of the logarithms of squared residuals on the statistics.
  private static func logSpread(
    _ residuals: Matrix, _ statistics: Matrix, _ weights: [Double]
  ) -> WeightedRidge {
    var logs = residuals
    for parameter in 0..<residuals.columns {
      let column = residuals.column(parameter)
      let mean = column.reduce(0) { $0 + $1 * $1 } / Double(column.count)
      // A residual that happens to be 0 would have no logarithm; chosen as a hundredth of the usual.
      let least = max(1e-4 * mean, 1e-300)
      logs.replaceColumn(parameter, with: column.map { Elementary.log(max($0 * $0, least)) })
    }
    return WeightedRidge(logs, on: statistics, weights: weights)
  }
}
