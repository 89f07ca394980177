public import Statistics

/// A weighted average of control units that stands in for treated ones: what they would have done.
///
/// Abadie, Diamond and Hainmueller (2010), "Synthetic Control Methods for Comparative Case Studies";
/// with an intercept as in Doudchenko and Imbens (2016); augmented by ridge regression as in
/// Ben-Michael, Feller and Rothstein (2021).
public struct SyntheticControl: Sendable, Equatable {
  /// The question that was fitted.
  public let question: SyntheticControlQuestion
  /// One weight per donor, averaged over treated units; they sum to 1, and augmented ones may be
  /// negative.
  public let weights: [Double]
  /// The penalty of the ridge regression, in squared outcome units; nil without.
  public let penalty: Double?
  /// The mean outcome of the treated units in each fitted and then each tested period.
  public let actual: [Double]
  /// What it would have been without the test, in the same periods.
  public let synthetic: [Double]
  /// The root mean squared difference in the fitted periods, in outcome units.
  public let fittedError: Double
  /// The difference in the fitted periods over that of equal weights, 0 for a perfect fit and about
  /// 1 for one that is no better; augsynth's scaled L2 imbalance.
  public let scaledImbalance: Double
  /// What was left to gain in the sum of squares of the shares, in squared outcome units, at most;
  /// see `SimplexLeastSquares`.
  public let optimalityGap: Double

  /// Fits a synthetic control.
  ///
  /// - Parameters:
  ///   - outcomes: One row per period and one column per unit, all finite.
  ///   - question: Which units, and when.
  ///   - settings: How donors are combined.
  /// - Throws: `EstimationError` with a place that is not finite, or where the search does not settle.
  public init(
    _ outcomes: Matrix, _ question: SyntheticControlQuestion,
    settings: SyntheticControlSettings = SyntheticControlSettings()
  ) throws(EstimationError) {
    try Self.checkFinite(outcomes, question)
    do {
      try self.init(
        outcomes, question, settings, MatchedSeries(outcomes, question.fitted, question, settings))
    } catch {
      throw .leastSquares(error)
    }
  }

  /// Fits with products of the fitted periods that are known already.
  init(
    _ outcomes: Matrix, _ question: SyntheticControlQuestion, _ settings: SyntheticControlSettings,
    _ series: MatchedSeries
  ) throws(NumericalError) {
    self.question = question
    let groups = question.groups(settings.pooling)
    penalty = try Self.penalty(series, groups, question.donors, settings.augmentation)
    var fit = try DonorFit(series, donors: question.donors, penalty: penalty)
    var weights = question.donors.map { _ in 0.0 }
    var gap = 0.0
    for group in groups {
      let own = try fit.weights(series.products(of: question.donors, withAverageOf: group))
      for index in own.indices { weights[index] += own[index] / Double(groups.count) }
      gap = max(gap, fit.optimalityGap)
    }
    self.weights = weights
    optimalityGap = gap
    let target = series.average(of: question.treated)
    fittedError = Self.rootMeanSquare(
      zip(target, series.combination(of: question.donors, weights: weights)).map { $0 - $1 })
    let plain = Self.rootMeanSquare(
      zip(target, series.average(of: question.donors)).map { $0 - $1 })
    scaledImbalance = plain > 0 ? fittedError / plain : 0
    let paths = Self.paths(outcomes, question, weights, hasIntercept: settings.hasIntercept)
    (actual, synthetic) = paths
  }

  /// The differences of actual and synthetic outcomes in the tested periods.
  public var effects: [Double] {
    zip(actual, synthetic).dropFirst(question.fitted.count).map { $0 - $1 }
  }

  /// The mean difference in the tested periods, per treated unit and period.
  public var meanEffect: Double {
    let effects = effects
    return effects.reduce(0, +) / Double(effects.count)
  }

  /// The mean of the synthetic outcomes in the tested periods, per treated unit and period.
  public var meanSynthetic: Double {
    let later = synthetic.dropFirst(question.fitted.count)
    return later.reduce(0, +) / Double(later.count)
  }

  static func penalty(
    _ series: MatchedSeries, _ groups: [[Int]], _ donors: [Int],
    _ augmentation: SyntheticControlSettings.Augmentation
  ) throws(NumericalError) -> Double? {
    switch augmentation {
    case .none: nil
    case .ridge(.fixed(let penalty)): penalty
    case .ridge(let rule):
      try PenaltySearch(series, groups: groups, donors: donors).penalty(rule)
    }
  }

  static func rootMeanSquare(_ values: [Double]) -> Double {
    (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot()
  }

  /// Actual and synthetic outcomes in the fitted and tested periods.
  private static func paths(
    _ outcomes: Matrix, _ question: SyntheticControlQuestion, _ weights: [Double],
    hasIntercept: Bool
  ) -> (actual: [Double], synthetic: [Double]) {
    let share = 1 / Double(question.treated.count)
    var actual = question.periods.map { _ in 0.0 }
    var synthetic = actual
    for (place, period) in question.periods.enumerated() {
      for unit in question.treated { actual[place] += share * outcomes[period, unit] }
      for (unit, weight) in zip(question.donors, weights) {
        synthetic[place] += weight * outcomes[period, unit]
      }
    }
    guard hasIntercept else { return (actual, synthetic) }
    let count = question.fitted.count
    let shift = zip(actual, synthetic).prefix(count).reduce(0) { $0 + $1.0 - $1.1 } / Double(count)
    return (actual, synthetic.map { $0 + shift })
  }

  static func checkFinite(
    _ outcomes: Matrix, _ question: SyntheticControlQuestion
  ) throws(EstimationError) {
    for unit in question.treated + question.donors {
      for period in question.periods where !outcomes[period, unit].isFinite {
        throw .notFinite(variable: "outcome", unit: unit, period: period)
      }
    }
  }
}

extension SyntheticControlQuestion {
  /// The treated units that are fitted as one.
  func groups(_ pooling: SyntheticControlSettings.Pooling) -> [[Int]] {
    pooling == .average ? [treated] : treated.map { [$0] }
  }
}

extension MatchedSeries {
  /// The series of some periods as settings want them matched.
  init(
    _ outcomes: Matrix, _ periods: some Sequence<Int>, _ question: SyntheticControlQuestion,
    _ settings: SyntheticControlSettings
  ) {
    self.init(outcomes, periods: Array(periods), hasIntercept: settings.hasIntercept)
    if let covariates = settings.covariates {
      precondition(covariates.columns == outcomes.columns, "one column of covariates per unit")
      add(covariates: covariates, donors: question.donors)
    }
  }
}
