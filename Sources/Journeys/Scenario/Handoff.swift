/// Which touch should follow an engagement, and how often the systems manage it.
public struct Handoff: Sendable {
  /// Name in the document.
  public var name: String
  /// Population whose agents open its threads.
  public var population: Int
  /// Channels whose engaged touch opens a thread.
  public var after: [Int]
  /// Channel of the touch that should follow.
  public var to: Int
  /// Whether a thread can open in each stage.
  public var isEligible: [Bool]
  /// Share of these engagements that carry an intent.
  public var opens: Double
  /// Days within which the touch should follow.
  public var withinDays: Double
  /// Chance that the click leads to what was promised.
  public var landing: Ramp
  /// Chance that the signal is captured.
  public var captured: Ramp
  /// Chance that a captured signal is followed up.
  public var success: Ramp
  /// Chance that a touch after the capture knows what it follows.
  public var context: Ramp
  /// Days from the moment the signal is seen to the follow-up.
  public var delayDays: Double
  /// Whether the follow-up takes the place of the agent's next calendar touch.
  public var replacesPlanned: Bool
  /// Ratio on the engagement of a touch that continues in context.
  public var engagement: Double
  /// Ratio on what such an engagement adds to memory.
  public var response: Double
  /// Most follow-ups of one agent.
  public var limit: Int?
  /// Whether the follow-up waits for the approval of its content.
  public var needsApproval: Bool
  /// Whether its signals are seen whatever the spine carries.
  public var isJoined = false

  /// The same handoff as it would be if everything about it worked: the click lands, the signal is
  /// captured and seen at once, and the follow-up is made in context.
  public func repaired() -> Handoff {
    var handoff = self
    handoff.landing = Ramp(1)
    handoff.captured = Ramp(1)
    handoff.success = Ramp(1)
    handoff.context = Ramp(1)
    handoff.needsApproval = false
    handoff.isJoined = true
    return handoff
  }
}

/// What became of a thread.
public enum ThreadFate: Int, Sendable, CaseIterable {
  /// An engagement opened it.
  case opened
  /// A touch continued it in context and in time.
  case followed
  /// The click led to a generic page.
  case blackHole
  /// A touch came and ignored it.
  case silo
  /// Nothing came.
  case void

  /// Name in metrics, for example `black_hole:click_to_rep`.
  public var name: String { self == .blackHole ? "black_hole" : "\(self)" }

  /// Whether the thread broke.
  public var isDeadEnd: Bool { self == .blackHole || self == .silo || self == .void }
}

/// Trust in the sender, lost at dead ends.
public struct Trust: Sendable {
  /// Where it begins and returns to, from 0 to 1.
  public var start: Double
  /// Lost at a dead end.
  public var deadEnd: Double
  /// Gained when a thread is continued.
  public var continued: Double
  /// Share of the distance from `start` that is kept from one week to the next.
  public var retentionPerWeek: Double
}
