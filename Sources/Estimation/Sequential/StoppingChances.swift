/// How often a test stops at each look, and on which side, under an assumed effect.
public struct StoppingChances: Sendable, Equatable {
  /// Chance of stopping at or above the upper bound, one per look.
  public let above: [Double]

  /// Chance of stopping at or below the lower bound, one per look.
  public let below: [Double]

  /// Share of information at each look.
  public let shares: [Double]

  /// Whether a stop below proves a loss.
  public let provesLoss: Bool

  /// Chance that the test ends by proving something: its power, or its error without an effect.
  public var power: Double { rejections.reduce(0, +) }

  /// Chance of proving something at each look.
  public var rejections: [Double] { provesLoss ? zip(above, below).map { $0 + $1 } : above }

  /// Chance of ending at each look, which for the last look is whatever is left.
  public var ends: [Double] {
    let stops = zip(above, below).dropLast().map { $0 + $1 }
    return stops + [max(0, 1 - stops.reduce(0, +))]
  }

  /// Expected share of information at the end of the test.
  public var expectedShare: Double { zip(ends, shares).reduce(0) { $0 + $1.0 * $1.1 } }
}
