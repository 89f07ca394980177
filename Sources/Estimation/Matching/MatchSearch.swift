/// Finds controls within categories and calipers.
struct MatchSearch {
  let roster: Roster
  let isTest: [Bool]
  let rule: MatchingRule
  let scores: PropensityScores
  /// The largest difference of the logarithms of odds; infinite without a caliper.
  private let caliper: Double
  private let space: MahalanobisSpace
  /// Test units and candidates of each group of categories, in the order of the roster.
  private let groups: [(tests: [Int], candidates: [Int])]

  /// The most pairs of wanted controls and candidates in one optimal match; *chosen* as about ten
  /// seconds.
  static let mostPairs = 5_000_000

  init(roster: Roster, isTest: [Bool], rule: MatchingRule, scores: PropensityScores) {
    self.roster = roster
    self.isTest = isTest
    self.rule = rule
    self.scores = scores
    caliper = rule.caliper.map { $0 * scores.deviation } ?? .infinity
    space =
      rule.nearness == .mahalanobis
      ? MahalanobisSpace(roster.covariates, units: roster.units.count)
      : MahalanobisSpace([], units: roster.units.count)
    let members =
      roster.strata.map { Roster.groups(of: $0).map(\.members) } ?? [Array(roster.units.indices)]
    groups = members.map { units in
      (units.filter { isTest[$0] }, units.filter { !isTest[$0] })
    }
  }

  /// The matches, first those of the test unit that chose first.
  func matches() throws(AssignmentProblems) -> [MatchedControls.Match] {
    guard rule.isOptimal else { return nearest() }
    let large = groups.compactMap { group in
      let wanted = group.tests.count * rule.ratio
      return wanted * (wanted + group.candidates.count) > Self.mostPairs
        ? AssignmentProblem.largeMatch(
          tests: wanted, candidates: group.candidates.count, most: Self.mostPairs) : nil
    }
    if !large.isEmpty { throw AssignmentProblems(large) }
    return groups.flatMap { optimal($0.tests, $0.candidates) }
  }

  /// Why a test unit found nobody.
  func reason(_ test: Int) -> MatchedControls.Reason {
    let candidates = groups.first { $0.tests.contains(test) }?.candidates ?? []
    let gaps = candidates.map { gap(test, $0) }
    guard let nearest = gaps.min() else { return .noCandidateInGroup }
    return nearest > caliper ? .beyondCaliper(nearest: nearest / scores.deviation) : .taken
  }

  /// What to say where nobody found anybody.
  var problemOfNone: AssignmentProblem {
    let gaps = groups.flatMap { group in
      group.tests.compactMap { test in group.candidates.map { gap(test, $0) }.min() }
    }
    guard let nearest = gaps.min() else { return .noCommonGroup }
    return .noCandidateNear(caliper: rule.caliper ?? 0, nearest: nearest / scores.deviation)
  }

  private func gap(_ test: Int, _ candidate: Int) -> Double {
    (scores.logits[test] - scores.logits[candidate]).magnitude
  }

  /// A number without its last bits, so that units with the same covariates tie exactly.
  private static func graded(_ value: Double) -> Double { (value * 1e12).rounded() / 1e12 }

  /// How far a candidate is; infinite beyond the caliper.
  private func distance(_ test: Int, _ candidate: Int) -> Double {
    let gap = gap(test, candidate)
    guard gap <= caliper else { return .infinity }
    return Self.graded(rule.nearness == .propensity ? gap : space.distance(test, candidate))
  }

  /// Each test unit in turn takes who is nearest and free; those likeliest to be test units come first,
  /// for they have the fewest to choose from. Nobody takes a second control before all had a first.
  private func nearest() -> [MatchedControls.Match] {
    var matches: [MatchedControls.Match] = []
    var isFree = isTest.map { !$0 }
    var candidates: [Int: [Int]] = [:]
    for group in groups {
      for test in group.tests { candidates[test] = group.candidates }
    }
    var order = roster.units.indices.filter { isTest[$0] }.sorted {
      (-Self.graded(scores.logits[$0]), $0) < (-Self.graded(scores.logits[$1]), $1)
    }
    for _ in 0..<rule.ratio {
      // Who found nobody now will find nobody later.
      order = order.filter { test in
        var best: (candidate: Int, distance: Double)?
        for candidate in candidates[test] ?? [] where isFree[candidate] {
          let distance = distance(test, candidate)
          if distance < best?.distance ?? .infinity { best = (candidate, distance) }
        }
        guard let best else { return false }
        isFree[best.candidate] = false
        matches.append(
          MatchedControls.Match(test: test, control: best.candidate, distance: best.distance))
        return true
      }
    }
    return matches
  }

  /// As many matches as there can be, and of those the ones of the smallest total distance.
  private func optimal(_ tests: [Int], _ candidates: [Int]) -> [MatchedControls.Match] {
    let wanted = tests.flatMap { Array(repeating: $0, count: rule.ratio) }
    guard !wanted.isEmpty, !candidates.isEmpty else { return [] }
    var farthest = 0.0
    for test in tests {
      for candidate in candidates {
        let distance = distance(test, candidate)
        if distance.isFinite { farthest = max(farthest, distance) }
      }
    }
    // A wish that stays open costs more than all others together can gain.
    let open = (farthest + 1) * Double(wanted.count + 1)
    let columns = MinimumCostAssignment.columns(
      rows: wanted.count, columns: candidates.count + wanted.count
    ) { row, column in
      guard column < candidates.count else {
        return column - candidates.count == row ? open : .infinity
      }
      return distance(wanted[row], candidates[column])
    }
    return wanted.indices.compactMap { row in
      guard columns[row] < candidates.count else { return nil }
      let control = candidates[columns[row]]
      return MatchedControls.Match(
        test: wanted[row], control: control, distance: distance(wanted[row], control))
    }
  }
}
