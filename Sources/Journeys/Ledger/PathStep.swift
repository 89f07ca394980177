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
  }
}
