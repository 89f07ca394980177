import Statistics

extension GroupSequentialDesign {
  /// The rule of the design and the drift at which it has the wanted power.
  func solved() -> (rule: StoppingRule, drift: Double) {
    let rule = ruleWithoutFutility()
    guard let futility else { return (rule, Self.drift(of: ScoreProcess(rule), power: power)) }
    // A test that may be given up needs more than one that may not.
    let least = Self.drift(of: ScoreProcess(rule), power: power)
    let drift = BracketedRoot.root(widening: (least * 0.9)...(least * 1.3)) {
      pass(drift: $0, futility, fixed: rule.upper).excess
    }
    return (pass(drift: drift, futility, fixed: rule.upper).rule, drift)
  }

  /// The drift at which a process proves something with a given chance.
  static func drift(of process: ScoreProcess, power: Double) -> Double {
    BracketedRoot.root(widening: 0...6) { process.chances(drift: $0).power - power }
  }

  /// The rule that never gives up.
  func ruleWithoutFutility() -> StoppingRule { ruleWithError(alpha, lower: nil) }

  /// The rule of the same design with another error.
  ///
  /// - Parameters:
  ///   - alpha: The error, of both sides together for a two-sided test.
  ///   - lower: Bounds below that the error counts on, of a test of a gain; nil for none.
  /// - Returns: The rule.
  func ruleWithError(_ alpha: Double, lower: [Double]?) -> StoppingRule {
    let side = isTwoSided ? alpha / 2 : alpha
    switch boundary {
    case .spending(let spending):
      return Self.rule(
        shares: shares, errors: errorSteps(spending, of: side), isTwoSided: isTwoSided,
        lower: lower)
    case .wangTsiatis(let exponent):
      let powers = shares.map { Elementary.pow($0, exponent - 0.5) }
      let single = Normal.quantile(1 - side)
      // The constant is the bound at full information; more looks move it outward.
      let constant = BracketedRoot.root(widening: (single / 2)...(single + 1)) { constant in
        alpha - ScoreProcess(rule(upper: powers.map { constant * $0 })).chances(drift: 0).power
      }
      return rule(upper: powers.map { constant * $0 })
    }
  }

  /// The rule of upper bounds, mirrored below for a two-sided test and open below for a one-sided one.
  func rule(upper: [Double]) -> StoppingRule {
    isTwoSided
      ? StoppingRule(shares: shares, twoSided: upper)
      : StoppingRule(
        shares: shares, upper: upper, lower: shares.map { _ in -.infinity }, provesLoss: false)
  }

  /// The rule whose looks spend given errors on one side.
  ///
  /// - Parameters:
  ///   - shares: Share of information at each look.
  ///   - errors: Error that each look adds on the upper side.
  ///   - isTwoSided: Whether the lower side mirrors the upper one.
  ///   - lower: Bounds below of a test of a gain; none unless given.
  /// - Returns: The rule.
  static func rule(
    shares: [Double], errors: [Double], isTwoSided: Bool, lower: [Double]? = nil
  ) -> StoppingRule {
    var density = ContinuationDensity()
    var upper: [Double] = []
    var below: [Double] = []
    for (look, share) in shares.enumerated() {
      let solved = density.bound(spending: errors[look], at: share)
      // The sides of a two-sided test meet at zero, which rounding may miss by a hair.
      let bound = isTwoSided ? max(0, solved) : solved
      upper.append(bound)
      below.append(isTwoSided ? -bound : min(bound, lower?[look] ?? -.infinity))
      if look + 1 < shares.count {
        density = density.advanced(
          to: share, above: below[look], below: bound, before: shares[look + 1])
      }
    }
    return StoppingRule(shares: shares, upper: upper, lower: below, provesLoss: isTwoSided)
  }

  /// The rule that spends the chance of missing an effect of a given drift, up to the last look.
  ///
  /// - Parameters:
  ///   - drift: Expected *z* value at full information.
  ///   - futility: How that chance is spent.
  ///   - fixed: Upper bounds that hold when futility does not bind.
  /// - Returns: The rule, which meets at the last look, and by how much the chance of missing there
  ///   falls short of what is left; zero for the right drift, growing with it.
  private func pass(
    drift: Double, _ futility: Futility, fixed: [Double]
  ) -> (rule: StoppingRule, excess: Double) {
    let misses = errorSteps(futility.spending, of: 1 - power)
    var errors: [Double]?
    if futility.isBinding, case .spending(let spending) = boundary {
      errors = errorSteps(spending, of: sideAlpha)
    }
    var density = ContinuationDensity()
    var (upper, lower): ([Double], [Double]) = ([], [])
    for (look, share) in shares.enumerated() {
      let above = errors.map { density.bound(spending: $0[look], at: share) } ?? fixed[look]
      upper.append(above)
      guard look + 1 < shares.count else { break }
      let below = density.bound(missing: misses[look], at: share, drift: drift)
      lower.append(min(below, above))
      density = density.advanced(
        to: share, above: lower[look], below: above, before: shares[look + 1])
    }
    let last = shares.count - 1
    let missed = density.chance(below: upper[last], at: shares[last], drift: drift)
    lower.append(upper[last])
    return (
      StoppingRule(shares: shares, upper: upper, lower: lower, provesLoss: false),
      misses[last] - missed
    )
  }
}

extension ContinuationDensity {
  /// Bounds beyond this are none: the chance of a normal value there is below 1e-300.
  private static let farthest = 37.0

  /// The *z* value that is reached from below with a given chance when there is no effect; ∞ when no
  /// finite one is rare enough.
  func bound(spending error: Double, at later: Double) -> Double {
    bound(error, far: Self.farthest, near: -Self.farthest) { chance(above: $0, at: later) }
  }

  /// The *z* value below which the score is with a given chance under a drift; −∞ when none is rare
  /// enough.
  func bound(missing error: Double, at later: Double, drift: Double) -> Double {
    bound(error, far: -Self.farthest, near: Self.farthest) {
      chance(below: $0, at: later, drift: drift)
    }
  }

  private func bound(
    _ error: Double, far: Double, near: Double, _ chance: (Double) -> Double
  ) -> Double {
    guard error > 1e-290, chance(far) < error else { return far > 0 ? .infinity : -.infinity }
    // The logarithm of a chance is close to a parabola of the bound.
    let wanted = Elementary.log(error)
    return BracketedRoot.root(in: min(far, near)...max(far, near)) { bound in
      Elementary.log(max(chance(bound), .leastNormalMagnitude)) - wanted
    }
  }
}
