import Statistics

@testable import Estimation

/// Lists of units for tests.
enum AssignmentFixtures {
  /// Names `H000`, `H001`, …
  static func names(_ count: Int) -> [String] {
    (0..<count).map { "H" + String(1_000 + $0).dropFirst() }
  }

  /// Units with strata of uneven sizes, ten clusters within strata, and two covariates.
  static func roster(
    _ count: Int, strata: Bool = false, clusters: Bool = false, covariates: Bool = false,
    isReversed: Bool = false
  ) -> Roster {
    let stream = RandomStream(seed: 11, replicate: 0, purpose: "test/roster")
    let rows = isReversed ? Array((0..<count).reversed()) : Array(0..<count)
    func cells(_ cell: (Int) -> String) -> [String] { rows.map(cell) }
    let names = names(count)
    return Roster(
      units: rows.map { names[$0] }, clusters: clusters ? cells { "T\($0 % 10)" } : nil,
      strata: strata ? cells { $0 % 10 < 3 ? "low" : $0 % 10 < 8 ? "middle" : "high" } : nil,
      covariates: covariates
        ? [
          Covariate("pre", numbers: rows.map { 10 * stream.uniform(agent: $0, step: 0) }),
          Covariate(
            "specialty",
            categories: cells { stream.uniform(agent: $0, step: 1) < 0.4 ? "GP" : "ON" }
          ),
        ] : [])
  }

  /// How many of some units go to each arm.
  static func counts(_ arms: [Int], _ units: [Int]? = nil, of count: Int) -> [Int] {
    (units ?? Array(arms.indices)).reduce(into: Array(repeating: 0, count: count)) {
      $0[arms[$1]] += 1
    }
  }

  /// A plan for each kind that has units, with the roster it needs.
  static let plans: [(plan: AssignmentPlan, roster: Roster)] = {
    let three = ["control", "email", "rep"]
    var blocked = AssignmentPlan(.blocked, arms: ["control", "email"], seed: 4)
    blocked.blockSize = 6
    var wedge = AssignmentPlan(.steppedWedge, arms: ["wave_1", "wave_2", "wave_3"], seed: 9)
    wedge.timing = ExperimentDesign.Timing(periods: 4)
    var geo = AssignmentPlan(.geo, arms: ["control", "email"], seed: 3)
    geo.acceptance = 0.05
    let factorial = AssignmentPlan(
      factors: [
        ExperimentDesign.Factor(name: "email", levels: ["off", "on"]),
        ExperimentDesign.Factor(name: "rep", levels: ["none", "low", "high"]),
      ], seed: 8)
    return [
      (AssignmentPlan(.individual, arms: three, seed: 1), roster(50)),
      (AssignmentPlan(.stratified, arms: three, seed: 2), roster(57, strata: true)),
      (blocked, roster(50, strata: true)),
      (AssignmentPlan(.pairs, arms: ["control", "email"], seed: 5), roster(31, covariates: true)),
      (AssignmentPlan(.cluster, arms: three, seed: 6), roster(50, clusters: true)),
      (factorial, roster(50)), (wedge, roster(50, clusters: true)),
      (geo, roster(40, covariates: true)),
      (
        AssignmentPlan(
          .holdout, arms: ["holdout", "all"], shares: ArmShares([0.1, 0.9]), seed: 7),
        roster(50, strata: true)
      ),
    ]
  }()
}
