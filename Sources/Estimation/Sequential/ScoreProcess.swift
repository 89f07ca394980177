import Statistics

/// A stopping rule with the densities that its chances come from, computed once for all effects.
struct ScoreProcess: Sendable {
  let rule: StoppingRule

  /// Where the score may be before each look.
  private let densities: [ContinuationDensity]

  /// The first look after the starting point.
  private let firstLook: Int

  /// The process of a rule from a point on.
  ///
  /// - Parameters:
  ///   - rule: The rule; looks up to the starting point do not count.
  ///   - start: Share of information and score that have been reached.
  init(_ rule: StoppingRule, from start: (share: Double, score: Double) = (0, 0)) {
    self.rule = rule
    var density = ContinuationDensity(share: start.share, score: start.score)
    var densities: [ContinuationDensity] = []
    for look in rule.shares.indices {
      densities.append(density)
      guard look + 1 < rule.count, rule.shares[look] > start.share else { continue }
      density = density.advanced(
        to: rule.shares[look], above: rule.lower[look], below: rule.upper[look],
        before: rule.shares[look + 1])
    }
    self.densities = densities
    firstLook = rule.shares.firstIndex { $0 > start.share } ?? rule.count
  }

  /// How often the test stops at each look under a drift: the expected *z* value at full information.
  func chances(drift: Double) -> StoppingChances {
    func chance(_ look: Int, _ value: (ContinuationDensity) -> Double) -> Double {
      look < firstLook ? 0 : value(densities[look])
    }
    let shares = rule.shares
    return StoppingChances(
      above: shares.indices.map { look in
        chance(look) { $0.chance(above: rule.upper[look], at: shares[look], drift: drift) }
      },
      below: shares.indices.map { look in
        chance(look) { $0.chance(below: rule.lower[look], at: shares[look], drift: drift) }
      },
      shares: shares, provesLoss: rule.provesLoss)
  }

  /// The chance of an outcome at least as high as the one observed, in the stagewise ordering.
  ///
  /// A stop above at an earlier look is higher than anything later, a stop below is lower; at one look
  /// the *z* value decides. The chance grows with the drift.
  ///
  /// - Parameters:
  ///   - z: The *z* value at the look.
  ///   - look: The look, from 0.
  ///   - drift: The expected *z* value at full information.
  /// - Returns: A chance.
  func chance(ofAtLeast z: Double, at look: Int, drift: Double) -> Double {
    var sum = densities[look].chance(above: z, at: rule.shares[look], drift: drift)
    for earlier in 0..<look {
      sum += densities[earlier].chance(
        above: rule.upper[earlier], at: rule.shares[earlier], drift: drift)
    }
    return sum
  }
}
