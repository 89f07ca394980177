import Journeys

/// The worlds that tell what a channel is worth: without it, and with a little more of it.
extension Scenario {
  /// Whether more of a channel's plan means more touches.
  func isDrivenByPlan(_ channel: Int) -> Bool {
    channels[channel].plan != nil
      && !policy.nextBestActions.contains { $0.channels.contains(channel) }
  }

  /// The same world without a channel.
  func without(_ channel: Int) -> Scenario {
    var other = self
    other.channelsInUse[channel] = false
    return other
  }

  /// The same world with more of a channel's plan and of its weekly costs.
  ///
  /// - Parameters:
  ///   - share: How much more, as a share of the plan.
  ///   - channel: The channel.
  /// - Returns: `nil` where no plan drives the channel.
  func with(_ share: Double, moreOf channel: Int) -> Scenario? {
    guard isDrivenByPlan(channel) else { return nil }
    var other = self
    other.channels[channel].plan?.factor *= 1 + share
    other.channels[channel].cost.perWeek *= 1 + share
    return other
  }
}
