import Interchange

/// A point in the past from which a forecast is made as if the rest were unknown.
public struct RollingOrigin: Sendable, Equatable {
  /// Number of periods that a forecast may learn from.
  public let known: Int
  /// Number of periods that it is scored on, right after those.
  public let horizon: Int

  /// Origins one period apart, earliest first; the last is scored on the last periods.
  ///
  /// - Parameters:
  ///   - count: Number of origins, at least one.
  ///   - horizon: Periods ahead, at least one.
  ///   - periodCount: Periods of the history.
  /// - Returns: The origins; empty where the earliest would have nothing to learn from.
  public static func all(_ count: Int, horizon: Int, periodCount: Int) -> [RollingOrigin] {
    let last = periodCount - horizon
    guard last - count + 1 > 0 else { return [] }
    return (last - count + 1...last).map { RollingOrigin(known: $0, horizon: horizon) }
  }

  /// What is known at the origin.
  ///
  /// - Parameter history: The whole history.
  /// - Returns: The history up to the origin.
  public func past(of history: OutcomeHistory) -> OutcomeHistory { history.first(known) }

  /// What came true after the origin, unit-major over the horizon.
  public func truth(in history: OutcomeHistory) -> [Double] {
    OutcomeHistory.columns(
      history.outcome, known..<known + horizon, of: history.periods.count)
  }

  /// What drivers were after the origin, one unit-major column for each.
  public func drivers(in history: OutcomeHistory) -> [[Double]] {
    history.drivers.map {
      OutcomeHistory.columns($0, known..<known + horizon, of: history.periods.count)
    }
  }
}
