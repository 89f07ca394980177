/// Controls found for a test list, and what became of the differences between the two.
public struct MatchedControls: Sendable, Equatable {
  /// A test unit with one of its controls; both are places on the roster.
  public struct Match: Sendable, Equatable {
    /// The test unit.
    public let test: Int
    /// Its control.
    public let control: Int
    /// How far they are apart: a difference of the logarithms of odds, or a Mahalanobis distance.
    public let distance: Double
  }

  /// Why a test unit has no control.
  public enum Reason: Sendable, Equatable {
    /// No candidate has its categories.
    case noCandidateInGroup
    /// The nearest candidate of its categories is beyond the caliper; in standard deviations.
    case beyondCaliper(nearest: Double)
    /// All candidates within the caliper went to other test units.
    case taken
  }

  /// All units; the strata are categories that a match must share, and the covariates what is near.
  public let roster: Roster
  /// Whether each unit is on the test list; the others are candidates.
  public let isTest: [Bool]
  /// The propensity scores of all units.
  public let scores: PropensityScores
  /// The matches, first those of the test unit that chose first.
  public let matches: [Match]
  /// Test units without a control, in the order of the roster, and why.
  public let unmatched: [(unit: Int, reason: Reason)]
  /// The differences between the lists as they came, column by column.
  public let before: [CovariateBalance]
  /// The differences between matched test units and their controls, in the same units.
  public let after: [CovariateBalance]

  /// Finds controls.
  ///
  /// - Parameters:
  ///   - roster: Test units and candidates.
  ///   - isTest: Whether each unit of the roster is on the test list.
  ///   - rule: How controls are matched.
  ///   - described: Properties whose balance is told; those that are matched on unless given.
  /// - Throws: Everything that makes it infeasible.
  public init(
    of roster: Roster, isTest: [Bool], by rule: MatchingRule,
    describing described: [Covariate]? = nil
  ) throws(AssignmentProblems) {
    let problems = Self.problems(roster, isTest, rule)
    if !problems.isEmpty { throw AssignmentProblems(problems) }
    let scores = try PropensityScores(roster.covariates, isTest: isTest)
    let search = MatchSearch(roster: roster, isTest: isTest, rule: rule, scores: scores)
    let matches = try search.matches()
    if matches.isEmpty { throw AssignmentProblems([search.problemOfNone]) }
    self.roster = roster
    self.isTest = isTest
    self.scores = scores
    self.matches = matches
    let matched = Set(matches.map(\.test))
    unmatched = roster.units.indices.filter { isTest[$0] && !matched.contains($0) }.map {
      ($0, search.reason($0))
    }
    (before, after) = Self.balances(roster, isTest, matches, of: described ?? roster.covariates)
  }

  private static func problems(
    _ roster: Roster, _ isTest: [Bool], _ rule: MatchingRule
  ) -> [AssignmentProblem] {
    let tests = isTest.count { $0 }
    let candidates = isTest.count - tests
    var problems = roster.covariates.filter(\.isConstant).map {
      AssignmentProblem.constant(column: $0.name)
    }
    if tests == 0 {
      problems.append(.nobody(list: "test list", remedy: "name the units that will be treated"))
    } else if candidates == 0 {
      problems.append(.nobody(list: "pool", remedy: "add candidates that are not on the test list"))
    } else if tests * rule.ratio > candidates {
      problems.append(.smallPool(tests: tests, candidates: candidates, ratio: rule.ratio))
    }
    return problems
  }

  private static func balances(
    _ roster: Roster, _ isTest: [Bool], _ matches: [Match], of described: [Covariate]
  ) -> (before: [CovariateBalance], after: [CovariateBalance]) {
    let tests = roster.units.indices.filter { isTest[$0] }
    let candidates = roster.units.indices.filter { !isTest[$0] }
    let controls = Dictionary(grouping: matches, by: \.test)
    let matchedTests = roster.units.indices.filter { controls[$0] != nil }
    // A test unit weighs one however many controls it found.
    let weights = matches.map { 1 / Double(controls[$0.test]?.count ?? 1) }
    let columns = described.flatMap { $0.columns() }
    func values(_ column: [Double], _ units: [Int]) -> [Double] { units.map { column[$0] } }
    let before = columns.map {
      CovariateBalance(
        column: $0.name, group: values($0.values, tests), reference: values($0.values, candidates))
    }
    let after = columns.map {
      CovariateBalance(
        column: $0.name, group: values($0.values, matchedTests),
        reference: values($0.values, matches.map(\.control)), weights: weights,
        scale: CovariateBalance.scale(values($0.values, tests), values($0.values, candidates)))
    }
    return (before, after)
  }

  /// Whether two answers are the same.
  public static func == (first: MatchedControls, second: MatchedControls) -> Bool {
    first.roster == second.roster && first.isTest == second.isTest
      && first.matches == second.matches
  }
}
