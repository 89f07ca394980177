import Statistics

/// The test of an effect by drawing the arms again, with the interval that inverts it.
///
/// Under an effect δ that is the same for every unit, outcomes less δ for treated units would not
/// have depended on the draw, so that the observed difference is one of those of all draws. The
/// p-value of δ is the share of draws whose difference is at least as far from zero. Every draw
/// rejects outside an interval of δ around the estimate that follows from two ratios, so that the
/// p-value as a function of δ is known exactly and the confidence interval is where it is not below
/// the level: no search, and no contradiction. Rosenbaum (2002), "Covariance Adjustment in
/// Randomized Experiments and Observational Studies"; Fisher (1935), "The Design of Experiments".
public struct RandomizationInference: Sendable, Equatable {
  /// The estimate with p-value and interval.
  public let effect: EffectEstimate
  /// How many draws were compared, the observed one included.
  public let draws: Int
  /// Whether these are all draws that the design allows.
  public let isExact: Bool

  /// Draws up to which all of them are enumerated.
  ///
  /// Chosen: 12 units in two halves have 924, 16 pairs 65,536.
  public static let enumerationLimit = 100_000

  /// Draws the arms again as the design drew them: whole clusters, within strata or pairs.
  ///
  /// The difference is the mean over blocks, weighted by their units, of the differences within
  /// them. Outcomes are first freed of what the covariates explain.
  ///
  /// - Parameters:
  ///   - sample: The units with blocks and clusters as they were in the draw.
  ///   - draws: How many draws where there are too many to enumerate, the observed one included.
  ///   - seed: What the draws follow from.
  ///   - confidence: Confidence of the interval.
  /// - Throws: ``ReadoutError`` for split clusters, collinear covariates, and where no block has
  ///   both arms.
  public init(
    _ sample: ExperimentSample, draws: Int = 10_000, seed: UInt64 = 1, confidence: Double = 0.95
  ) throws(ReadoutError) {
    precondition(draws > 1, "a share of draws needs draws")
    try sample.checkClusters()
    let plan = try RearrangementPlan(sample)
    let outcome = try sample.residuals(of: sample.outcome)
    let arm = try sample.residuals(of: sample.isTreated.map { $0 ? 1 : 0 })
    let observed = (
      plan.difference(outcome, sample.isTreated), plan.difference(arm, sample.isTreated)
    )
    guard observed.1 > 1e-9 else {
      throw .noGroups(method: "randomization inference", groups: "both arms in a block")
    }
    // Rounding in sums of this size is no difference.
    let tiny = 1e-11 * (sample.outcome.reduce(0) { max($0, $1.magnitude) } + observed.0.magnitude)
    var (lows, highs): ([Double], [Double]) = ([], [])
    func compare(_ drawn: [Bool]) {
      let (a, b) = (plan.difference(outcome, drawn), plan.difference(arm, drawn))
      let (low, high) = Self.kept(observed, a, b, tiny)
      lows.append(low)
      highs.append(high)
    }
    isExact = plan.count <= Double(Self.enumerationLimit)
    if isExact {
      plan.enumerate(compare)
    } else {
      compare(sample.isTreated)
      let stream = RandomStream(seed: seed, replicate: 0, purpose: "readout/rearrangement")
      for draw in 1..<draws { compare(plan.draw(draw, stream)) }
    }
    self.draws = lows.count
    effect = Self.inverted(observed.0 / observed.1, lows, highs, confidence)
  }

  /// The effects that a draw does not speak against: where `|a − δ b| ≥ |o₀ − δ o₁|`.
  private static func kept(
    _ observed: (Double, Double), _ a: Double, _ b: Double, _ tiny: Double
  ) -> (Double, Double) {
    // The observed draw and its mirror keep every effect, and a draw that is further off than those
    // in the arms' residuals keeps an unbounded set, which is taken as every effect.
    guard observed.1 - b.magnitude > 1e-9 else { return (-.infinity, .infinity) }
    func snapped(_ x: Double) -> Double { x.magnitude <= tiny ? 0 : x }
    let first = snapped(observed.0 - a) / (observed.1 - b)
    let second = snapped(observed.0 + a) / (observed.1 + b)
    return (min(first, second), max(first, second))
  }

  /// The p-value of no effect and the effects whose p-value is not below the level.
  private static func inverted(
    _ value: Double, _ lows: [Double], _ highs: [Double], _ confidence: Double
  ) -> EffectEstimate {
    let count = lows.count
    let keeping = lows.indices.count { lows[$0] <= 0 && highs[$0] >= 0 }
    let level = 1 - confidence
    // The fewest draws whose share is not below the level.
    var needed = max(1, Int((level * Double(count)).rounded(.down)))
    while Double(needed) / Double(count) < level { needed += 1 }
    let low = lows.sorted()[needed - 1]
    let high = highs.sorted(by: >)[needed - 1]
    return EffectEstimate(
      value, pValue: Double(keeping) / Double(count), interval: min(low, value)...max(high, value),
      confidence: confidence)
  }
}

extension ExperimentSample {
  /// A column less what the covariates explain of it.
  fileprivate func residuals(of column: [Double]) throws(ReadoutError) -> [Double] {
    guard !covariates.isEmpty else { return column }
    var design = Design(rows: count, place: "randomization inference")
    do {
      try design.appendIntercept()
      for covariate in covariates { try design.append(covariate.name, covariate.values) }
      return try RegressionFit(column, on: design, named: outcomeName).residuals
    } catch {
      throw .regression(error)
    }
  }

  /// The effect by drawing the arms again; see ``RandomizationInference``.
  ///
  /// - Parameters:
  ///   - draws: How many draws where there are too many to enumerate.
  ///   - seed: What the draws follow from.
  ///   - confidence: Confidence of the interval.
  /// - Returns: The effect per unit; its relative size takes the control mean as known.
  /// - Throws: As ``RandomizationInference``.
  public func randomization(
    draws: Int = 10_000, seed: UInt64 = 1, confidence: Double = 0.95
  ) throws(ReadoutError) -> Readout {
    let inference = try RandomizationInference(
      self, draws: draws, seed: seed, confidence: confidence)
    let level = RunningMoments(outcomes(treated: false)).mean
    return Readout(
      method: inference.isExact ? "exact permutation" : "randomization inference",
      effect: inference.effect,
      relative: level > 0 ? inference.effect.scaled(by: 1 / level) : nil, controlLevel: level,
      treated: treatedCount, control: count - treatedCount)
  }
}
