public import Statistics

/// The difference of the means of two groups of independent values.
public struct MeanDifference: Sendable, Equatable {
  /// Count, mean and spread of the treated values.
  public let treated: RunningMoments
  /// Count, mean and spread of the control values.
  public let control: RunningMoments

  /// The difference of two groups, each of at least two values.
  public init(treated: [Double], control: [Double]) {
    precondition(min(treated.count, control.count) > 1, "a spread needs two values")
    self.treated = RunningMoments(treated)
    self.control = RunningMoments(control)
  }

  /// Treated less control.
  public var value: Double { treated.mean - control.mean }

  /// Welch's test and interval: each group has a variance of its own.
  ///
  /// Degrees of freedom after Satterthwaite. Welch (1947), "The generalization of Student's problem
  /// when several different population variances are involved".
  public func welch(confidence: Double = 0.95) -> EffectEstimate {
    let (first, second) = (
      treated.variance / Double(treated.count), control.variance / Double(control.count)
    )
    let sum = first + second
    let degrees =
      sum * sum
      / (first * first / Double(treated.count - 1) + second * second / Double(control.count - 1))
    return EffectEstimate(
      value, standardError: sum.squareRoot(), degrees: degrees, confidence: confidence)
  }

  /// Student's test and interval: both groups have one variance.
  public func pooled(confidence: Double = 0.95) -> EffectEstimate {
    let degrees = Double(treated.count + control.count - 2)
    let variance = (treated.squaredDeviations + control.squaredDeviations) / degrees
    let error = (variance * (1 / Double(treated.count) + 1 / Double(control.count))).squareRoot()
    return EffectEstimate(value, standardError: error, degrees: degrees, confidence: confidence)
  }

  /// The mean of the control group as the level of the effect.
  public var level: ComparisonLevel {
    let variance = control.variance / Double(control.count)
    return ComparisonLevel(
      control.mean, standardError: variance.squareRoot(), covariance: -variance)
  }
}

extension ExperimentSample {
  /// The difference of the means of the arms by Welch's test, which needs no equal variances.
  ///
  /// - Parameter confidence: Confidence of the interval.
  /// - Returns: The effect per unit.
  public func welch(confidence: Double = 0.95) -> Readout {
    let difference = MeanDifference(
      treated: outcomes(treated: true), control: outcomes(treated: false))
    return Readout(
      method: "Welch t", effect: difference.welch(confidence: confidence),
      level: difference.level, treated: difference.treated.count,
      control: difference.control.count)
  }

  /// The ratio of two sums per arm, such as opened over sent emails, as a difference of ratios.
  ///
  /// Units are independent, not the events within them, and where clusters were drawn only clusters
  /// are; the delta method linearizes each ratio at its arm's means. Deng, Knoblich and Lu (2018),
  /// "Applying the Delta Method in Metric Analytics".
  ///
  /// - Parameters:
  ///   - denominator: What the outcome is a share of, one number per unit; its sum in each arm is
  ///     positive.
  ///   - confidence: Confidence of the interval, which refers to the normal distribution as is
  ///     usual for ratios of many units, and with clusters to Student's t with clusters less two
  ///     degrees.
  /// - Returns: The difference of the ratios; counts are of units.
  /// - Throws: ``ReadoutError/zeroLevel(outcome:)`` where an arm has no denominator, and where a
  ///   cluster holds both arms or an arm has fewer than two.
  public func ratio(
    over denominator: Covariate, confidence: Double = 0.95
  ) throws(ReadoutError) -> Readout {
    try checkClusters()
    let arms = [true, false].map { arm in
      ArmRatio(
        sums(outcome, treated: arm), over: sums(denominator.values, treated: arm))
    }
    guard arms.allSatisfy({ $0.value.isFinite }) else {
      throw .zeroLevel(outcome: denominator.name)
    }
    let effect = EffectEstimate(
      arms[0].value - arms[1].value,
      standardError: (arms[0].variance + arms[1].variance).squareRoot(),
      degrees: clusters.map { Double(Set($0).count - 2) } ?? .infinity, confidence: confidence)
    return Readout(
      method: clusters == nil ? "ratio, delta method" : "ratio, clustered delta method",
      effect: effect,
      level: ComparisonLevel(
        arms[1].value, standardError: arms[1].variance.squareRoot(), covariance: -arms[1].variance),
      treated: treatedCount, control: count - treatedCount)
  }

  /// The sums of a column over what was drawn as a whole in one arm: clusters, or single units.
  private func sums(_ column: [Double], treated: Bool) -> [Double] {
    guard let clusters else { return values(column, treated: treated) }
    var sums: [Int: Double] = [:]
    for unit in column.indices where isTreated[unit] == treated {
      sums[clusters[unit], default: 0] += column[unit]
    }
    return sums.keys.sorted().map { sums[$0] ?? 0 }
  }
}

/// The ratio of two sums over units or clusters, with the variance of the delta method.
private struct ArmRatio {
  let value: Double
  let variance: Double

  init(_ numerator: [Double], over denominator: [Double]) {
    let sum = denominator.reduce(0, +)
    let ratio = numerator.reduce(0, +) / sum
    let residuals = RunningMoments(
      numerator.indices.map { numerator[$0] - ratio * denominator[$0] })
    let mean = sum / Double(denominator.count)
    value = ratio
    variance = residuals.variance / (mean * mean * Double(denominator.count))
  }
}
