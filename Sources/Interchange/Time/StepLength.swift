/// How long one step of simulated or observed time is.
public enum StepLength: String, Sendable {
  /// One day.
  case day
  /// Seven days.
  case week

  /// The length in days.
  public var days: Int {
    switch self {
    case .day: 1
    case .week: 7
    }
  }
}
