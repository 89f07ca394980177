import Statistics

/// A group-sequential design solved: its bounds, and what they cost and save.
///
/// Bounds and chances come from the joint normal distribution of all looks, integrated numerically to
/// about 1e-10, so that they hold for means, proportions, rates and regressions alike whenever
/// estimates are close to normal and each look adds to the one before.
public struct GroupSequentialPlan: Sendable {
  /// What was asked.
  public let design: GroupSequentialDesign

  /// At which *z* values the test stops.
  public let rule: StoppingRule

  /// Expected *z* value at full information for which the test has its power.
  public let drift: Double

  /// How often the test stops where when there is no effect.
  public let underNone: StoppingChances

  /// How often the test stops where when the planned effect is true.
  public let underEffect: StoppingChances

  /// Chances of the rule.
  let process: ScoreProcess

  /// Chances by which the error is counted: those of the rule without giving up, unless that binds.
  let errorProcess: ScoreProcess

  /// Solves a design.
  public init(_ design: GroupSequentialDesign) {
    self.design = design
    (rule, drift) = design.solved()
    process = ScoreProcess(rule)
    errorProcess =
      design.futility.map { !$0.isBinding } == true
      ? ScoreProcess(design.ruleWithoutFutility()) : process
    underNone = process.chances(drift: 0)
    underEffect = process.chances(drift: drift)
  }

  /// Largest sample, in samples of a test with one look and the same power.
  public var inflation: Double {
    let ratio = drift / design.fixedDrift
    return ratio * ratio
  }

  /// Error spent up to each look, of both sides together for a two-sided test; what a test that is
  /// not given up although it may be would make.
  public var spent: [Double] {
    var sum = 0.0
    return errorProcess.chances(drift: 0).rejections.map { chance in
      sum += chance
      return sum
    }
  }

  /// *p*-value of a single test that would lie on the upper bound, one per look.
  public var nominal: [Double] {
    rule.upper.map { (design.isTwoSided ? 2 : 1) * Normal.cumulative(-$0) }
  }

  /// Expected sample when there is no effect, in samples of a test with one look.
  public var expectedSampleUnderNone: Double { inflation * underNone.expectedShare }

  /// Expected sample under the planned effect, in samples of a test with one look.
  public var expectedSampleUnderEffect: Double { inflation * underEffect.expectedShare }

  /// How often the test stops where when the effect is a multiple of the planned one.
  ///
  /// - Parameter multiple: 0 for no effect, 1 for the planned one, negative for losses.
  /// - Returns: The chances.
  public func chances(effect multiple: Double) -> StoppingChances {
    process.chances(drift: drift * multiple)
  }

  /// Error of the same looks at a plain test, which stops at the first *p*-value below alpha.
  ///
  /// The chance of claiming an effect when there is none.
  public var peekingError: Double {
    let bound = Normal.quantile(1 - design.sideAlpha)
    let bounds = rule.shares.map { _ in bound }
    return ScoreProcess(design.rule(upper: bounds)).chances(drift: 0).power
  }
}
