public import Statistics

/// Summary statistics that are learned: what each parameter is expected to be, given the declared
/// ones.
///
/// Points of simulations are regressed on their statistics, and the fitted values take the place of
/// the statistics: one summary per parameter, in normal scores. For a small tolerance no other
/// summaries give smaller errors of posterior means: Fearnhead and Prangle (2012), "Constructing
/// Summary Statistics for Approximate Bayesian Computation: Semi-automatic Approximate Bayesian
/// Computation". Many declared statistics then cost nothing, where in a distance between raw
/// statistics each adds its noise.
///
/// Statistics enter less their medians and over their median absolute deviations, as `asinh`, which
/// is linear near the middle and logarithmic far out, and up to 6 (200 deviations; *chosen*), so
/// that no wild world decides; and squared, where that is asked for. Ridge penalties, one per parameter, are those that predict left-out
/// simulations best.
public struct LearnedStatistics: Sendable {
  /// The covariance of a point around its summaries: what statistics leave open, in squared normal
  /// scores.
  public let residualCovariance: Matrix

  private let scaling: RobustScaling
  private let isSquared: Bool
  private let regression: WeightedRidge?

  /// Learns summaries.
  ///
  /// - Parameters:
  ///   - points: Normal scores of the parameters: a row per simulation, at least two.
  ///   - statistics: The statistics of each, in a row; finite.
  ///   - isSquared: Whether squares of statistics take part.
  public init(points: Matrix, statistics: Matrix, isSquared: Bool = true) {
    precondition(points.rows == statistics.rows && points.rows > 1, "each point has its statistics")
    scaling = RobustScaling(statistics)
    self.isSquared = isSquared
    let features = Self.features(statistics, scaling, isSquared)
    guard features.columns > 0 else {
      regression = nil
      residualCovariance = points.gram.divided(by: Double(points.rows))
      return
    }
    let weights = [Double](repeating: 1, count: points.rows)
    let fit = WeightedRidge(points, on: features, weights: weights)
    regression = fit
    residualCovariance = fit.residuals.gram.divided(by: Double(points.rows))
  }

  /// The summaries of statistics.
  ///
  /// - Parameter statistics: A row per simulation, columns as those learned from.
  /// - Returns: A row per simulation and a column per parameter, in normal scores.
  public func summaries(of statistics: Matrix) -> Matrix {
    guard let regression else {
      return Matrix(rows: statistics.rows, columns: residualCovariance.columns)
    }
    return regression.expected(at: Self.features(statistics, scaling, isSquared))
  }

  private static func features(
    _ statistics: Matrix, _ scaling: RobustScaling, _ isSquared: Bool
  ) -> Matrix {
    var features = Matrix(rows: statistics.rows, columns: 0)
    for column in scaling.varying {
      let values = statistics.column(column).map { value in
        let z = (value - scaling.medians[column]) / scaling.scales[column]
        let size = Elementary.log(z.magnitude + (z * z + 1).squareRoot())
        return z < 0 ? -min(size, 6) : min(size, 6)
      }
      features.appendColumn(values)
      if isSquared { features.appendColumn(values.map { $0 * $0 }) }
    }
    return features
  }
}

/// Where statistics lie and how far they spread, undisturbed by a few wild values.
struct RobustScaling: Sendable {
  /// The median of each column.
  let medians: [Double]
  /// The median absolute deviation of each column, times 1.4826 to be a normal standard deviation;
  /// the standard deviation where more than half of the values are one.
  let scales: [Double]
  /// The columns that have more than one value.
  let varying: [Int]

  init(_ columns: Matrix) {
    var medians: [Double] = []
    var scales: [Double] = []
    var varying: [Int] = []
    for index in 0..<columns.columns {
      let values = Array(columns.column(index))
      let median = quantiles(of: values, [0.5])[0]
      let deviation = quantiles(of: values.map { ($0 - median).magnitude }, [0.5])[0]
      let least = 1e-12 * values.reduce(0) { max($0, $1.magnitude) }
      let robust = 1.4826 * deviation
      let scale = robust > least ? robust : RunningMoments(values).standardDeviation
      if scale > least { varying.append(index) }
      medians.append(median)
      scales.append(scale > least ? scale : 1)
    }
    self.medians = medians
    self.scales = scales
    self.varying = varying
  }
}

extension Matrix {
  /// The matrix with every element over a number.
  func divided(by divisor: Double) -> Matrix {
    Matrix(rows: rows, columns: columns, elements: elements.map { $0 / divisor })
  }
}
