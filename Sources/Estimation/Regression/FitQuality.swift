/// How close fitted or predicted values are to observed ones.
///
/// Works on the rows of a fit and on rows held back from it alike.
public struct FitQuality: Sendable, Equatable {
  /// How many rows are compared.
  public let rows: Int

  /// How many coefficients the fit spent on these rows; 0 for rows held back.
  public let parameters: Int

  /// The sum of squared residuals, each times its weight, in squared response units.
  public let residualSumOfSquares: Double

  /// The squared deviations of what was observed from its mean, or from 0, each times its weight.
  public let totalSumOfSquares: Double

  /// Whether the total is measured from the mean of what was observed.
  public let isAroundMean: Bool

  /// The mean relative error, each relative to what was observed; nil where that is ever 0.
  public let meanAbsolutePercentageError: Double?

  /// The root of the mean squared residual over the range of what was observed, as Robyn reports
  /// it; infinite for a response that does not vary.
  public let normalizedRootMeanSquaredError: Double

  /// Durbin and Watson's statistic of residuals in the order of rows: about 2 without first-order
  /// autocorrelation, near 0 with a strong positive one.
  ///
  /// The sum of squared differences of neighbors over the sum of squares. Durbin and Watson (1950).
  public let durbinWatson: Double

  /// Compares values.
  ///
  /// - Parameters:
  ///   - fitted: One value per row, in response units.
  ///   - observed: One value per row, at least one, finite.
  ///   - parameters: How many coefficients were fitted on these rows, the intercept included; 0 for
  ///     rows held back.
  ///   - aroundMean: Whether totals are measured from the mean of what was observed, as for fits
  ///     with an intercept.
  ///   - weights: One positive number per row, or nil for equal ones.
  public init(
    fitted: [Double], observed: [Double], parameters: Int, aroundMean: Bool = true,
    weights: [Double]? = nil
  ) {
    precondition(fitted.count == observed.count && !observed.isEmpty, "rows are compared in pairs")
    rows = observed.count
    self.parameters = parameters
    isAroundMean = aroundMean
    let weights = weights ?? Array(repeating: 1, count: rows)
    precondition(weights.count == rows, "there is one weight per row")
    let sum = zip(observed, weights).reduce(0) { $0 + $1.0 * $1.1 }
    let mean = aroundMean ? sum / weights.reduce(0, +) : 0
    totalSumOfSquares = zip(observed, weights).reduce(0) {
      $0 + ($1.0 - mean) * ($1.0 - mean) * $1.1
    }
    var (squares, differences, relative) = (0.0, 0.0, 0.0)
    var before: Double?
    for (row, value) in observed.enumerated() {
      relative += ((value - fitted[row]) / value).magnitude
      let residual = (value - fitted[row]) * weights[row].squareRoot()
      squares += residual * residual
      if let before { differences += (residual - before) * (residual - before) }
      before = residual
    }
    residualSumOfSquares = squares
    durbinWatson = differences / squares
    meanAbsolutePercentageError = observed.contains(0) ? nil : relative / Double(rows)
    let low = observed.reduce(.infinity, min)
    let high = observed.reduce(-.infinity, max)
    normalizedRootMeanSquaredError = (squares / Double(rows)).squareRoot() / (high - low)
  }

  /// The root of the mean squared residual (divisor n), in response units.
  public var rootMeanSquaredError: Double {
    (residualSumOfSquares / Double(rows)).squareRoot()
  }

  /// The share of the variation that the fit explains: 1 less residual over total squares.
  ///
  /// At most 1; below 0 where held-back rows are predicted worse than by their mean.
  public var rSquared: Double { 1 - residualSumOfSquares / totalSumOfSquares }

  /// ``rSquared`` with a charge for each coefficient: `1 − (1 − R²) (n − 1) / (n − k)`.
  ///
  /// With n in place of n − 1 where the total is not measured from the mean. Nil where there are no more rows than coefficients.
  public var adjustedRSquared: Double? {
    guard rows > parameters else { return nil }
    let degrees = isAroundMean ? rows - 1 : rows
    return 1 - (1 - rSquared) * Double(degrees) / Double(rows - parameters)
  }
}
