/// One thing that happened to a sampled agent.
public struct PathStep: Sendable, Equatable {
  /// Row of the agent in its population.
  public let agent: Int
  /// Reported step.
  public let step: Int
  /// What happened.
  public let kind: Kind

  /// What happened.
  public enum Kind: Sendable, Equatable {
    /// The agent is in this stage at the start.
    case start(stage: Int)
    /// The agent moved to a stage.
    case move(to: Int)
    /// A touch of a channel, numbered within the population.
    case touch(channel: Int, isEngaged: Bool)
    /// Events, numbered within the population.
    case event(event: Int, count: Int)
    /// More about the touch before: whether it was seen, the content match, and the handoff, numbered
    /// within the population, whose thread it continues.
    case detail(isSeen: Bool, match: Double, continues: Int?)
    /// What became of a thread of a handoff, numbered within the population.
    case thread(handoff: Int, ThreadFate)
    /// A trigger, numbered within the population, was set off or sent a touch.
    case trigger(trigger: Int, TriggerCount)
    /// A next best action: the channel and the chance with which the policy chose it.
    case action(channel: Int, propensity: Double, isExploration: Bool)
    /// An appointment was given, so many days ahead.
    case appointment(service: Int, leadDays: Int)
    /// The answer that an experience would get, from 0 to 10, and whether it was asked for and given.
    case experience(experience: Int, points: Int, isAnswered: Bool)
    /// Consent to a channel was withdrawn.
    case optOut(channel: Int)
  }
}
