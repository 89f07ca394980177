public import Estimation
public import Interchange
import Statistics

/// Matched controls as people use them: the list, who has none and why, and how alike the groups are.
public struct MatchAnswer: Sendable {
  private let found: MatchedControls
  private let rule: MatchingRule
  /// What categories a match shares.
  private let exact: [String]

  /// Test units without a control that the terminal names for each reason.
  private static let shownUnits = 5

  /// Puts a match into words.
  ///
  /// - Parameters:
  ///   - found: The controls.
  ///   - rule: How they were matched.
  ///   - exact: Columns of categories that a match shares.
  public init(_ found: MatchedControls, by rule: MatchingRule, exact: [String]) {
    self.found = found
    self.rule = rule
    self.exact = exact
  }

  /// The matches, test units without any, and the balance before and after.
  public func tables() -> [Table] { [matches(), unmatched(), balance()] }

  private func matches() -> Table {
    var rows = TableBuilder()
    rows.count("set", unit: "", "A test unit and its controls, from 1.")
    rows.text("test", "The test unit.")
    rows.text("control", "One of its controls.")
    rows.number(
      "distance", unit: "",
      rule.nearness == .propensity
        ? "Difference of the logarithms of odds of being a test unit." : "Mahalanobis distance.")
    rows.number("test_score", unit: "share 0-1", "How likely the test unit was to be one.")
    rows.number("control_score", unit: "share 0-1", "How likely the control was to be a test unit.")
    var sets: [Int: Int] = [:]
    func score(_ unit: Int) -> Double { 1 / (1 + Elementary.exp(-found.scores.logits[unit])) }
    for match in found.matches {
      let set = sets[match.test] ?? sets.count + 1
      sets[match.test] = set
      rows.add("set", set)
      rows.add("test", found.roster.units[match.test])
      rows.add("control", found.roster.units[match.control])
      rows.add("distance", match.distance)
      rows.add("test_score", score(match.test))
      rows.add("control_score", score(match.control))
    }
    return rows.table("matches", meaning: "Controls of each test unit.")
  }

  private func unmatched() -> Table {
    var rows = TableBuilder()
    rows.text("test", "The test unit.")
    rows.text("reason", "Why it has no control.")
    for (unit, reason) in found.unmatched {
      rows.add("test", found.roster.units[unit])
      rows.add("reason", words(reason))
    }
    return rows.table("unmatched", meaning: "Test units without a control.")
  }

  private func balance() -> Table {
    var rows = TableBuilder()
    rows.text("column", "Column of the lists, or one category of it.")
    rows.number("test", unit: "", "Mean of the test list.")
    rows.number("pool", unit: "", "Mean of all candidates.")
    rows.number(
      "difference", unit: "sd", "Difference before matching, in standard deviations of the lists.")
    rows.number("matched", unit: "", "Mean of test units with a control.")
    rows.number("controls", unit: "", "Mean of their controls.")
    rows.number("difference_after", unit: "sd", "Difference after matching, in the same unit.")
    rows.number("variance_ratio", unit: "", "Variance of the test list over that of the pool.")
    rows.number("ratio_after", unit: "", "The same of matched units and their controls.")
    for (before, after) in zip(found.before, found.after) {
      rows.add("column", before.column)
      rows.add("test", before.mean)
      rows.add("pool", before.referenceMean)
      rows.add("difference", before.standardizedDifference)
      rows.add("matched", after.mean)
      rows.add("controls", after.referenceMean)
      rows.add("difference_after", after.standardizedDifference)
      rows.add("variance_ratio", before.varianceRatio)
      rows.add("ratio_after", after.varianceRatio)
    }
    return rows.table("balance", meaning: "How alike the groups are, before and after matching.")
  }

  /// The match in words.
  ///
  /// - Parameter width: Columns of the terminal.
  /// - Returns: Lines of plain text, without a line feed at the end.
  public func text(width: Int) -> String {
    // Where some have no control, the difference after is of the others.
    let matched = found.unmatched.isEmpty ? [] : ["matched"]
    let shown = balance().selecting(
      ["column", "test", "pool", "difference"] + matched
        + ["controls", "difference_after", "ratio_after"])
    let lines = wrapped(head, width: width) + ["", shown.plain(width: width, maximumRows: nil)]
    return (lines + sentences.flatMap { wrapped($0, width: width) }).joined(separator: "\n")
  }

  private var head: String {
    let tests = found.isTest.count { $0 }
    let matched = tests - found.unmatched.count
    let near = rule.nearness == .propensity ? "propensity score" : "Mahalanobis distance"
    let caliper =
      rule.caliper.map { ", within \(HumanNumber.text($0)) standard deviations of the score" } ?? ""
    let same = exact.isEmpty ? "" : ", with the same \(exact.joined(separator: ", "))"
    let on = found.roster.covariates.map(\.name)
    return "\(HumanNumber.grouped(matched)) of \(HumanNumber.grouped(tests)) test "
      + "\(tests == 1 ? "unit" : "units") \(matched == 1 ? "has" : "have") "
      + "\(HumanNumber.grouped(found.matches.count)) "
      + "\(found.matches.count == 1 ? "control" : "controls") out of "
      + "\(HumanNumber.grouped(found.isTest.count - tests)) candidates"
      + (on.isEmpty
        ? "\(same). No column is left to match on, so that all candidates of a group are as near."
        : ": \(rule.isOptimal ? "smallest total" : "nearest") by \(near)\(caliper)\(same). Matched on "
          + "\(on.joined(separator: ", ")).")
  }

  private var sentences: [String] {
    [balanceSentence, fewerSentence].compactMap(\.self) + unmatchedSentences + [
      "Matched controls are alike only in what the table holds: a readout of them is no randomized "
        + "test, and should adjust for the columns above."
    ]
  }

  private var balanceSentence: String? {
    func worst(_ rows: [CovariateBalance]) -> CovariateBalance? {
      rows.max { $0.standardizedDifference.magnitude < $1.standardizedDifference.magnitude }
    }
    guard let before = worst(found.before), let after = worst(found.after) else { return nil }
    func size(_ row: CovariateBalance) -> String {
      "\(HumanNumber.text(row.standardizedDifference.magnitude)) (\(row.column))"
    }
    let limit = AssignmentAnswer.notableDifference
    let verdict =
      after.standardizedDifference.magnitude <= limit
      ? "within the usual limit of \(limit)."
      : "above the usual limit of \(limit): a smaller --caliper, the column in --exact or more "
        + "candidates would lower it."
    return
      "The largest difference goes from \(size(before)) to \(size(after)) standard deviations, "
      + verdict
  }

  /// Test units that found fewer controls than asked.
  private var fewerSentence: String? {
    guard rule.ratio > 1 else { return nil }
    let counts = Dictionary(grouping: found.matches, by: \.test).mapValues(\.count)
    let fewer = counts.values.count { $0 < rule.ratio }
    guard fewer > 0 else { return nil }
    return
      "\(HumanNumber.grouped(fewer)) test \(fewer == 1 ? "unit has" : "units have") fewer than \(rule.ratio) controls; each test "
      + "unit weighs one in the balance above."
  }

  private var unmatchedSentences: [String] {
    func names(_ units: [Int]) -> String {
      let shown = units.prefix(Self.shownUnits).map { found.roster.units[$0] }
      return shown.joined(separator: ", ") + (units.count > shown.count ? " …" : "")
    }
    func sentence(_ units: [Int], _ why: String, _ remedy: String) -> String? {
      guard !units.isEmpty else { return nil }
      return "\(HumanNumber.grouped(units.count)) test "
        + "\(units.count == 1 ? "unit has" : "units have") no control because \(why): "
        + "\(names(units)); \(remedy)."
    }
    func units(_ isMeant: (MatchedControls.Reason) -> Bool) -> [Int] {
      found.unmatched.filter { isMeant($0.reason) }.map(\.unit)
    }
    return [
      sentence(
        units { $0 == .noCandidateInGroup },
        "no candidate has the same \(exact.joined(separator: ", "))",
        "leave a column out of --exact, or add candidates"),
      sentence(
        units {
          if case .beyondCaliper = $0 { true } else { false }
        }, "nobody is within the caliper",
        "no comparison speaks of them unless --caliper is wider or the pool larger"),
      sentence(
        units { $0 == .taken }, "all candidates within the caliper belong to others",
        rule.ratio > 1 ? "lower --ratio, or add candidates" : "add candidates"),
    ].compactMap(\.self)
  }

  private func words(_ reason: MatchedControls.Reason) -> String {
    switch reason {
    case .noCandidateInGroup: "no candidate has the same \(exact.joined(separator: ", "))"
    case .beyondCaliper(let nearest):
      "the nearest candidate is \(HumanNumber.text(nearest)) standard deviations away"
    case .taken: "all candidates within the caliper belong to others"
    }
  }
}
