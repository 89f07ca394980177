import Statistics

/// Whether the arms hold as many units as they were meant to.
///
/// Pearson's chi-square against the planned shares. A mismatch says that units were lost or moved
/// after the draw, and no estimator repairs that. Fabijan et al. (2019), "Diagnosing Sample Ratio
/// Mismatch in Online Controlled Experiments".
public struct SampleRatio: Sendable, Equatable {
  /// The statistic.
  public let chiSquare: Double
  /// Arms less one.
  public let degrees: Int
  /// The chance of a statistic at least as large where shares are as planned.
  public let pValue: Double

  /// The p-value below which a mismatch is flagged.
  ///
  /// Fabijan et al. (2019) use 0.0005 to 0.001: the check is made for every experiment and must not
  /// cry wolf.
  public static let level = 0.001

  /// Compares counts with shares.
  ///
  /// - Parameters:
  ///   - observed: Units per arm, at least two arms and one unit.
  ///   - shares: What each arm was meant to hold, positive; they count relative to their sum.
  public init(observed: [Int], shares: [Double]) {
    precondition(observed.count == shares.count && observed.count > 1, "there is a share per arm")
    precondition(shares.allSatisfy { $0 > 0 }, "shares are positive")
    let total = Double(observed.reduce(0, +))
    precondition(total > 0, "a ratio needs units")
    let whole = shares.reduce(0, +)
    chiSquare = zip(observed, shares).reduce(0) { sum, arm in
      let expected = total * arm.1 / whole
      return sum + (Double(arm.0) - expected) * (Double(arm.0) - expected) / expected
    }
    degrees = observed.count - 1
    pValue = IncompleteGamma.upper(Double(degrees) / 2, chiSquare / 2)
  }

  /// Whether the shares differ from the plan by more than chance.
  public var isMismatch: Bool { pValue < Self.level }
}
