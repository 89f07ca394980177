import Statistics

/// Estimate, interval and *p*-value of a test that has ended, in the stagewise ordering.
struct StagewiseInference {
  private let plan: GroupSequentialPlan
  private let look: Int
  private let z: Double

  /// Inference at the look at which a test ended.
  init(_ plan: GroupSequentialPlan, look: Int, z: Double) {
    self.plan = plan
    self.look = look
    self.z = z
  }

  /// The effect in some unit.
  ///
  /// - Parameter unit: The effect whose drift is one.
  /// - Returns: The median-unbiased estimate, with the drifts at which the outcome is neither too high
  ///   nor too low; twice the smaller chance is the *p*-value.
  func estimate(unit: Double) -> EffectEstimate {
    let tail = plan.design.sideAlpha
    let upper = chance(drift: 0)
    return EffectEstimate(
      inverting: drift(chance: 0.5) * unit, pValue: 2 * min(upper, 1 - upper),
      from: drift(chance: tail) * unit, to: drift(chance: 1 - tail) * unit,
      confidence: 1 - 2 * tail)
  }

  private func chance(drift: Double) -> Double {
    plan.errorProcess.chance(ofAtLeast: z, at: look, drift: drift)
  }

  /// The drift at which an outcome at least as high has a given chance.
  private func drift(chance wanted: Double) -> Double {
    let center = z / plan.rule.shares[look].squareRoot()
    return BracketedRoot.root(widening: (center - 4)...(center + 4)) {
      chance(drift: $0) - wanted
    }
  }
}
