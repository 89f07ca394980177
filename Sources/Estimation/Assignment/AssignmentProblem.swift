import Interchange

/// Why a list cannot be assigned or matched as it was asked, and what would make it feasible.
public enum AssignmentProblem: Error, Equatable, Sendable, CustomStringConvertible {
  /// A design needs a column that was not named.
  case missing(kind: ExperimentDesign.Kind, what: String, option: String)
  /// There are fewer units, clusters or blocks than arms.
  case tooFewUnits(noun: String, count: Int, arms: Int)
  /// There are fewer than two clusters for each cell of a factorial design.
  case tooFewClusters(count: Int, cells: Int)
  /// A stratum has fewer units or clusters than there are arms.
  case smallStratum(name: String, noun: String, count: Int, arms: Int)
  /// Many strata have fewer units or clusters than there are arms; the first of them by name.
  case smallStrata(count: Int, total: Int, first: String, noun: String, arms: Int)
  /// A cluster has units in more than one stratum.
  case splitCluster(name: String, strata: [String])
  /// A column to balance or match has one value for all.
  case constant(column: String)
  /// A block does not hold the shares exactly.
  case blockSize(Int, multipleOf: Int)
  /// There are fewer blocks of periods than arms.
  case tooFewBlocks(periods: Int, length: Int, arms: Int)
  /// Nobody came into an arm whose members follow from their names.
  case emptyArm(name: String, isHoldout: Bool, share: Double, units: Int)
  /// Periods do not divide into blocks.
  case partialBlock(periods: Int, length: Int)
  /// Sets of resembling units would be too large.
  case largeSets(size: Int, most: Int)
  /// Pairs of so many units would take too long.
  case tooManyUnits(count: Int, most: Int)
  /// No assignment among many drawn was balanced enough.
  case unbalanced(draws: Int, threshold: Double)
  /// There are not as many candidates as the test list needs.
  case smallPool(tests: Int, candidates: Int, ratio: Int)
  /// The test list or the pool has nobody.
  case nobody(list: String, remedy: String)
  /// Columns tell test units and candidates apart perfectly.
  case noCommonSupport(columns: [String])
  /// No test unit has a candidate of its categories.
  case noCommonGroup
  /// No test unit has a candidate within the caliper; distances are in standard deviations.
  case noCandidateNear(caliper: Double, nearest: Double)
  /// An optimal match would take too long.
  case largeMatch(tests: Int, candidates: Int, most: Int)
  /// The regression behind the scores has no answer.
  case scores(GeneralizedLinearError)

  /// What is wrong and what would make it feasible.
  public var description: String {
    switch self {
    case .missing(let kind, let what, let option):
      "\(kind.rawValue): the design needs \(what); name \(option)"
    case .tooFewUnits(let noun, let count, let arms):
      "arms: \(arms) arms need at least \(arms) \(noun), and there "
        + (count > 1
          ? "are \(count); use at most \(count) arms, or more \(noun)"
          : "\(count == 1 ? "is 1" : "are none"); use more \(noun)")
    case .tooFewClusters(let count, let cells):
      "cells: \(cells) cells need two clusters each to be read out, \(2 * cells) in all, and there are "
        + "\(count); use fewer factors or levels, or more clusters"
    case .smallStratum(let name, let noun, let count, let arms):
      "stratum \(name): \(count) \(count == 1 ? String(noun.dropLast()) : noun) for \(arms) arms; leave out a column of --by, merge its "
        + "levels, or let chance decide there with --allow-small-strata"
    case .smallStrata(let count, let total, let first, let noun, let arms):
      "strata: \(HumanNumber.grouped(count)) of \(HumanNumber.grouped(total)) have fewer \(noun) "
        + "than the \(arms) arms, the first being \(first); leave out a column of --by, merge its "
        + "levels, or let chance decide there with --allow-small-strata"
    case .splitCluster(let name, let strata):
      "cluster \(name): its units are in the strata \(strata.joined(separator: ", ")); use columns "
        + "that are the same within a cluster, such as its region"
    case .constant(let column):
      "\(column): has the same value for everyone, so that nothing can be balanced; leave it out"
    case .blockSize(let size, let total):
      "block size: \(size) units cannot hold the shares exactly; write a multiple of \(total)"
    case .tooFewBlocks(let periods, let length, let arms):
      "periods: \(periods) periods have \(periods / length) "
        + "\(periods / length == 1 ? "block" : "blocks") of \(length), and \(arms) arms need one each; "
        + "use at least \(arms * length) periods"
        + (periods >= arms ? ", or blocks of at most \(periods / arms)" : "")
    case .emptyArm(let name, let isHoldout, let share, let units):
      "\(name): nobody of \(HumanNumber.grouped(units)) \(units == 1 ? "unit" : "units") is "
        + "\(isHoldout ? "held out" : "in this arm") at a share of \(HumanNumber.text(share)); use at "
        + "least \(HumanNumber.text(Self.sureShare(of: units))), or more units"
    case .partialBlock(let periods, let length):
      "periods: \(periods) periods are no whole number of blocks of \(length); use "
        + "\(periods / length * length) or \((periods / length + 1) * length) periods"
    case .largeSets(let size, let most):
      "shares: sets of \(size) units are the smallest that hold them exactly; use shares whose "
        + "sets have at most \(most), such as equal ones"
    case .tooManyUnits(let count, let most):
      "pairs: \(HumanNumber.grouped(count)) units in one stratum take too long to pair; split "
        + "them with --by into strata of at most \(HumanNumber.grouped(most))"
    case .unbalanced(let draws, let threshold):
      "balance: none of \(HumanNumber.grouped(draws)) assignments came within the distance "
        + "\(HumanNumber.text(threshold)); the list or the design is not the one that was assigned"
    case .smallPool(let tests, let candidates, let ratio):
      "test list: \(HumanNumber.grouped(tests)) units with \(ratio) "
        + "\(ratio == 1 ? "control" : "controls") each need "
        + "\(HumanNumber.grouped(tests * ratio)) candidates, and the pool has "
        + "\(HumanNumber.grouped(candidates)); add candidates, or match at most "
        + "\(HumanNumber.grouped(candidates / ratio)) of the units"
        + (ratio > 1 ? " or with a smaller --ratio" : "")
    case .nobody(let list, let remedy):
      "\(list): has no units; \(remedy)"
    case .noCommonSupport(let columns):
      "\(columns.joined(separator: ", ")): tell test units and candidates apart perfectly, so that "
        + "they have no common support; leave a column out of --on or add candidates that resemble "
        + "the test units"
    case .noCommonGroup:
      "exact: no candidate has the categories of any test unit; leave a column out of --exact, or "
        + "add candidates"
    case .noCandidateNear(let caliper, let nearest):
      "caliper: no test unit has a candidate within \(HumanNumber.text(caliper)) standard "
        + "deviations, the nearest is \(HumanNumber.text(nearest)) away; widen --caliper, match on "
        + "fewer columns, or add candidates"
    case .largeMatch(let tests, let candidates, let most):
      "optimal: \(HumanNumber.grouped(tests)) controls out of "
        + "\(HumanNumber.grouped(candidates)) candidates in one group take too long; split them with "
        + "--exact until the product is at most \(HumanNumber.grouped(most)), or leave out --optimal"
    case .scores(let error):
      "scores: \(error)"
    }
  }
}

extension AssignmentProblem {
  /// A share at which five of some units are expected in an arm, and none in one draw of 150; at most
  /// half.
  fileprivate static func sureShare(of units: Int) -> Double { min(0.5, 5 / Double(units)) }
}

/// Everything that keeps a list from being assigned or matched, reported together.
public struct AssignmentProblems: Error, Equatable, Sendable, CustomStringConvertible {
  /// The most problems that are listed; *chosen* to fit on a screen.
  public static let mostListed = 20

  /// The problems in the order they were found.
  public let problems: [AssignmentProblem]

  /// The file or files that the units came from; empty where there are none.
  public var file = ""

  /// Problems found together, at least one.
  public init(_ problems: [AssignmentProblem]) { self.problems = problems }

  /// Says in which file the problems of some work are.
  ///
  /// - Parameters:
  ///   - file: The file or files.
  ///   - work: The work.
  /// - Returns: What the work returns.
  /// - Throws: What the work throws, with the file.
  public static func naming<Result>(
    _ file: String, _ work: () throws(AssignmentProblems) -> Result
  ) throws(AssignmentProblems) -> Result {
    do {
      return try work()
    } catch {
      var named = error
      named.file = file
      throw named
    }
  }

  /// One line per problem, and how many more there are.
  public var description: String {
    let place = file.isEmpty ? "" : "\(file): "
    let listed = problems.prefix(Self.mostListed).map { place + $0.description }
      .joined(separator: "\n")
    let more = problems.count - Self.mostListed
    return more > 0 ? "\(listed)\nand \(more) more" : listed
  }
}
