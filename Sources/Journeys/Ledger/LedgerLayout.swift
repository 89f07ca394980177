/// Where the counts of a population stand in a row of its ledger.
///
/// In this order: agents in each stage at the end of the step, agents that took each transition, the
/// funnel of each channel, events, fates of each handoff's threads, counts of each trigger, of each
/// service, of each experience, and next best actions by channel.
public struct LedgerLayout: Sendable, Equatable {
  let stages: Int
  let transitions: Int
  let channels: Int
  let events: Int
  let handoffs: Int
  let triggers: Int
  let services: Int
  let experiences: Int
  let hasActions: Bool

  private var firstFunnel: Int { stages + transitions }
  private var firstEvent: Int { firstFunnel + channels * FunnelStep.allCases.count }
  private var firstHandoff: Int { firstEvent + events }
  private var firstTrigger: Int { firstHandoff + handoffs * ThreadFate.allCases.count }
  private var firstService: Int { firstTrigger + triggers * TriggerCount.allCases.count }
  private var firstExperience: Int { firstService + services * ServiceCount.allCases.count }
  private var firstAction: Int { firstExperience + experiences * ExperienceCount.allCases.count }

  /// Counts in a row.
  public var width: Int {
    firstAction + (hasActions ? channels * ActionCount.allCases.count : 0)
  }

  func column(stage: Int) -> Int { stage }
  func column(transition: Int) -> Int { stages + transition }
  func column(channel: Int, _ step: FunnelStep) -> Int {
    firstFunnel + channel * FunnelStep.allCases.count + step.rawValue
  }
  func column(event: Int) -> Int { firstEvent + event }
  /// The event that a column counts, if it counts one.
  func event(ofColumn column: Int) -> Int? {
    (0..<events).contains(column - firstEvent) ? column - firstEvent : nil
  }
  func column(handoff: Int, _ fate: ThreadFate) -> Int {
    firstHandoff + handoff * ThreadFate.allCases.count + fate.rawValue
  }
  func column(trigger: Int, _ count: TriggerCount) -> Int {
    firstTrigger + trigger * TriggerCount.allCases.count + count.rawValue
  }
  func column(service: Int, _ count: ServiceCount) -> Int {
    firstService + service * ServiceCount.allCases.count + count.rawValue
  }
  func column(experience: Int, _ count: ExperienceCount) -> Int {
    firstExperience + experience * ExperienceCount.allCases.count + count.rawValue
  }
  func column(action channel: Int, _ count: ActionCount) -> Int {
    firstAction + channel * ActionCount.allCases.count + count.rawValue
  }
  /// First place of a handoff's fates in `threadsByStage`.
  func place(handoff: Int, channel: Int, stage: Int) -> Int {
    ((handoff * channels + channel) * stages + stage) * ThreadFate.allCases.count
  }
}

/// What is counted of a service.
public enum ServiceCount: Int, Sendable, CaseIterable {
  /// Appointments given.
  case booked
  /// Their lead times in days, summed.
  case lead

  /// Name in metrics, for example `lead:clinic`.
  public var name: String { "\(self)" }
}

/// What is counted of next best actions.
public enum ActionCount: Int, Sendable, CaseIterable {
  /// Suggestions that were carried out.
  case chosen
  /// Those of them that were chosen at random.
  case explored

  /// Name in metrics, for example `chosen:rep`.
  public var name: String { "\(self)" }
}

/// Items of the approval queue, by step.
public struct ApprovalLedger: Sendable, Equatable {
  /// Items submitted.
  public internal(set) var submitted: [Double] = []
  /// Items approved.
  public internal(set) var approved: [Double] = []
  /// Days that the approved items had waited, summed.
  public internal(set) var days: [Double] = []
}
