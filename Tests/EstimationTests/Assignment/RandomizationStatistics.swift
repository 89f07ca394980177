import TestSupport
import Testing

@testable import Estimation

/// Each check fails a correct program once in a million.
@Suite("Randomization statistics")
struct RandomizationStatistics {
  @Test("makes every assignment as likely as any other")
  func uniform() throws {
    let roster = AssignmentFixtures.roster(6)
    let plan = AssignmentPlan(.individual, arms: ["a", "b"], seed: 17)
    let randomization = try Randomization(plan, of: roster)
    var counts: [[Int]: Int] = [:]
    let replicates = 20_000
    for replicate in 0..<replicates {
      counts[try randomization.arms(replicate: replicate), default: 0] += 1
    }
    #expect(counts.count == 20)
    let expected = Double(replicates) / 20
    let statistic = counts.values.reduce(0.0) {
      $0 + (Double($1) - expected) * (Double($1) - expected) / expected
    }
    let band = StatisticalBand.chiSquare(degrees: 19, falseAlarm: 1e-6)
    #expect(band.range.contains(statistic))
  }

  @Test("gives every unit its share of every arm, whatever the sizes of strata")
  func shares() throws {
    let roster = Roster(
      units: AssignmentFixtures.names(12),
      strata: ["a", "a", "a", "b", "b", "b", "b", "c", "d", "d", "d", "d"])
    let shares = ArmShares([0.5, 0.3, 0.2])
    var plan = AssignmentPlan(.stratified, arms: ["x", "y", "z"], shares: shares, seed: 18)
    plan.allowsSmallStrata = true
    let randomization = try Randomization(plan, of: roster)
    let replicates = 20_000
    var counts = [Int](repeating: 0, count: 36)
    for replicate in 0..<replicates {
      for (unit, arm) in try randomization.arms(replicate: replicate).enumerated() {
        counts[3 * unit + arm] += 1
      }
    }
    for (place, count) in counts.enumerated() {
      let band = StatisticalBand.proportion(
        shares.shares[place % 3], trials: replicates, falseAlarm: 1e-6)
      #expect(band.range.contains(Double(count) / Double(replicates)))
    }
  }

  @Test("has the mean distance of the theory, and withholds the share of a holdout")
  func distances() throws {
    let roster = AssignmentFixtures.roster(60, covariates: true)
    let balance = ArmBalance(roster, arms: 3)
    let randomization = try Randomization(
      AssignmentPlan(.individual, arms: ["a", "b", "c"], seed: 19), of: roster)
    let replicates = 20_000
    let total = try (0..<replicates).reduce(0.0) {
      $0 + balance.distance(try randomization.arms(replicate: $1))
    }
    // Two dimensions and three arms: the mean is 4 exactly, the variance near that of chi-square, 8.
    let band = StatisticalBand.mean(
      4, standardDeviation: 8.0.squareRoot(), samples: replicates, falseAlarm: 1e-6)
    #expect(band.range.contains(total / Double(replicates)))

    let many = AssignmentFixtures.names(1_000).flatMap { name in (0..<20).map { "\(name)-\($0)" } }
    let plan = AssignmentPlan(
      .holdout, arms: ["holdout", "all"], shares: ArmShares([0.05, 0.95]), seed: 20)
    let held = try Randomization(plan, of: Roster(units: many)).arms().count { $0 == 0 }
    let share = StatisticalBand.proportion(0.05, trials: many.count, falseAlarm: 1e-6)
    #expect(share.range.contains(Double(held) / Double(many.count)))
  }
}
