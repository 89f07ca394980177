/// At which values a test stops, look by look.
///
/// The test goes on while its *z* value lies between the bounds; at the last look it ends in any case.
public struct StoppingRule: Sendable, Equatable {
  /// Share of information at each look, growing.
  public let shares: [Double]

  /// A gain is proven at or above this *z* value, one per look; ∞ where nothing is.
  public let upper: [Double]

  /// The test stops at or below this *z* value, one per look; −∞ where it does not.
  public let lower: [Double]

  /// Whether a stop below proves a loss; otherwise it only gives up.
  public let provesLoss: Bool

  /// A rule of its bounds.
  ///
  /// - Parameters:
  ///   - shares: Share of information at each look, growing from above 0.
  ///   - upper: Upper *z* values, one per look.
  ///   - lower: Lower *z* values, one per look, none above the upper one.
  ///   - provesLoss: Whether a stop below proves a loss.
  public init(shares: [Double], upper: [Double], lower: [Double], provesLoss: Bool) {
    precondition(
      !shares.isEmpty && shares.count == upper.count && shares.count == lower.count
        && zip(lower, upper).allSatisfy { $0 <= $1 },
      "a rule has a lower and an upper bound at each look")
    precondition(
      zip([0] + shares, shares).allSatisfy { $0 < $1 }, "shares of information grow from 0")
    self.shares = shares
    self.upper = upper
    self.lower = lower
    self.provesLoss = provesLoss
  }

  /// A rule that stops on either side at the same distances.
  public init(shares: [Double], twoSided bounds: [Double]) {
    self.init(shares: shares, upper: bounds, lower: bounds.map { -$0 }, provesLoss: true)
  }

  /// The number of looks.
  public var count: Int { shares.count }
}
