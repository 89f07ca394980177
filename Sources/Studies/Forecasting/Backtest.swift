public import Estimation
import Statistics

/// How forecasts from several origins came true, by method.
public struct Backtest: Sendable {
  /// What was forecast, and how.
  public let spec: ForecastSpec
  /// The whole history.
  public let history: OutcomeHistory
  /// Where forecasts were made, earliest first.
  public let origins: [RollingOrigin]
  /// The scores of each method, that of the specification first.
  public let results: [MethodBacktest]
  /// Baselines that this history does not allow, and why.
  public let leftOut: [(method: ForecastMethod, reason: String)]

  /// Periods ahead.
  public var horizon: Int { origins[0].horizon }
}

/// The scores of one method.
public struct MethodBacktest: Sendable {
  /// The method.
  public let method: ForecastMethod
  /// Scores of each unit, over origins and steps.
  public private(set) var units: [ScoreSums]
  /// Scores of all units in each period ahead, over origins.
  public private(set) var steps: [ScoreSums] = []
  /// Probability transforms of all units.
  public private(set) var transforms: TransformHistogram
  /// Forecasts of the total: one list over steps for each origin.
  public private(set) var totals: [[ForecastScore]] = []
  /// Scores of the total in each period ahead, over origins.
  public private(set) var totalSteps: [ScoreSums] = []

  init(_ method: ForecastMethod, unitCount: Int) {
    self.method = method
    units = [ScoreSums](repeating: ScoreSums(), count: unitCount)
    transforms = TransformHistogram(unitCount: unitCount)
  }

  /// Scores of all units, origins and steps.
  public var all: ScoreSums { Self.sum(steps) }

  /// Scores of the total over origins and steps.
  public var total: ScoreSums { Self.sum(totalSteps) }

  private static func sum(_ parts: [ScoreSums]) -> ScoreSums {
    var sums = ScoreSums()
    for part in parts { sums.add(part) }
    return sums
  }

  mutating func add(_ score: ForecastScore, unit: Int, step: Int, scale: Double?) {
    if steps.count <= step { steps.append(ScoreSums()) }
    units[unit].add(score, scale: scale)
    steps[step].add(score, scale: scale)
    transforms.add(score.transform, unit: unit)
  }

  mutating func add(totals scores: [ForecastScore], scale: Double?) {
    totals.append(scores)
    for (step, score) in scores.enumerated() {
      if totalSteps.count <= step { totalSteps.append(ScoreSums()) }
      totalSteps[step].add(score, scale: scale)
    }
  }
}

/// What a method gains over a baseline, forecast by forecast.
public struct ForecastSkill: Sendable, Equatable {
  /// The baseline's mean score less the method's; above 0 where the method is better.
  public let gain: Double
  /// The standard error of the gain; 0 where there is nothing to learn it from.
  public let standardError: Double
  /// The gain over the baseline's score.
  public let share: Double
  /// Units or origins whose differences the error is learned from.
  public let count: Int

  /// The gain in the scores of units, with its error from differences between units.
  ///
  /// Units share the luck of the periods, of which this error knows nothing.
  init(units method: MethodBacktest, against baseline: MethodBacktest) {
    self.init(
      zip(method.units, baseline.units).map { $1.mean($1.ranked) - $0.mean($0.ranked) },
      baseline: baseline.all.mean(baseline.all.ranked))
  }

  /// The gain in the score of the total, with its error from differences between origins.
  ///
  /// Origins closer to each other than the horizon share periods, so that it is rather too small.
  init(total method: MethodBacktest, against baseline: MethodBacktest) {
    func means(_ result: MethodBacktest) -> [Double] {
      result.totals.map { $0.reduce(0) { $0 + $1.ranked } / Double($0.count) }
    }
    self.init(
      zip(means(method), means(baseline)).map { $1 - $0 },
      baseline: baseline.total.mean(baseline.total.ranked))
  }

  /// The mean of gains.
  ///
  /// - Parameters:
  ///   - gains: One gain per unit or origin.
  ///   - baseline: The baseline's score.
  init(_ gains: [Double], baseline: Double) {
    let moments = RunningMoments(gains)
    gain = moments.mean
    count = gains.count
    standardError = moments.standardError
    share = baseline > 0 ? moments.mean / baseline : .nan
  }
}
