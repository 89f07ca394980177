import Statistics

/// What it costs to treat nobody in a part of a universe, and what the comparison with it can tell.
public struct HoldoutCost: Sendable, Equatable {
  /// Units that are held out.
  public let heldOut: Double

  /// Outcomes that the held-out units do not bring because they are not treated.
  public let outcomesForgone: Double

  /// Their value.
  public let opportunityCost: Double

  /// The cost of a holdout.
  ///
  /// - Parameters:
  ///   - heldOut: Units that are held out.
  ///   - baseline: Mean outcome of a unit without treatment.
  ///   - lift: What treatment adds, relative to the baseline.
  ///   - valuePerOutcome: Money per unit of outcome.
  public init(heldOut: Double, baseline: Double, lift: Double, valuePerOutcome: Double) {
    self.heldOut = heldOut
    outcomesForgone = heldOut * baseline * lift
    opportunityCost = outcomesForgone * valuePerOutcome
  }
}

/// How to split units over two arms so that the difference of their means is known best for a budget.
public enum OptimalAllocation {
  /// Treated units per control unit: the ratio of standard deviations over the root of that of costs.
  ///
  /// - Parameters:
  ///   - control: Standard deviation and cost of a control unit, positive.
  ///   - treated: Standard deviation and cost of a treated unit, positive.
  /// - Returns: A positive number.
  public static func ratio(
    control: (standardDeviation: Double, cost: Double),
    treated: (standardDeviation: Double, cost: Double)
  ) -> Double {
    treated.standardDeviation / control.standardDeviation
      * (control.cost / treated.cost).squareRoot()
  }

  /// Treated units of each arm per control unit where several arms share the control: `1 / √arms`.
  ///
  /// The control arm is `√arms` times as large as each treated one, which makes the comparisons with it
  /// as precise as their total allows.
  ///
  /// - Parameter arms: Treated arms, at least 1.
  /// - Returns: A share of the control arm.
  public static func ratio(arms: Int) -> Double { 1 / Double(max(1, arms)).squareRoot() }
}
