import Statistics

/// What a look at a running test says: whether to stop, the effect, and what going on may bring.
///
/// A test that has ended is read out in the stagewise ordering: *p*-value, median-unbiased estimate and
/// interval are one chance, asked of no effect and solved for effects. A test that goes on has no such
/// reading, because its end is open; its interval and *p*-value then come from the bound of the look,
/// repeated confidence intervals that hold at all looks together. Both agree with the bounds.
///
/// Sources: Jennison and Turnbull (2000), chapters 8 and 9; Tsiatis, Rosner and Mehta (1984).
public struct SequentialReadout: Sendable, Equatable {
  /// What the look means for the test.
  public enum Verdict: Sendable, Equatable {
    /// A gain is proven.
    case gain
    /// A loss is proven.
    case loss
    /// The test is given up.
    case givenUp
    /// No bound is crossed and looks are left.
    case goesOn
    /// The last look was had and nothing is proven.
    case ended
  }

  /// The look, from 0.
  public let look: Int

  /// Estimate over its standard error.
  public let z: Double

  /// What the look means.
  public let verdict: Verdict

  /// The effect; its confidence is one less alpha, or less twice alpha for a one-sided test.
  public let estimate: EffectEstimate

  /// What going on may bring; nil for a test that has ended.
  public let outlook: SequentialOutlook?

  /// Reads out a look.
  ///
  /// - Parameters:
  ///   - plan: The plan, with the shares of information that the looks truly had.
  ///   - look: The look, from 0.
  ///   - value: Estimate of the effect at the look, as of a test with one look.
  ///   - standardError: Its standard error, positive.
  ///   - plannedEffect: Effect that the test was planned for, in the unit of the estimate; unless
  ///     given, the one for which its information suffices.
  public init(
    _ plan: GroupSequentialPlan, look: Int, value: Double, standardError: Double,
    plannedEffect: Double? = nil
  ) {
    precondition(plan.rule.shares.indices.contains(look), "a plan has the look that is read out")
    precondition(standardError > 0 && standardError.isFinite, "a standard error is positive")
    self.look = look
    let z = value / standardError
    self.z = z
    verdict = Self.verdict(plan, look: look, z: z)
    // An effect is the drift times this: the drift counts standard errors at full information.
    let unit = standardError * plan.rule.shares[look].squareRoot()
    let isOver = verdict != .goesOn
    // A test that was given up without having to be is read as if it might still go on.
    let isStagewise = isOver && !(verdict == .givenUp && plan.design.futility?.isBinding == false)
    estimate =
      isStagewise
      ? StagewiseInference(plan, look: look, z: z).estimate(unit: unit)
      : RepeatedInference(plan, look: look).estimate(value, standardError: standardError)
    outlook =
      isOver
      ? nil
      : SequentialOutlook(
        plan, look: look, z: z, plannedDrift: plannedEffect.map { $0 / unit } ?? plan.drift)
  }

  private static func verdict(_ plan: GroupSequentialPlan, look: Int, z: Double) -> Verdict {
    if z >= plan.rule.upper[look] { return .gain }
    if plan.rule.provesLoss, z <= plan.rule.lower[look] { return .loss }
    if look + 1 == plan.rule.count { return .ended }
    return z <= plan.rule.lower[look] ? .givenUp : .goesOn
  }
}
