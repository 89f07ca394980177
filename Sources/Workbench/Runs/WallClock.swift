import Foundation

/// The time of day, for the one place where a run says when it was made.
public enum WallClock {
  /// Now, to the second, as `2027-01-04T09:30:00Z`.
  public static func now() -> String { Date.now.formatted(.iso8601) }
}
