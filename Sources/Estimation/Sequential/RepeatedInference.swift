import Statistics

/// Interval and *p*-value that hold at all looks of a test together, for one that goes on.
///
/// The interval is the estimate with as many standard errors to each side as the bound of the look; the
/// *p*-value is the error at which the design would have put its bound on the *z* value.
struct RepeatedInference {
  private let plan: GroupSequentialPlan
  private let look: Int

  /// Inference at a look.
  init(_ plan: GroupSequentialPlan, look: Int) {
    self.plan = plan
    self.look = look
  }

  /// The effect at the look.
  ///
  /// - Parameters:
  ///   - value: Estimate, as of a test with one look.
  ///   - standardError: Its standard error.
  /// - Returns: The estimate with its repeated interval and *p*-value.
  func estimate(_ value: Double, standardError: Double) -> EffectEstimate {
    let half = plan.rule.upper[look] * standardError
    let sides: Double = plan.design.isTwoSided ? 1 : 2
    return EffectEstimate(
      inverting: value, pValue: sides * error(bound: (value / standardError).magnitude),
      from: value - half, to: value + half, confidence: 1 - sides * plan.design.alpha)
  }

  /// The error at which the bound of the look would be a *z* value.
  private func error(bound z: Double) -> Double {
    // Chosen: errors from 1e-12 to nearly one half of each side; beyond them the figure is of no
    // interest.
    let most = plan.design.isTwoSided ? 1.0 : 0.5
    let least = 1e-12
    guard bound(error: most * 0.999) < z else { return most }
    guard bound(error: least) > z else { return least }
    return Elementary.exp(
      BracketedRoot.root(
        in: Elementary.log(least)...Elementary.log(most * 0.999), tolerance: 1e-10
      ) { bound(error: Elementary.exp($0)) - z })
  }

  /// The upper bound of the look when the design had another error.
  private func bound(error: Double) -> Double {
    // Where the first look has no finite bound, neither has a smaller error.
    min(plan.design.ruleWithError(error, lower: binding).upper[look], 1e3)
  }

  private var binding: [Double]? {
    plan.design.futility?.isBinding == true ? plan.rule.lower : nil
  }
}
