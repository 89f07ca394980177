public import Statistics

/// How one forecast of one number came true.
public struct ForecastScore: Sendable, Equatable {
  /// Levels of the intervals that are judged, ascending.
  public static let levels = [0.5, 0.8, 0.9]

  /// What came true.
  public let observed: Double
  /// The mean of the futures.
  public let mean: Double
  /// The median of the futures, the point forecast of absolute errors.
  public let median: Double
  /// The continuous ranked probability score, in outcomes.
  public let ranked: Double
  /// The intervals of ``levels``.
  public let intervals: [PredictionInterval]
  /// Where the observation lies among the futures.
  public let transform: ProbabilityTransform

  /// Scores futures.
  ///
  /// - Parameters:
  ///   - futures: Equally likely values, at least one.
  ///   - observed: What came true.
  public init(futures: [Double], observed: Double) {
    let sorted = futures.sorted()
    self.observed = observed
    mean = sorted.reduce(0, +) / Double(sorted.count)
    median = quantile(sorted, 0.5)
    ranked = ProperScore.ranked(sorted: sorted, observed: observed)
    intervals = Self.levels.map { PredictionInterval(sorted, level: $0) }
    transform = ProbabilityTransform(sorted: sorted, observed: observed)
  }

  /// The distance of the median from what came true.
  public var absoluteError: Double { (observed - median).magnitude }

  /// The squared distance of the mean from what came true.
  public var squaredError: Double { (observed - mean) * (observed - mean) }

  /// Whether the interval of a level, by its place in ``levels``, held.
  public func isInside(level: Int) -> Bool { intervals[level].contains(observed) }

  /// The interval score of a level, by its place in ``levels``.
  public func intervalScore(level: Int) -> Double {
    ProperScore.interval(
      low: intervals[level].low, high: intervals[level].high, level: Self.levels[level],
      observed: observed)
  }
}

/// Scores of many forecasts, added up.
public struct ScoreSums: Sendable, Equatable {
  /// Number of forecasts.
  public private(set) var count = 0
  /// The sum of ranked probability scores.
  public private(set) var ranked = 0.0
  /// The sum of absolute errors of medians.
  public private(set) var absoluteErrors = 0.0
  /// The sum of squared errors of means.
  public private(set) var squaredErrors = 0.0
  /// The sum of errors, mean less observed.
  public private(set) var errors = 0.0
  /// The sum of absolute errors over the scale of their history.
  public private(set) var scaledErrors = 0.0
  /// Number of forecasts whose history has a scale.
  public private(set) var scaledCount = 0
  /// For each level, how many intervals held.
  public private(set) var inside = [Double](repeating: 0, count: ForecastScore.levels.count)
  /// For each level, the sum of the shares of futures that were within.
  public private(set) var expected = [Double](repeating: 0, count: ForecastScore.levels.count)
  /// For each level, the sum of the widths of intervals.
  public private(set) var widths = [Double](repeating: 0, count: ForecastScore.levels.count)
  /// For each level, the sum of interval scores.
  public private(set) var intervals = [Double](repeating: 0, count: ForecastScore.levels.count)

  /// No forecast.
  public init() {}

  /// Adds a forecast.
  ///
  /// - Parameters:
  ///   - score: The forecast.
  ///   - scale: The mean absolute error of the naive forecast within the history; nil where it is 0.
  public mutating func add(_ score: ForecastScore, scale: Double?) {
    count += 1
    ranked += score.ranked
    absoluteErrors += score.absoluteError
    squaredErrors += score.squaredError
    errors += score.mean - score.observed
    if let scale {
      scaledErrors += score.absoluteError / scale
      scaledCount += 1
    }
    for place in ForecastScore.levels.indices {
      inside[place] += score.isInside(level: place) ? 1 : 0
      expected[place] += score.intervals[place].share
      widths[place] += score.intervals[place].high - score.intervals[place].low
      intervals[place] += score.intervalScore(level: place)
    }
  }

  /// Adds all forecasts of other sums.
  public mutating func add(_ other: ScoreSums) {
    count += other.count
    ranked += other.ranked
    absoluteErrors += other.absoluteErrors
    squaredErrors += other.squaredErrors
    errors += other.errors
    scaledErrors += other.scaledErrors
    scaledCount += other.scaledCount
    for place in inside.indices {
      inside[place] += other.inside[place]
      expected[place] += other.expected[place]
      widths[place] += other.widths[place]
      intervals[place] += other.intervals[place]
    }
  }

  /// A sum over the number of forecasts; not a number without one.
  public func mean(_ sum: Double) -> Double { count > 0 ? sum / Double(count) : .nan }

  /// The mean absolute scaled error: absolute errors over those of the naive forecast within the
  /// history.
  ///
  /// Hyndman and Koehler (2006), "Another Look at Measures of Forecast Accuracy".
  public var scaledError: Double {
    scaledCount > 0 ? scaledErrors / Double(scaledCount) : .nan
  }
}

extension OutcomeHistory {
  /// The scale of a unit's errors: the mean absolute change from period to period, or from season to
  /// season where the history is longer than one.
  ///
  /// - Parameters:
  ///   - unit: The unit.
  ///   - season: Periods of a season; nil where there is none.
  /// - Returns: Nil for a history that never changes, of which scaled errors are not defined.
  public func errorScale(unit: Int, season: Int?) -> Double? {
    let values = outcomes(of: unit)
    let lag = season.map { $0 < values.count ? $0 : 1 } ?? 1
    guard values.count > lag else { return nil }
    let changes = zip(values.dropFirst(lag), values).reduce(0) { $0 + ($1.0 - $1.1).magnitude }
    return changes > 0 ? changes / Double(values.count - lag) : nil
  }
}
