import Interchange
import Testing

@testable import Estimation

@Suite("Randomization")
struct RandomizationTests {
  @Test("gives strata and arms their exact shares", arguments: 0..<30)
  func stratified(replicate: Int) throws {
    let roster = AssignmentFixtures.roster(107, strata: true)
    let shares = ArmShares([0.5, 0.3, 0.2])
    let plan = AssignmentPlan(.stratified, arms: ["a", "b", "c"], shares: shares, seed: 1)
    let arms = try Randomization(plan, of: roster).arms(replicate: replicate)
    let strata = try #require(roster.strata)
    for stratum in Roster.groups(of: strata) {
      let counts = AssignmentFixtures.counts(arms, stratum.members, of: 3)
      for (count, share) in zip(counts, shares.shares) {
        #expect((Double(count) - share * Double(stratum.members.count)).magnitude < 1)
      }
    }
    for (count, share) in zip(AssignmentFixtures.counts(arms, of: 3), shares.shares) {
      #expect((Double(count) - share * 107).magnitude < 1)
    }
  }

  @Test("does not depend on the order of rows", arguments: AssignmentFixtures.plans.indices)
  func order(_ index: Int) throws {
    let (plan, roster) = AssignmentFixtures.plans[index]
    let reversed = Roster(
      units: roster.units.reversed(), clusters: roster.clusters?.reversed(),
      strata: roster.strata?.reversed(),
      covariates: roster.covariates.map { covariate in
        covariate.selecting(Array((0..<covariate.count).reversed()))
      })
    #expect(
      try Randomization(plan, of: reversed).arms() == Randomization(plan, of: roster).arms())
    #expect(reversed.units == roster.units)
    #expect(reversed.rows == roster.rows.reversed())
  }

  @Test(
    "is repeated from the design and the list, replicate by replicate",
    arguments: AssignmentFixtures.plans.indices)
  func repeated(_ index: Int) throws {
    let (plan, roster) = AssignmentFixtures.plans[index]
    let first = try Randomization(plan, of: roster)
    let read = try ExperimentDesign(
      json: first.design(
        unit: "hcp_id", cluster: roster.clusters.map { _ in "territory" },
        strata: roster.strata.map { _ in ["potential"] } ?? []
      ).json, name: "design.json")
    let list = Roster(
      units: roster.units, clusters: roster.clusters, strata: roster.strata,
      blocks: first.blocks?.map { String($0 + 1) }, covariates: roster.covariates)
    let again = Randomization(repeating: read, of: list)
    for replicate in 0..<4 {
      #expect(try again.arms(replicate: replicate) == first.arms(replicate: replicate))
    }
    #expect(try first.arms(replicate: 1) != first.arms())
  }

  @Test("counts names as people do")
  func names() {
    let roster = Roster(units: ["H10", "H2", "10", "9", "H2b", "H02", "a"])
    #expect(roster.units == ["9", "10", "H02", "H2", "H2b", "H10", "a"])
    #expect(roster.rows == [3, 2, 5, 1, 4, 0, 6])
  }

  @Test("is pinned to its seed")
  func pinned() throws {
    func text(_ seed: UInt64) throws -> String {
      let plan = AssignmentPlan(.individual, arms: ["a", "b", "c"], seed: seed)
      return try Randomization(plan, of: AssignmentFixtures.roster(20)).arms().map(String.init)
        .joined()
    }
    let (first, second) = (try text(1), try text(2))
    #expect(first == "22010122000201112011")
    #expect(second == "22002201011211210001")
  }

  @Test("keeps clusters together and shares them out")
  func clusters() throws {
    let roster = AssignmentFixtures.roster(53, clusters: true)
    let plan = AssignmentPlan(.cluster, arms: ["a", "b", "c"], seed: 3)
    let arms = try Randomization(plan, of: roster).arms()
    let groups = Roster.groups(of: try #require(roster.clusters))
    #expect(groups.allSatisfy { Set($0.members.map { arms[$0] }).count == 1 })
    let counts = AssignmentFixtures.counts(groups.map { arms[$0.members[0]] }, of: 3)
    #expect(counts.sorted() == [3, 3, 4])
  }

  @Test("fills permuted blocks")
  func blocks() throws {
    var plan = AssignmentPlan(
      .blocked, arms: ["a", "b"], shares: ArmShares([0.75, 0.25]), seed: 3)
    #expect(plan.unitsPerBlock == 4)
    plan.blockSize = 8
    let arms = try Randomization(plan, of: AssignmentFixtures.roster(80)).arms()
    for start in stride(from: 0, to: 80, by: 8) {
      #expect(AssignmentFixtures.counts(arms, Array(start..<start + 8), of: 2) == [6, 2])
    }
  }

  @Test("gives each pair one of each, and balances who is left over")
  func pairs() throws {
    let roster = AssignmentFixtures.roster(61, strata: true, covariates: true)
    let plan = AssignmentPlan(.pairs, arms: ["a", "b"], seed: 3)
    let randomization = try Randomization(plan, of: roster)
    let arms = try randomization.arms()
    let blocks = try #require(randomization.blocks)
    let sets = Dictionary(grouping: roster.units.indices, by: { blocks[$0] })
    #expect(sets.values.count { $0.count == 2 } == 30 - sets.values.count { $0.count == 1 } / 2)
    for members in sets.values where members.count == 2 {
      #expect(Set(members.map { arms[$0] }) == [0, 1])
      #expect(Set(members.compactMap { roster.strata?[$0] }).count == 1)
    }
    #expect(AssignmentFixtures.counts(arms, of: 2).sorted() == [30, 31])
  }

  @Test("alternates time blocks within pairs of them")
  func switchback() throws {
    var plan = AssignmentPlan(.switchback, arms: ["off", "on"], seed: 3)
    plan.timing = ExperimentDesign.Timing(periods: 24, blockLength: 3)
    let randomization = try Randomization(plan, of: Roster(units: (1...24).map(String.init)))
    let arms = try randomization.arms()
    for block in 0..<8 { #expect(Set(arms[3 * block..<3 * block + 3]).count == 1) }
    for pair in 0..<4 { #expect(arms[6 * pair] != arms[6 * pair + 3]) }
    #expect(randomization.blocks == (0..<24).map { $0 / 3 })
  }

  @Test("moves nobody of a holdout when people join or the share grows")
  func holdout() throws {
    func held(_ count: Int, share: Double) throws -> Set<String> {
      let roster = AssignmentFixtures.roster(count)
      let plan = AssignmentPlan(
        .holdout, arms: ["holdout", "all"], shares: ArmShares([share, 1 - share]), seed: 3)
      let arms = try Randomization(plan, of: roster).arms()
      return Set(roster.units.indices.filter { arms[$0] == 0 }.map { roster.units[$0] })
    }
    let small = try held(300, share: 0.1)
    #expect(try held(900, share: 0.1).filter { $0 < "H300" } == small)
    #expect(try held(300, share: 0.2).isSuperset(of: small))
  }

  @Test("keeps within the balance that was asked for, and says how rare it is")
  func rerandomization() throws {
    let roster = AssignmentFixtures.roster(60, covariates: true)
    var plan = AssignmentPlan(.individual, arms: ["a", "b", "c"], seed: 3)
    plan.acceptance = 0.02
    let randomization = try Randomization(plan, of: roster)
    let rule = try #require(randomization.rerandomization)
    #expect(rule.acceptance == 0.02)
    #expect(rule.columns == ["pre", "specialty"])
    let balance = ArmBalance(roster, arms: 3)
    for replicate in 0..<5 {
      #expect(balance.distance(try randomization.arms(replicate: replicate)) <= rule.threshold)
    }
    #expect(balance.distance(try randomization.arms()) == rule.distance)
    #expect(rule.draws > 1)
  }

  @Test("measures balance as Morgan and Rubin do")
  func distance() {
    // By hand: means 1 and 4 of {0, 2} and {3, 5}, variance of all 13/3: (2·2/4) · 9 / (13/3).
    let roster = Roster(
      units: ["1", "2", "3", "4"], covariates: [Covariate("x", numbers: [0, 2, 3, 5])])
    let distance = ArmBalance(roster, arms: 2).distance([0, 0, 1, 1])
    #expect((distance - 27.0 / 13).magnitude < 1e-12)
  }
}
