import Statistics

/// The choice of the next touch, compiled.
struct ActionPlan: Sendable {
  let options: [Option]
  let chancePerStep: Double
  let isEligible: [Bool]
  let exploration: Double
  let isForEngagement: Bool
  let known: Double
  let acceptance: Double
  let attentionCost: Double

  struct Option: Sendable {
    /// Channel within the population.
    let channel: Int
    /// What the policy believes a full response is worth, as a log ratio.
    let logEstimate: Double
    let costPerTouch: Double
    let costPerEngagement: Double
    /// Share of the engagements that become known, by step, and steps until they do.
    let seenShare: [Double]
    let seenAfterSteps: Int
  }

  /// The option that uses a channel; `nil` when the calendar of the channel holds.
  func option(channel: Int) -> Option? { options.first { $0.channel == channel } }

  init(_ action: NextBestAction, local: [Int?], scenario: Scenario, calendar: PlanCalendar) {
    let spine = SpinePlan(scenario, calendar: calendar)
    options = zip(action.channels, action.estimates).compactMap { channel, estimate in
      guard let own = local[channel], scenario.channelsInUse[channel] else { return nil }
      // Whoever chooses belongs to no function and sees what is on the spine.
      let (share, latency) = spine.sight(of: channel, by: nil)
      let cost = scenario.channels[channel].cost
      return Option(
        channel: own, logEstimate: Elementary.log(estimate), costPerTouch: cost.perTouch,
        costPerEngagement: cost.perEngagement, seenShare: share,
        seenAfterSteps: calendar.steps(ofDays: latency, atLeast: 1))
    }
    chancePerStep = action.perWeek * calendar.weeksPerStep
    isEligible = action.isEligible
    exploration = action.exploration
    isForEngagement = action.objective == .engagement
    known = action.known
    acceptance = action.acceptance
    attentionCost = action.attentionCost
  }
}
