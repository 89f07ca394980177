/// How the touches of a channel rise and fall over the reported steps, for everybody or by level of
/// an attribute.
///
/// A factor of 0 takes the channel away: nothing is planned, and nothing that rules send arrives.
public struct TouchRhythm: Sendable, Equatable {
  /// Categorical attribute of the channel's population that tells people apart; `nil` for everybody.
  public var attribute: Int?
  /// Factors on the plan, at least 0: level after level, and in each one per reported step.
  public var factors: [Double]

  /// A rhythm.
  ///
  /// - Parameters:
  ///   - attribute: Categorical attribute of the channel's population; `nil` for everybody.
  ///   - factors: Factors of at least 0, level after level, and in each one per reported step.
  public init(attribute: Int? = nil, factors: [Double]) {
    precondition(
      factors.allSatisfy { $0.isFinite && $0 >= 0 }, "a factor on a plan is finite and at least 0")
    self.attribute = attribute
    self.factors = factors
  }
}
