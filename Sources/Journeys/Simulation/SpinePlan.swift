/// An engagement that a rule listens to, and how well the sender sees it.
struct SourcePlan: Sendable {
  /// Channel within the population.
  let channel: Int
  /// Share that is seen, by step, burn-in first.
  let share: [Double]
  /// Steps from the engagement until the sender can act, at least one.
  let latencySteps: Int
}

/// What functions see of each other, by step.
struct SpinePlan: Sendable {
  private let scenario: Scenario
  private let calendar: PlanCalendar

  init(_ scenario: Scenario, calendar: PlanCalendar) {
    self.scenario = scenario
    self.calendar = calendar
  }

  /// The engagements with a channel as the owner of another channel sees them.
  ///
  /// - Parameters:
  ///   - channel: Channel that was engaged with.
  ///   - sender: Channel whose function wants to act.
  ///   - waitDays: Days that the sender waits on purpose.
  ///   - local: Numbers of channels within the population.
  /// - Returns: What is seen and when, or `nil` for a channel of another population.
  func source(
    _ channel: Int, for sender: Int, waitDays: Double, local: [Int?]
  ) -> SourcePlan? {
    guard let own = local[channel] else { return nil }
    let (share, latencyDays) = sight(of: channel, by: scenario.channels[sender].function)
    return SourcePlan(
      channel: own, share: share,
      latencySteps: calendar.steps(ofDays: latencyDays + waitDays, atLeast: 1))
  }

  /// The engagements with a channel as they are seen where nothing stands between.
  func joined(_ channel: Int, waitDays: Double, local: [Int?]) -> SourcePlan? {
    local[channel].map {
      SourcePlan(
        channel: $0, share: calendar.values(of: Ramp(1)),
        latencySteps: calendar.steps(ofDays: waitDays, atLeast: 1))
    }
  }

  /// Share of a channel's engagements that a function sees, by step, and days until it does.
  func sight(of channel: Int, by function: String?) -> (share: [Double], latencyDays: Double) {
    let integration = scenario.policy.integration
    let owner = scenario.channels[channel].function
    if owner == function { return (calendar.values(of: Ramp(1)), 0) }
    if !integration.channels.isEmpty, !integration.channels[channel] {
      return (calendar.values(of: Ramp(0)), 0)
    }
    if let pair = integration.pairs.first(where: { $0.from == owner && $0.to == function }) {
      return (calendar.values(of: pair.share), pair.latencyDays)
    }
    return (calendar.values(of: integration.share), integration.latencyDays)
  }

  var longestLatencySteps: Int {
    let integration = scenario.policy.integration
    let days = integration.pairs.map(\.latencyDays).max() ?? 0
    return calendar.steps(ofDays: max(days, integration.latencyDays), atLeast: 1)
  }
}
