/// Everything that is wrong with a group-sequential design.
public struct SequentialDesignError: Error, Equatable, Sendable, CustomStringConvertible {
  /// *Place: what is wrong; remedy*, one for each problem; places are `at`, `alpha`, `power`,
  /// `shape` and `futility`.
  public let problems: [String]

  /// The problems, one a line.
  public var description: String { problems.joined(separator: "\n") }
}

extension GroupSequentialDesign {
  /// Chosen: closer looks tell nothing new, and their integrals need ever finer panels.
  static let leastStep = 0.001

  /// Chosen: a test that is looked at more often is looked at continuously.
  static let mostLooks = 100

  /// What is wrong with a design.
  static func problems(
    _ shares: [Double], _ boundary: Boundary, _ alpha: Double, _ power: Double,
    _ futility: Futility?, _ isTwoSided: Bool
  ) -> [String] {
    var problems = problems(ofShares: shares)
    if !(alpha >= 1e-6 && alpha < 0.5) {
      problems.append("alpha: \(alpha) is no error of a test; write a share from 1e-6 to below 0.5")
    }
    if !(power > alpha && power <= 0.9999) {
      problems.append(
        "power: \(power) is no power of a test; write a share above alpha and at most 0.9999")
    }
    if case .spending(let spending) = boundary, let problem = Self.problem(of: spending) {
      problems.append(problem)
    }
    if case .wangTsiatis(let exponent) = boundary, !(exponent >= -1 && exponent <= 1) {
      problems.append("shape: \(exponent) is no exponent of Wang-Tsiatis bounds; write -1 to 1")
    }
    guard let futility else { return problems }
    if let problem = Self.problem(of: futility.spending), !problems.contains(problem) {
      problems.append(problem)
    }
    if isTwoSided {
      problems.append("futility: only a test of a gain is given up; ask for a one-sided test")
    }
    if futility.isBinding, case .wangTsiatis = boundary {
      problems.append(
        "futility: binding bounds need upper bounds by a spending function; choose one, or let "
          + "futility not bind")
    }
    return problems
  }

  private static func problems(ofShares shares: [Double]) -> [String] {
    guard !shares.isEmpty, shares.count <= mostLooks else {
      return ["at: \(shares.count) looks; plan 1 to \(mostLooks)"]
    }
    var problems: [String] = []
    for share in shares where !(share > 0 && share <= 1) {
      problems.append(
        "at: \(share) is no share of the information; write numbers above 0 and at most 1")
    }
    for (earlier, later) in zip(shares, shares.dropFirst()) {
      if !(later > earlier) {
        problems.append("at: \(later) comes after \(earlier); write the looks in growing order")
      } else if later - earlier < leastStep * 0.999 {
        problems.append(
          "at: \(earlier) and \(later) are too close; leave at least \(leastStep) between looks")
      }
    }
    if let first = shares.first, first > 0, first < leastStep {
      problems.append("at: the first look at \(first) is too early; begin at \(leastStep) or later")
    }
    return problems
  }

  private static func problem(of spending: SpendingFunction) -> String? {
    switch spending {
    case .obrienFleming, .pocock: nil
    case .power(let exponent):
      exponent > 0 && exponent <= 20
        ? nil
        : "shape: \(exponent) is no exponent of a power; write a number above 0 and at most 20"
    case .hwangShihDeCani(let gamma):
      gamma.magnitude <= 40
        ? nil : "shape: \(gamma) is no parameter of Hwang, Shih and DeCani; write -40 to 40"
    }
  }
}
