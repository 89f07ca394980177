/// What the rules of a population remember: threads, triggers, governed contacts, trust.
struct RuleState: Sendable {
  var agenda: Agenda
  /// Open threads, by handoff.
  var threads: [ThreadColumns]
  /// Follow-ups sent to each agent, by handoff; empty without a limit.
  var followUps: [[UInt8]]
  /// Touches delivered in this step that continue a thread in context.
  var continuedNow: [ContinuedNow] = []
  /// Step in which each trigger was last set off, and how often, by agent; empty where not asked.
  var lastFired: [[Int32]]
  var firedCount: [[UInt8]]
  /// Touches that rules send in this step, by channel.
  var due: [[Int32]]
  /// Calendar touches that a rule has taken the place of, by channel; empty where none can.
  var owed: [[UInt8]]
  /// Governed touches in the current window and step of the last one; empty without a governor.
  var governedInWindow: [UInt8]
  var lastGoverned: [Int32]
  /// Trust from 0 to 1; empty when the population declares none.
  var trust: [Double]
  /// Points of the last experience above what was expected; empty without experiences.
  var experience: [Double]
  /// Memory of engagements that whoever chooses the next action has seen, by channel.
  var seenMemory: [[Double]]
  /// Touches chosen as next best action in this step, by channel.
  var chosen: [[Int32]]

  struct ContinuedNow: Sendable {
    var row: Int32
    var handoff: Int32
  }

  init(_ plan: PopulationPlan, firstStep: Int, stepCount: Int) {
    let size = plan.size
    let rules = plan.rules
    let isQueueing =
      rules.handoffs.contains(where: \.needsApproval)
      || rules.triggers.contains(where: \.needsApproval)
    agenda = Agenda(
      farthest: isQueueing ? stepCount - firstStep : rules.farthestSteps, firstStep: firstStep,
      stepCount: stepCount)
    threads = rules.handoffs.map { _ in ThreadColumns(size: size) }
    followUps = rules.handoffs.map {
      $0.limit == nil ? [] : [UInt8](repeating: 0, count: size)
    }
    lastFired = rules.triggers.map {
      $0.quietSteps == 0 ? [] : [Int32](repeating: PopulationWorld.never, count: size)
    }
    firedCount = rules.triggers.map {
      $0.limit == nil ? [] : [UInt8](repeating: 0, count: size)
    }
    due = plan.channels.map { _ in [] }
    chosen = plan.channels.map { _ in [] }
    owed = plan.channels.indices.map { channel in
      let isReplaced =
        rules.handoffs.contains { $0.to == channel && $0.replacesPlanned }
        || rules.triggers.contains { trigger in
          trigger.replacesPlanned && trigger.rungs.contains { $0.channel == channel }
        }
      return isReplaced ? [UInt8](repeating: 0, count: size) : []
    }
    governedInWindow = plan.governor == nil ? [] : [UInt8](repeating: 0, count: size)
    lastGoverned =
      plan.governor == nil ? [] : [Int32](repeating: PopulationWorld.never, count: size)
    trust = plan.trust.map { [Double](repeating: $0.start, count: size) } ?? []
    experience = plan.experiences.isEmpty ? [] : [Double](repeating: 0, count: size)
    seenMemory = plan.channels.indices.map { channel in
      plan.nextAction?.option(channel: channel) != nil
        ? [Double](repeating: 0, count: size) : []
    }
  }

  /// Takes over what another arm's rules remember of the same people.
  ///
  /// Threads and occasions belong to rules; they are taken over when both arms have the same ones.
  mutating func adopt(
    _ other: RuleState, plan: RulePlan, from step: Int, hasSameRules: Bool
  ) {
    let chosen = seenMemory.map { !$0.isEmpty }
    agenda.adopt(other.agenda, from: step) { item in
      switch item.kind {
      case .withdrawal: true
      case .sighting: chosen[Int(item.rule)]
      case .rung: hasSameRules && item.rung < plan.triggers[Int(item.rule)].rungs.count
      case .followUp, .deadline: hasSameRules
      }
    }
    if hasSameRules {
      threads = other.threads
      // A limit or a quiet time that only one of the arms has begins anew.
      func keep<Value>(_ past: [[Value]], in own: inout [[Value]]) {
        for rule in own.indices where !own[rule].isEmpty && !past[rule].isEmpty {
          own[rule] = past[rule]
        }
      }
      keep(other.followUps, in: &followUps)
      keep(other.lastFired, in: &lastFired)
      keep(other.firedCount, in: &firedCount)
    }
    for channel in owed.indices where !owed[channel].isEmpty && !other.owed[channel].isEmpty {
      owed[channel] = other.owed[channel]
    }
    if !governedInWindow.isEmpty, !other.governedInWindow.isEmpty {
      governedInWindow = other.governedInWindow
      lastGoverned = other.lastGoverned
    }
    if !trust.isEmpty, !other.trust.isEmpty { trust = other.trust }
    if !experience.isEmpty, !other.experience.isEmpty { experience = other.experience }
    for channel in seenMemory.indices
    where !seenMemory[channel].isEmpty && !other.seenMemory[channel].isEmpty {
      seenMemory[channel] = other.seenMemory[channel]
    }
  }
}

/// The threads of one handoff: at most one for each agent.
struct ThreadColumns: Sendable {
  /// Step in which the thread was opened; `never` when none is open.
  var opened: [Int32]
  /// Channel whose engagement opened it.
  var channel: [UInt16]
  /// First step in which a touch knows what it follows; the largest number when none will.
  var knownFrom: [Int32]
  /// Whether a touch has come that ignored the thread.
  var isIgnored: [Bool]

  /// A step after every other.
  static let neverKnown = Int32.max

  init(size: Int) {
    opened = [Int32](repeating: PopulationWorld.never, count: size)
    channel = [UInt16](repeating: 0, count: size)
    knownFrom = [Int32](repeating: Self.neverKnown, count: size)
    isIgnored = [Bool](repeating: false, count: size)
  }

  /// Ends an agent's thread.
  mutating func close(_ row: Int) {
    opened[row] = PopulationWorld.never
    knownFrom[row] = Self.neverKnown
    isIgnored[row] = false
  }
}
