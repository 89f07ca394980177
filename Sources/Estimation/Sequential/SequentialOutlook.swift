import Statistics

/// What going on with a test may bring, for the question whether to.
///
/// All chances follow the rule of the test, giving up included.
public struct SequentialOutlook: Sendable, Equatable {
  /// Chance of proving a gain at a later look when the planned effect is true: conditional power.
  public let powerUnderPlan: Double

  /// The same when the effect is as estimated so far.
  public let powerUnderTrend: Double

  /// The same averaged over the effects that the data so far allow, without a prior preference:
  /// predictive power; Spiegelhalter, Freedman and Blackburn (1986).
  public let predictivePower: Double

  /// Chances from a look on.
  ///
  /// - Parameters:
  ///   - plan: The plan.
  ///   - look: The look that was had, from 0, not the last.
  ///   - z: Its *z* value.
  ///   - plannedDrift: Expected *z* value at full information under the planned effect.
  init(_ plan: GroupSequentialPlan, look: Int, z: Double, plannedDrift: Double) {
    let share = plan.rule.shares[look]
    let process = ScoreProcess(plan.rule, from: (share, z * share.squareRoot()))
    func power(_ drift: Double) -> Double {
      process.chances(drift: drift).above.reduce(0, +)
    }
    let trend = z / share.squareRoot()
    let deviation = 1 / share.squareRoot()
    powerUnderPlan = power(plannedDrift)
    powerUnderTrend = power(trend)
    // The drifts that the data allow are normal around the trend; eight deviations hold all of them.
    let panels = GaussLegendre.panels(
      (trend - 8 * deviation)...(trend + 8 * deviation), width: min(1, deviation))
    let density = 1 / (deviation * (2 * Double.pi).squareRoot())
    predictivePower = zip(panels.nodes, panels.weights).reduce(0) { sum, point in
      let distance = (point.0 - trend) / deviation
      return sum + point.1 * density * Elementary.exp(-distance * distance / 2) * power(point.0)
    }
  }
}
