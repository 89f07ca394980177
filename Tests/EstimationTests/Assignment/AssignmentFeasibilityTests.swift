import Testing

@testable import Estimation

@Suite("Feasibility of an assignment")
struct AssignmentFeasibilityTests {
  private func words(
    _ kind: ExperimentDesign.Kind, arms: Int = 2, shares: [Double]? = nil, of roster: Roster,
    _ change: (inout AssignmentPlan) -> Void = { _ in }
  ) -> String? {
    var plan = AssignmentPlan(
      kind, arms: (0..<arms).map { "arm_\($0)" }, shares: shares.map { ArmShares($0) }, seed: 1)
    change(&plan)
    return #expect(throws: AssignmentProblems.self) { try Randomization(plan, of: roster) }?
      .description
  }

  @Test(
    "names what a design needs",
    arguments: [
      (ExperimentDesign.Kind.stratified, "columns of strata; name them with --by"),
      (.cluster, "a column of clusters; name it with --cluster"),
      (
        .pairs,
        "columns in which units of a pair shall resemble each other; name them with --balance"
      ),
      (.geo, "columns of history to balance; name them with --balance"),
    ])
  func missing(_ kind: ExperimentDesign.Kind, _ what: String) {
    #expect(
      words(kind, of: AssignmentFixtures.roster(9)) == "\(kind.rawValue): the design needs \(what)")
  }

  @Test("counts units, clusters and blocks against arms")
  func counts() {
    #expect(
      words(.individual, arms: 5, of: AssignmentFixtures.roster(3))
        == "arms: 5 arms need at least 5 units, and there are 3; use at most 3 arms, or more units")
    #expect(
      words(.cluster, arms: 11, of: AssignmentFixtures.roster(50, clusters: true))
        == "arms: 11 arms need at least 11 clusters, and there are 10; use at most 10 arms, or more "
        + "clusters")
    #expect(
      words(.factorial, arms: 6, of: AssignmentFixtures.roster(50, clusters: true))
        == "cells: 6 cells need two clusters each to be read out, 12 in all, and there are 10; use "
        + "fewer factors or levels, or more clusters")
    #expect(
      words(.switchback, arms: 3, of: Roster(units: (1...8).map(String.init))) {
        $0.timing = ExperimentDesign.Timing(periods: 8, blockLength: 4)
      }
        == "periods: 8 periods have 2 blocks of 4, and 3 arms need one each; use at least 12 periods, "
        + "or blocks of at most 2")
    #expect(
      words(.switchback, of: Roster(units: (1...3).map(String.init))) {
        $0.timing = ExperimentDesign.Timing(periods: 3, blockLength: 7)
      }
        == "periods: 3 periods have 0 blocks of 7, and 2 arms need one each; use at least 14 periods, "
        + "or blocks of at most 1")
    #expect(
      words(.individual, of: AssignmentFixtures.roster(1))
        == "arms: 2 arms need at least 2 units, and there is 1; use more units")
  }

  @Test("lists every stratum that is smaller than the arms, and lets it through when asked")
  func smallStrata() throws {
    let roster = Roster(
      units: AssignmentFixtures.names(6),
      strata: ["1 / GP", "1 / GP", "1 / GP", "2 / GP", "10", "10"])
    #expect(
      words(.stratified, arms: 3, of: roster) == """
        stratum 2 / GP: 1 unit for 3 arms; leave out a column of --by, merge its levels, or let \
        chance decide there with --allow-small-strata
        stratum 10: 2 units for 3 arms; leave out a column of --by, merge its levels, or let chance \
        decide there with --allow-small-strata
        """)
    let many = Roster(units: AssignmentFixtures.names(6), strata: ["1", "2", "3", "4", "5", "6"])
    #expect(
      words(.stratified, arms: 2, of: many)
        == "strata: 6 of 6 have fewer units than the 2 arms, the first being 1; leave out a column of "
        + "--by, merge its levels, or let chance decide there with --allow-small-strata")
    var plan = AssignmentPlan(.stratified, arms: ["a", "b", "c"], seed: 1)
    plan.allowsSmallStrata = true
    let counts = AssignmentFixtures.counts(try Randomization(plan, of: roster).arms(), of: 3)
    #expect(counts == [2, 2, 2])
  }

  @Test("names clusters in two strata, and columns with one value, all at once")
  func clusters() {
    let roster = Roster(
      units: AssignmentFixtures.names(4), clusters: ["N", "N", "S", "S"],
      strata: ["1", "2", "1", "1"], covariates: [Covariate("pre", numbers: [3, 3, 3, 3])])
    #expect(
      words(.cluster, of: roster) == """
        pre: has the same value for everyone, so that nothing can be balanced; leave it out
        cluster N: its units are in the strata 1, 2; use columns that are the same within a \
        cluster, such as its region
        stratum 2: 1 cluster for 2 arms; leave out a column of --by, merge its levels, or let \
        chance decide there with --allow-small-strata
        """)
  }

  @Test("refuses sizes that do not hold the shares")
  func sizes() {
    #expect(
      words(.blocked, shares: [0.75, 0.25], of: AssignmentFixtures.roster(20)) {
        $0.blockSize = 6
      } == "block size: 6 units cannot hold the shares exactly; write a multiple of 4")
    #expect(
      words(.pairs, shares: [0.95, 0.05], of: AssignmentFixtures.roster(60, covariates: true))
        == "shares: sets of 20 units are the smallest that hold them exactly; use shares whose sets "
        + "have at most 10, such as equal ones")
    #expect(
      words(.switchback, of: Roster(units: (1...10).map(String.init))) {
        $0.timing = ExperimentDesign.Timing(periods: 10, blockLength: 4)
      } == "periods: 10 periods are no whole number of blocks of 4; use 8 or 12 periods")
    #expect(
      AssignmentProblem.tooManyUnits(count: 30_000, most: 20_000).description
        == "pairs: 30,000 units in one stratum take too long to pair; split them with --by into "
        + "strata of at most 20,000")
  }

  @Test("says that a list is not the one that was assigned")
  func otherList() throws {
    var design = ExperimentDesign(
      kind: .individual, columns: ExperimentDesign.Columns(unit: "hcp_id"),
      arms: [
        ExperimentDesign.Arm(name: "a", share: 0.5, units: 1),
        ExperimentDesign.Arm(name: "b", share: 0.5, units: 1),
      ], control: "a", seed: 1)
    design.rerandomization = Rerandomization(
      columns: ["pre"], threshold: 1e-9, draws: 1, acceptance: 0.01, distance: 0)
    let roster = Roster(
      units: ["1", "2"], covariates: [Covariate("pre", numbers: [1, 2])])
    let error = #expect(throws: AssignmentProblems.self) {
      try Randomization(repeating: design, of: roster).arms()
    }
    #expect(
      error?.description
        == "balance: none of 100,000 assignments came within the distance 1e-9; the list or the "
        + "design is not the one that was assigned")
  }
}
