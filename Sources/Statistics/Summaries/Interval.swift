/// A closed interval of numbers, such as a confidence or prediction interval.
///
/// What it covers and how often is said where it is made.
public struct Interval: Sendable, Equatable {
  /// The lower end, in the unit of the quantity; at most ``high``.
  public let low: Double

  /// The upper end, in the unit of the quantity.
  public let high: Double

  /// The interval between two ends, which are in order and not NaN.
  public init(low: Double, high: Double) {
    precondition(low <= high, "an interval's ends are in order")
    self.low = low
    self.high = high
  }

  /// The central interval of draws that leaves the same share of them on both sides.
  ///
  /// - Parameters:
  ///   - draws: At least one value, in any order.
  ///   - coverage: The share inside, such as 0.9, in `[0, 1]`.
  public init(draws: [Double], coverage: Double) {
    precondition((0...1).contains(coverage), "a coverage is in 0...1")
    let ends = quantiles(of: draws, [(1 - coverage) / 2, (1 + coverage) / 2])
    self.init(low: ends[0], high: ends[1])
  }

  /// The distance between the ends, in the unit of the quantity.
  public var width: Double { high - low }

  /// Whether a value lies between the ends or on one of them.
  public func contains(_ value: Double) -> Bool { low <= value && value <= high }
}
