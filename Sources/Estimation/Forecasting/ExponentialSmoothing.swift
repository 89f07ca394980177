import Interchange
import Statistics

/// A level, and perhaps a slope, that follow a series with additive errors.
///
/// Expected is `level + damping · slope`; an error `e` moves the level by `alpha · e` and the slope
/// by `beta · e`. Hyndman, Koehler, Ord and Snyder (2008), "Forecasting with Exponential Smoothing":
/// their ETS(A,N,N), ETS(A,A,N) and ETS(A,Ad,N), fitted by maximum likelihood.
struct ExponentialSmoothing: Equatable, Sendable {
  /// How the level drifts.
  enum Trend: CaseIterable, Sendable {
    case none
    case additive
    case damped

    /// Smoothing parameters that are searched.
    var searchedCount: Int {
      switch self {
      case .none: 1
      case .additive: 2
      case .damped: 3
      }
    }

    /// First states that are estimated.
    var stateCount: Int { self == .none ? 1 : 2 }

    /// Everything that is estimated, the error variance included.
    var parameterCount: Int { searchedCount + stateCount + 1 }
  }

  /// How the level drifts.
  let trend: Trend
  /// Share of an error that the level takes up, in `(0, 1)`.
  let alpha: Double
  /// Share of an error that the slope takes up, in `(0, alpha)`; 0 without a slope.
  let beta: Double
  /// Share of the slope that is kept per period, 0.8 to 0.98 or 1; 0 without a slope.
  let damping: Double
  /// The level after the last period.
  let level: Double
  /// The slope after the last period.
  let slope: Double
  /// The sum of squared errors of one step.
  let squaredErrors: Double
  /// The maximum of the log-likelihood of normal errors.
  let logLikelihood: Double
  /// Akaike's criterion with its correction for few periods; smaller is better.
  let criterion: Double
  /// The variance of an error, with the coefficients as lost degrees of freedom.
  let errorVariance: Double

  /// Fewest periods of a series: with fewer the criterion of the smallest kind does not exist.
  static let fewestPeriods = Trend.none.parameterCount + 2

  /// Fits a kind to a series.
  ///
  /// First states enter errors linearly, so that least squares gives them for any smoothing; only
  /// smoothing is searched.
  ///
  /// - Returns: Nil for a series too short for the criterion.
  init?(_ series: ArraySlice<Double>, trend: Trend) {
    let count = Double(series.count)
    let parameters = Double(trend.parameterCount)
    guard count - parameters - 1 > 0 else { return nil }
    let search = SmoothingSearch(series: Array(series), trend: trend)
    let best = search.best()
    let (alpha, beta, damping) = search.smoothing(best)
    let path = search.path(best)
    // A series that is met exactly has no likelihood; rounding sets the least error that counts.
    let size = series.reduce(0) { $0 + $1 * $1 } + 1
    let error = max(path.squaredErrors, 1e-12 * size)
    self.trend = trend
    (self.alpha, self.beta, self.damping) = (alpha, beta, damping)
    (level, slope) = (path.level, path.slope)
    squaredErrors = path.squaredErrors
    logLikelihood = -count / 2 * (Elementary.log(2 * Double.pi * error / count) + 1)
    criterion =
      2 * parameters - 2 * logLikelihood + 2 * parameters * (parameters + 1)
      / (count - parameters - 1)
    errorVariance = path.squaredErrors / max(1, count - parameters + 1)
  }

  /// The kind with the smallest criterion, of equal ones the simplest; nil for a series that is too
  /// short.
  static func best(_ series: ArraySlice<Double>) -> ExponentialSmoothing? {
    var best: ExponentialSmoothing?
    for trend in Trend.allCases {
      guard let fit = ExponentialSmoothing(series, trend: trend) else { continue }
      if best.map({ fit.criterion < $0.criterion - 1e-9 }) ?? true { best = fit }
    }
    return best
  }

  /// What is expected in each of the next periods.
  func means(horizon: Int) -> [Double] {
    var (level, slope) = (level, slope)
    return (0..<horizon).map { _ in
      slope *= damping
      level += slope
      return level
    }
  }
}

/// Exponential smoothing of each unit, with normal errors drawn for each.
enum SmoothedForecast {
  static func draws(
    of history: OutcomeHistory, _ question: ForecastQuestion
  ) throws(ForecastError) -> ForecastDraws {
    let needed = ExponentialSmoothing.fewestPeriods
    guard history.periods.count >= needed else {
      throw .tooFewPeriods(found: history.periods.count, needed: needed)
    }
    let stream = RandomStream(seed: question.seed, replicate: 0, purpose: "forecast/smoothing")
    var draws = ForecastDraws(
      unitCount: history.units.count, horizon: question.horizon, drawCount: question.drawCount)
    for unit in history.units.indices {
      guard let fit = ExponentialSmoothing.best(history.outcomes(of: unit)) else {
        preconditionFailure("a series of the fewest periods has a fit")
      }
      let deviation = fit.errorVariance.squareRoot()
      for draw in 0..<question.drawCount {
        var (level, slope) = (fit.level, fit.slope)
        for step in 0..<question.horizon {
          let uniform = stream.uniform(agent: unit, step: step, draw: draw)
          let error = deviation * Normal.quantile(uniform)
          let expected = level + fit.damping * slope
          level = expected + fit.alpha * error
          slope = fit.damping * slope + fit.beta * error
          // Outcomes are counts: the nearest whole number, and nothing below 0.
          let place = (unit * question.horizon + step) * question.drawCount + draw
          draws.values[place] = Float(max(0, (expected + error).rounded()))
        }
      }
    }
    return draws
  }
}
