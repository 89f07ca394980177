/// A number that may change over the run: one value before, another after, linear in between.
public struct Ramp: Sendable, Equatable {
  /// Value until the first day.
  public var before: Double
  /// Value from the last day on.
  public var after: Double
  /// Day since the first reported one on which it begins to change.
  public var fromDay: Double
  /// Day since the first reported one from which it has changed.
  public var toDay: Double

  /// The same number all the time.
  public init(_ value: Double) {
    self.init(before: value, after: value, fromDay: 0, toDay: 0)
  }

  /// A number that changes between two days.
  public init(before: Double, after: Double, fromDay: Double, toDay: Double) {
    self.before = before
    self.after = after
    self.fromDay = fromDay
    self.toDay = toDay
  }

  /// The value on a day, counted from the first reported one.
  public func value(onDay day: Double) -> Double {
    if day < fromDay { return before }
    if day >= toDay { return after }
    return before + (after - before) * (day - fromDay) / (toDay - fromDay)
  }

  /// The largest value.
  public var largest: Double { max(before, after) }
}
