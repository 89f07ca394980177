import Statistics

/// How forecasts of units and of their sum are made to agree, future by future.
public enum Reconciliation: String, CaseIterable, Sendable {
  /// The total is the sum of its units.
  case bottomUp
  /// The forecast of the total holds, and units share it out.
  case topDown
  /// Both are averaged, each with the other's variance as its weight, and units share that out: the
  /// total of MinT with a diagonal covariance. Wickramasuriya, Athanasopoulos and Hyndman (2019),
  /// "Optimal Forecast Reconciliation", JASA 114, 804–819.
  case minimumTrace

  /// Makes the futures of units add up to the total's.
  ///
  /// The largest sum of units goes with the largest total, and so on by rank, so that units that
  /// are high together stay so. In each future units are scaled by one factor and rounded so that
  /// whole numbers add up exactly and each is expected to be its share: Cox (1987), "A Constructive
  /// Procedure for Unbiased Controlled Rounding", JASA 82, 520–524.
  ///
  /// - Parameters:
  ///   - units: Futures of units in whole numbers of at least 0.
  ///   - total: Futures of the total, drawn for it as one unit, as many as those of units.
  ///   - seed: Seed of the rounding.
  /// - Returns: Futures of units whose sums are those of the rule.
  public func reconciled(
    _ units: ForecastDraws, total: ForecastDraws, seed: UInt64
  ) -> ForecastDraws {
    precondition(
      total.unitCount == 1 && total.horizon == units.horizon && total.drawCount == units.drawCount,
      "the total is one unit with as many futures")
    guard self != .bottomUp else { return units }
    let stream = RandomStream(seed: seed, replicate: 0, purpose: "forecast/reconciliation")
    var result = units
    for step in 0..<units.horizon {
      let sums = units.totals(step: step)
      let targets = targets(sums, total.draws(unit: 0, step: step).map { Double($0) })
      for draw in sums.indices where targets[draw] != sums[draw] {
        Self.share(
          targets[draw], among: &result, step: step, draw: draw, sum: sums[draw],
          offset: stream.uniform(agent: 0, step: step, draw: draw))
      }
    }
    return result
  }

  /// The sum that units shall have in each future.
  private func targets(_ sums: [Double], _ totals: [Double]) -> [Double] {
    let order = sums.indices.sorted { (sums[$0], $0) < (sums[$1], $1) }
    let sorted = totals.sorted()
    var weight = 0.0
    if self == .minimumTrace {
      let (ofSums, ofTotals) = (RunningMoments(sums).variance, RunningMoments(totals).variance)
      weight = ofSums + ofTotals > 0 ? ofTotals / (ofSums + ofTotals) : 0
    }
    var targets = sums
    for (rank, draw) in order.enumerated() {
      targets[draw] = (weight * sums[draw] + (1 - weight) * sorted[rank]).rounded()
    }
    return targets
  }

  /// Scales the units of one future to a sum, in whole numbers.
  ///
  /// A unit gets the whole numbers that its stretch of the running sum passes, counted from a random
  /// offset.
  private static func share(
    _ target: Double, among draws: inout ForecastDraws, step: Int, draw: Int, sum: Double,
    offset: Double
  ) {
    let count = draws.unitCount
    // Where no unit has anything, all are alike.
    let isEmpty = sum == 0
    var (running, given) = (0.0, 0.0)
    for unit in 0..<count {
      let place = (unit * draws.horizon + step) * draws.drawCount + draw
      running += isEmpty ? 1 : Double(draws.values[place])
      let reached =
        unit == count - 1
        ? target
        : min(
          target,
          (target * (running / (isEmpty ? Double(count) : sum)) + offset).rounded(.down))
      draws.values[place] = Float(reached - given)
      given = reached
    }
  }
}
