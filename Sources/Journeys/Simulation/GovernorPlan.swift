/// Limits on contacts over all functions, compiled.
struct GovernorPlan: Sendable {
  let capTouches: UInt8?
  let windowSteps: Int
  let minimumSteps: Int
  /// Whether each channel of the population is governed.
  let isGoverned: [Bool]

  init(_ governor: ContactGovernor, channels: [Int], calendar: PlanCalendar) {
    capTouches = governor.cap.map { UInt8(clamping: $0.touches) }
    windowSteps = max(1, (governor.cap?.windowDays ?? 7) / calendar.daysPerStep)
    minimumSteps = calendar.steps(ofDays: governor.minimumDays, atLeast: 0)
    isGoverned = channels.map { governor.isGoverned[$0] }
  }

  /// Channels in the order in which they are served: by priority of their function, then declared.
  static func order(_ governor: ContactGovernor?, channels: [Int], _ scenario: Scenario) -> [Int] {
    guard let governor, !governor.priority.isEmpty else { return Array(channels.indices) }
    func rank(_ place: Int) -> Int {
      governor.priority.firstIndex(of: scenario.channels[channels[place]].function)
        ?? governor.priority.count
    }
    return channels.indices.sorted { (rank($0), $0) < (rank($1), $1) }
  }
}
