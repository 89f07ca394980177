import Interchange
import Testing

@testable import Estimation

@Suite("Matched controls")
struct MatchedControlsTests {
  private func names(_ found: MatchedControls) -> [[Int]] {
    found.matches.map { match in
      [match.test, match.control].compactMap { Int(found.roster.units[$0]) }
    }
  }

  @Test("score like statsmodels and pair like the recorded rule", arguments: [false, true])
  func propensity(isReversed: Bool) throws {
    let oracle = try MatchingOracle.read()
    let (roster, isTest) = try MatchingOracle.pool(isReversed: isReversed)
    let found = try MatchedControls(of: roster, isTest: isTest, by: MatchingRule())
    #expect(found.scores.names == oracle.names)
    for (own, other) in zip(found.scores.coefficients, oracle.coefficients) {
      #expect((own - other).magnitude < 1e-8 * other.magnitude)
    }
    #expect((found.scores.logLikelihood - oracle.logLikelihood).magnitude < 1e-7)
    #expect((0.2 * found.scores.deviation - oracle.caliper).magnitude < 1e-8 * oracle.caliper)
    let recorded = try MatchingOracle.table("matching_pairs.csv")
    #expect(names(found) == recorded.rows.map { $0.compactMap { Int($0) } })
    #expect(found.matches.count == 249)
    let total = found.matches.reduce(0) { $0 + $1.distance }
    #expect((total - oracle.greedyTotal).magnitude < 1e-8)
  }

  @Test("differ as recorded before and after, in the units before")
  func balance() throws {
    let oracle = try MatchingOracle.read()
    let (roster, isTest) = try MatchingOracle.pool()
    let prescriptions = Covariate(
      "pre_rx_6m", numbers: try MatchingOracle.table("matching_pool.csv").numbers(in: "pre_rx_6m"))
    let found = try MatchedControls(
      of: roster, isTest: isTest, by: MatchingRule(),
      describing: roster.covariates + [prescriptions])
    var compared = 0
    for (own, other) in zip(found.before, found.after) {
      guard let figures = oracle.balance[own.column] else { continue }
      let pairs = [
        own.standardizedDifference, own.varianceRatio, other.standardizedDifference,
        other.varianceRatio,
      ]
      for (value, figure) in zip(pairs, figures) { #expect((value - figure).magnitude < 1e-9) }
      compared += 1
    }
    #expect(compared == oracle.balance.count)
  }

  @Test("are two each by Mahalanobis distance within a specialty, as recorded")
  func mahalanobis() throws {
    let (roster, isTest) = try MatchingOracle.pool(exact: "specialty")
    var rule = MatchingRule()
    rule.nearness = .mahalanobis
    rule.ratio = 2
    let found = try MatchedControls(of: roster, isTest: isTest, by: rule)
    #expect(names(found) == (try MatchingOracle.read().mahalanobisPairs))
    let strata = try #require(roster.strata)
    #expect(found.matches.allSatisfy { strata[$0.test] == strata[$0.control] })
    #expect(Set(found.matches.map(\.control)).count == found.matches.count)
  }

  @Test("are as many and as near as can be where that is asked, as SciPy finds")
  func optimal() throws {
    let oracle = try MatchingOracle.read()
    let (roster, isTest) = try MatchingOracle.pool()
    var rule = MatchingRule()
    rule.isOptimal = true
    let found = try MatchedControls(of: roster, isTest: isTest, by: rule)
    #expect(found.matches.count == oracle.optimalCount)
    let total = found.matches.reduce(0) { $0 + $1.distance }
    #expect((total - oracle.optimalTotal).magnitude < 1e-8)
    #expect(Set(found.matches.map(\.control)).count == found.matches.count)
  }

  @Test("say why a unit has none")
  func reasons() throws {
    // Scores rise with x: 9 is far above all candidates, the only X is alone, and 5 is wanted twice.
    let roster = Roster(
      units: ["1", "2", "3", "4", "5", "6", "7", "8", "9"],
      strata: ["A", "A", "A", "X", "A", "A", "A", "A", "A"],
      covariates: [Covariate("x", numbers: [5, 5, 40, 5, 5.1, 1, 1, 2, 3])])
    let isTest = [true, true, true, true, false, false, false, false, false]
    var rule = MatchingRule()
    rule.caliper = 0.1
    let found = try MatchedControls(of: roster, isTest: isTest, by: rule)
    #expect(found.matches.map { [$0.test, $0.control] } == [[0, 4]])
    #expect(found.unmatched.map(\.unit) == [1, 2, 3])
    let gap =
      (found.scores.logits[2] - found.scores.logits[4]).magnitude / found.scores.deviation
    #expect(
      found.unmatched.map(\.reason) == [.taken, .beyondCaliper(nearest: gap), .noCandidateInGroup])
  }

  @Test("refuse what is infeasible, all at once")
  func problems() {
    func words(
      _ values: [Double], _ isTest: [Bool], strata: [String]? = nil,
      constant: Bool = false, _ change: (inout MatchingRule) -> Void = { _ in }
    ) -> String? {
      var covariates = [Covariate("x", numbers: values)]
      if constant { covariates.append(Covariate("region", categories: values.map { _ in "N" })) }
      var rule = MatchingRule()
      change(&rule)
      let roster = Roster(
        units: values.indices.map(String.init), strata: strata, covariates: covariates)
      return #expect(throws: AssignmentProblems.self) {
        try MatchedControls(of: roster, isTest: isTest, by: rule)
      }?.description
    }
    #expect(
      words([1, 2, 3, 4], [true, true, false, false], constant: true) { $0.ratio = 2 } == """
        region: has the same value for everyone, so that nothing can be balanced; leave it out
        test list: 2 units with 2 controls each need 4 candidates, and the pool has 2; add \
        candidates, or match at most 1 of the units or with a smaller --ratio
        """)
    #expect(
      words([1, 2], [false, false])
        == "test list: has no units; name the units that will be treated")
    #expect(
      words([1, 2], [true, true])
        == "pool: has no units; add candidates that are not on the test list")
    #expect(
      words([5, 6, 1, 2], [true, true, false, false])
        == "x: tell test units and candidates apart perfectly, so that they have no common support; "
        + "leave a column out of --on or add candidates that resemble the test units")
    #expect(
      words([5, 1, 2, 6], [true, false, true, false], strata: ["A", "B", "A", "B"])
        == "exact: no candidate has the categories of any test unit; leave a column out of --exact, "
        + "or add candidates")
    #expect(
      words([5, 1, 2, 6], [true, false, true, false]) { $0.caliper = 0.001 }
        == "caliper: no test unit has a candidate within 0.001 standard deviations, the nearest is "
        + "0.42 away; widen --caliper, match on fewer columns, or add candidates")
    #expect(
      AssignmentProblem.largeMatch(tests: 3_000, candidates: 9_000, most: 5_000_000).description
        == "optimal: 3,000 controls out of 9,000 candidates in one group take too long; split them "
        + "with --exact until the product is at most 5,000,000, or leave out --optimal")
  }
}
