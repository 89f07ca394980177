/// An interval that holds a share of equally likely futures: from a low quantile up to the first value
/// with which it does.
///
/// Its lower end is the largest value that leaves at most half of the rest below. Where nothing ties
/// these are central intervals, to one value. Counts near zero have nothing to leave out below: a
/// central interval then keeps what it should leave out, and is wider than it need be. The shortest
/// interval that holds its share is hardly shorter for counts, and for numbers without ties it goes by
/// chance. Intervals of 50, 80 and 90 % lie in one another; those of nearer levels may not.
public struct PredictionInterval: Sendable, Equatable {
  /// The lower end, which belongs to the interval.
  public let low: Double
  /// The upper end, which belongs to the interval.
  public let high: Double
  /// The share of the futures within, at least the level: steps of counts make it more.
  public let share: Double

  /// The interval of a level.
  ///
  /// - Parameters:
  ///   - sorted: At least one value, ascending.
  ///   - level: The share of the values that it shall hold, in `0..<1`.
  public init(_ sorted: [Double], level: Double) {
    precondition(!sorted.isEmpty, "an interval needs a value")
    precondition((0..<1).contains(level), "the level of an interval is in 0..<1")
    // Levels such as 0.9 are no binary numbers: 0.9 of 1,000 values are 900, not 901.
    let slack = 1e-9
    let count = Double(sorted.count)
    let most = Int(((1 - level) / 2 * count + slack).rounded(.down))
    let needed = max(1, Int((level * count - slack).rounded(.up)))
    let first = sorted.firstIndex(of: sorted[most]) ?? most
    let last = min(first + needed, sorted.count) - 1
    (low, high) = (sorted[first], sorted[last])
    share = Double((sorted.lastIndex(of: sorted[last]) ?? last) + 1 - first) / count
  }

  /// Whether a value lies in the interval.
  public func contains(_ value: Double) -> Bool { low <= value && value <= high }
}
