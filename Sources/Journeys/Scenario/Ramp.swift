/// A number that may change over the run: linear between given days, constant before and after them.
public struct Ramp: Sendable, Equatable {
  /// Days since the first reported day, ascending; one at least.
  public let days: [Double]
  /// Value on each of the days.
  public let values: [Double]

  /// The same number all the time.
  public init(_ value: Double) {
    days = [0]
    values = [value]
  }

  /// A number that changes between two days.
  public init(before: Double, after: Double, fromDay: Double, toDay: Double) {
    days = [fromDay, toDay]
    values = [before, after]
  }

  /// A number with its values on several days.
  ///
  /// - Parameter points: Days in ascending order; one point at least.
  public init(points: [(day: Double, value: Double)]) {
    precondition(!points.isEmpty, "a ramp has a point")
    days = points.map(\.day)
    values = points.map(\.value)
  }

  /// The value on a day, counted from the first reported one.
  public func value(onDay day: Double) -> Double {
    guard let next = days.firstIndex(where: { day < $0 }) else { return values[values.count - 1] }
    if next == 0 { return values[0] }
    let width = days[next] - days[next - 1]
    return values[next - 1] + (values[next] - values[next - 1]) * (day - days[next - 1]) / width
  }

  /// The largest value.
  public var largest: Double { values.max() ?? 0 }
}
