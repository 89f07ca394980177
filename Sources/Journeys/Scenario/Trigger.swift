/// A touch, or a ladder of touches, sent because of something.
public struct Trigger: Sendable {
  /// Name in the document.
  public var name: String
  /// Population whose agents it touches.
  public var population: Int
  /// What sets it off.
  public var cause: Cause
  /// Touches in the order of their days.
  public var rungs: [Rung]
  /// Share of the occasions that are acted upon.
  public var share: Ramp
  /// Whether a rung is sent to agents in each stage.
  public var isEligible: [Bool]
  /// Whether it ends when the agent has engaged with anything since the occasion.
  public var stopsWhenEngaged: Bool
  /// Days in which it is not set off again for the same agent.
  public var quietDays: Double
  /// Most times for one agent.
  public var limit: Int?
  /// Whether its touches take the place of the agent's next calendar touches.
  public var replacesPlanned: Bool
  /// Whether its touches wait for the approval of their content.
  public var needsApproval: Bool

  /// What sets a trigger off.
  public enum Cause: Sendable, Equatable {
    /// An engaged touch of one of these channels that the sender sees.
    case engaged([Int])
    /// A delivered touch of one of these channels.
    case delivered([Int])
    /// Entering one of these stages; who starts there has just entered.
    case entering([Int])
    /// One of these events of the agent.
    case event([Int])
    /// So many days before the agent's appointment.
    case beforeAppointment(service: Int, days: Double)
  }

  /// One touch of a ladder.
  public struct Rung: Sendable, Equatable {
    /// Channel that is used.
    public var channel: Int
    /// Days after the occasion was seen.
    public var afterDays: Double
  }
}
