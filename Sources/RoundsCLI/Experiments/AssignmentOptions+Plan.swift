import ArgumentParser
import Estimation
import Interchange

extension AssignmentOptions {
  /// The most arms; *chosen* far beyond any test.
  private static let mostArms = 100
  /// The share that a universal holdout withholds unless said: GrowthBook's.
  private static let heldShare = 0.05
  /// The share of assignments that is balanced enough; *chosen* at the strict end of what Morgan and
  /// Rubin (2012) use, where the threshold is still known from a thousand draws.
  private static let usualAcceptance = 0.01

  /// What is asked of the assignment.
  ///
  /// - Returns: The plan.
  /// - Throws: `ValidationError` where arms, names, shares or factors do not go together.
  func plan() throws -> AssignmentPlan {
    var plan: AssignmentPlan
    if kind == .factorial {
      plan = AssignmentPlan(factors: try factors(), seed: seed)
      if plan.arms.count > Self.mostArms {
        throw ValidationError(
          "the factors make \(plan.arms.count) cells; use at most \(Self.mostArms)")
      }
    } else {
      let names = try armNames()
      plan = AssignmentPlan(kind, arms: names, shares: try armShares(names.count), seed: seed)
    }
    plan.allowsSmallStrata = allowSmallStrata
    plan.blockSize = blockSize
    // Pairs are balanced by being pairs; there a draw is repeated only where it is asked for.
    if balance != nil {
      plan.acceptance = acceptance ?? (kind == .pairs ? nil : Self.usualAcceptance)
    }
    let length = blockLength ?? 1
    switch kind {
    case .steppedWedge:
      plan.timing = ExperimentDesign.Timing(
        periods: length * (plan.arms.count + 1), blockLength: length)
    case .switchback:
      plan.timing = ExperimentDesign.Timing(periods: periods ?? 2, blockLength: length)
    default: break
    }
    return plan
  }

  private func armNames() throws -> [String] {
    let named = names.map { commaWords($0) }
    let shareCount = shares.map { commaWords($0).count }
    if let shares, shareCount == 1 {
      throw ValidationError("--shares \(shares): write two shares, such as 0.05,0.95")
    }
    let count = arms ?? named?.count ?? shareCount ?? (kind == .steppedWedge ? 4 : 2)
    guard (2...Self.mostArms).contains(count) else {
      throw ValidationError("--arms \(count): write a number from 2 to \(Self.mostArms)")
    }
    guard let named else { return usualNames(count) }
    guard named.count == count else {
      throw ValidationError(
        "--names \(names ?? ""): \(named.count) names for \(count) arms; write one for each")
    }
    if let twice = named.indices.first(where: { named[..<$0].contains(named[$0]) }) {
      throw ValidationError("--names: two arms are named \(named[twice]); give each its own name")
    }
    // The tables of the answer have these columns beside those of the arms.
    if let taken = named.first(where: { ["stratum", "units"].contains($0) }) {
      throw ValidationError(
        "--names: a column of the answer is named \(taken); choose another name")
    }
    return named
  }

  private func usualNames(_ count: Int) -> [String] {
    switch kind {
    case .steppedWedge: return (1...count).map { "wave_\($0)" }
    case .holdout where count == 2: return ["holdout", "exposed"]
    default:
      let treatments = (1..<count).map { count == 2 ? "treatment" : "treatment_\($0)" }
      return [kind == .holdout ? "holdout" : "control"] + treatments
    }
  }

  private func armShares(_ count: Int) throws -> ArmShares {
    guard let shares else {
      guard kind == .holdout else { return ArmShares(equal: count) }
      let others = (1 - Self.heldShare) / Double(count - 1)
      return ArmShares([Self.heldShare] + Array(repeating: others, count: count - 1))
    }
    let numbers = try commaWords(shares).map { text in
      guard let number = Double(text), number > 0, number < 1 else {
        throw ValidationError("--shares \(shares): \(text) is not a share between 0 and 1")
      }
      return number
    }
    guard numbers.count == count else {
      throw ValidationError(
        "--shares \(shares): \(numbers.count) shares for \(count) arms; write one for each")
    }
    let sum = numbers.reduce(0, +)
    // Chosen: a third written with six decimals is still meant as a third.
    guard (sum - 1).magnitude < 1e-5 else {
      let rounded = (sum * 1e6).rounded() / 1e6
      throw ValidationError(
        "--shares \(shares): they sum to \(JSONText.number(rounded)); write shares that sum to 1")
    }
    return ArmShares(numbers)
  }

  private func factors() throws -> [ExperimentDesign.Factor] {
    let factors = try factor.map { text in
      let parts = text.split(separator: "=", maxSplits: 1).map { String($0) }
      let levels = parts.count == 2 ? commaWords(parts[1]) : []
      guard levels.count > 1, !levels.contains(""), Set(levels).count == levels.count else {
        throw ValidationError(
          "--factor \(text): write a name and at least two levels, for example email=off,on")
      }
      return ExperimentDesign.Factor(name: parts[0], levels: levels)
    }
    let names = factors.map(\.name)
    if let twice = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
      throw ValidationError(
        "--factor: two factors are named \(names[twice]); give each its own name")
    }
    return factors
  }
}
