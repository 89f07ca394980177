import Estimation
import Foundation
import Statistics
import TestSupport
import Testing

/// Simulated tests that are looked at several times.
///
/// Each check has a false-alarm rate of 6e-5, that of four standard errors.
@Suite("Sequential statistics")
struct SequentialStatistics {
  static let isSlow = ProcessInfo.processInfo.environment["ROUNDS_SLOW"] != nil

  /// The chance of a normal variable beyond four deviations.
  static let falseAlarm = 6.33e-5

  /// The *z* values of a simulated test at each look.
  static func path(_ shares: [Double], drift: Double, test: Int, _ stream: RandomStream) -> [Double]
  {
    var (score, last) = (0.0, 0.0)
    return shares.enumerated().map { look, share in
      let luck = Normal.quantile(stream.uniform(agent: test, step: look))
      score += drift * (share - last) + luck * (share - last).squareRoot()
      last = share
      return score / share.squareRoot()
    }
  }

  static let boundaries: [GroupSequentialDesign.Boundary] = [
    .pocock, .obrienFleming, .wangTsiatis(0.25), .spending(.obrienFleming), .spending(.pocock),
    .spending(.power(2)), .spending(.hwangShihDeCani(-4)),
  ]

  @Test(
    "of every kind of bounds, five looks: error, power and ends are as planned",
    .enabled(if: isSlow), arguments: boundaries.indices)
  func bounds(index: Int) throws {
    let tests = 200_000
    for (isTwoSided, futility) in [
      (true, nil), (false, nil), (false, GroupSequentialDesign.Futility(.hwangShihDeCani(-2))),
    ] {
      let plan = GroupSequentialPlan(
        try GroupSequentialDesign(
          shares: [0.15, 0.4, 0.6, 0.8, 1], boundary: Self.boundaries[index], alpha: 0.05,
          isTwoSided: isTwoSided, futility: futility))
      for (drift, chances) in [(0, plan.underNone), (plan.drift, plan.underEffect)] {
        let stream = RandomStream(
          seed: 3, replicate: index, purpose: "looks \(isTwoSided) \(futility != nil) \(drift > 0)")
        var rejected = 0
        var ends = [Int](repeating: 0, count: 5)
        for test in 0..<tests {
          let path = Self.path(plan.rule.shares, drift: drift, test: test, stream)
          let look =
            path.indices.first {
              path[$0] >= plan.rule.upper[$0] || path[$0] <= plan.rule.lower[$0]
            }
            ?? 4
          ends[look] += 1
          if path[look] >= plan.rule.upper[look]
            || (isTwoSided && path[look] <= plan.rule.lower[look])
          {
            rejected += 1
          }
        }
        let places = [(chances.power, rejected)] + zip(chances.ends, ends)
        for (chance, count) in places {
          let band = StatisticalBand.proportion(
            chance, trials: tests, falseAlarm: Self.falseAlarm)
          #expect(band.contains(Double(count) / Double(tests)), "\(index) \(drift) \(chance)")
        }
      }
    }
  }

  @Test(
    "read out in the stagewise ordering: intervals cover and estimates are median-unbiased",
    .enabled(if: isSlow), arguments: [0.0, 1.5, 3])
  func coverage(drift: Double) throws {
    let tests = 20_000
    let plan = GroupSequentialPlan(
      try GroupSequentialDesign(
        shares: [0.2, 0.4, 0.6, 0.8, 1], boundary: .spending(.pocock), alpha: 0.1))
    let stream = RandomStream(seed: 5, replicate: 0, purpose: "stagewise \(drift)")
    var (covered, above) = (0, 0)
    for test in 0..<tests {
      let path = Self.path(plan.rule.shares, drift: drift, test: test, stream)
      let look = path.indices.first { path[$0].magnitude >= plan.rule.upper[$0] } ?? 4
      let error = 1 / plan.rule.shares[look].squareRoot()
      let effect = SequentialReadout(
        plan, look: look, value: path[look] * error, standardError: error
      ).estimate
      if effect.interval.contains(drift) { covered += 1 }
      if effect.value > drift { above += 1 }
    }
    for (chance, count) in [(0.9, covered), (0.5, above)] {
      let band = StatisticalBand.proportion(chance, trials: tests, falseAlarm: Self.falseAlarm)
      #expect(band.contains(Double(count) / Double(tests)), "\(drift): \(count) of \(tests)")
    }
  }

  @Test(
    "in a confidence sequence hold under a look at every pair of units", .enabled(if: isSlow),
    arguments: [ConfidenceSequence.Mixture.variance(0.05), .tuned(units: 1_000)])
  func continuousPeeking(mixture: ConfidenceSequence.Mixture) {
    let (tests, units, effect) = (4_000, 3_000, 0.3)
    let sequence = ConfidenceSequence(mixture)
    let stream = RandomStream(seed: 7, replicate: 0, purpose: "sequence \(mixture)")
    var (missed, missedByPlain) = (0, 0)
    for test in 0..<tests {
      var sum = 0.0
      var (isMissed, isMissedByPlain) = (false, false)
      for unit in 1...units {
        sum += effect + Normal.quantile(stream.uniform(agent: test, step: unit))
        let error = 1 / Double(unit).squareRoot()
        let mean = sum / Double(unit)
        let estimate = sequence.estimate(mean, standardError: error, units: Double(unit))
        isMissed = isMissed || !estimate.interval.contains(effect)
        isMissedByPlain = isMissedByPlain || (mean - effect).magnitude > 1.96 * error
      }
      if isMissed { missed += 1 }
      if isMissedByPlain { missedByPlain += 1 }
    }
    let band = StatisticalBand.proportion(0.05, trials: tests, falseAlarm: Self.falseAlarm)
    let share = Double(missed) / Double(tests)
    // The sequence is valid for ever; within this many units it uses at least a fifth of its error.
    #expect(share <= band.range.upperBound && share > 0.01, "\(share)")
    #expect(Double(missedByPlain) / Double(tests) > 0.4)
  }
}
