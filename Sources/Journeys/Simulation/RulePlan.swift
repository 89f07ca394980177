import Statistics

/// The handoffs and triggers of a population, compiled: indices within the population, and steps.
struct RulePlan: Sendable {
  let handoffs: [HandoffPlan]
  let triggers: [TriggerPlan]
  /// Handoffs that an engagement with each channel opens.
  let handoffsAfter: [[Int]]
  /// Handoffs that a touch of each channel continues.
  let handoffsTo: [[Int]]
  /// Triggers by what sets them off: channel engaged, channel delivered, stage entered, event.
  let onEngaged: [[Int]]
  let onDelivered: [[Int]]
  let onEntering: [[Int]]
  let onEvent: [[Int]]
  /// Triggers of appointments, by service.
  let onAppointment: [[Int]]
  /// Days until an opt-out takes effect, in steps.
  let optOutDelaySteps: Int
  /// Most steps that anything can be put off.
  let farthestSteps: Int

  init(_ scenario: Scenario, population: Int, local: [Int?], calendar: PlanCalendar) {
    let spine = SpinePlan(scenario, calendar: calendar)
    let channels = local.compactMap { $0 }.count
    let stages = scenario.populations[population].journey.stages.count
    let handoffs = scenario.handoffs.filter { $0.population == population }.map {
      HandoffPlan($0, local: local, spine: spine, scenario: scenario, calendar: calendar)
    }
    let triggers = scenario.triggers.filter { $0.population == population }.map {
      TriggerPlan($0, local: local, spine: spine, scenario: scenario, calendar: calendar)
    }
    func listening(_ count: Int, _ places: (TriggerPlan) -> [Int]) -> [[Int]] {
      var lists = [[Int]](repeating: [], count: count)
      for (index, trigger) in triggers.enumerated() {
        for place in places(trigger) { lists[place].append(index) }
      }
      return lists
    }
    self.handoffs = handoffs
    self.triggers = triggers
    var after = [[Int]](repeating: [], count: channels)
    var to = [[Int]](repeating: [], count: channels)
    for (index, handoff) in handoffs.enumerated() {
      for source in handoff.sources { after[source.channel].append(index) }
      to[handoff.to].append(index)
    }
    handoffsAfter = after
    handoffsTo = to
    onEngaged = listening(channels) { $0.isOnDelivery ? [] : $0.sources.map(\.channel) }
    onDelivered = listening(channels) { $0.isOnDelivery ? $0.sources.map(\.channel) : [] }
    onEntering = listening(stages) { $0.stages }
    onEvent = listening(scenario.events.filter { $0.population == population }.count) { $0.events }
    onAppointment = listening(scenario.services.filter { $0.population == population }.count) {
      $0.service.map { [$0] } ?? []
    }
    optOutDelaySteps = calendar.steps(ofDays: scenario.policy.optOutDelayDays, atLeast: 0)
    farthestSteps =
      (handoffs.map { max($0.withinSteps, $0.sources.map(\.latencySteps).max() ?? 0) }
      + triggers.map(\.farthestSteps)
      + [optOutDelaySteps, spine.longestLatencySteps]).max() ?? 0
  }
}

/// An engagement that a rule listens to, and how well the sender sees it.
struct SourcePlan: Sendable {
  /// Channel within the population.
  let channel: Int
  /// Share that is seen, by step, burn-in first.
  let share: [Double]
  /// Steps from the engagement until the sender can act, at least one.
  let latencySteps: Int
}

/// A handoff, compiled.
struct HandoffPlan: Sendable {
  let sources: [SourcePlan]
  let to: Int
  /// Whether the organization can send the follow-up at all.
  let isUsed: Bool
  let isEligible: [Bool]
  let opens: Double
  let withinSteps: Int
  /// By step, burn-in first.
  let landing: [Double]
  let captured: [Double]
  let success: [Double]
  let context: [Double]
  let replacesPlanned: Bool
  let engagement: Double
  let response: Double
  let limit: UInt8?
  let needsApproval: Bool

  init(
    _ handoff: Handoff, local: [Int?], spine: SpinePlan, scenario: Scenario,
    calendar: PlanCalendar
  ) {
    sources = handoff.after.compactMap {
      handoff.isJoined
        ? spine.joined($0, waitDays: handoff.delayDays, local: local)
        : spine.source($0, for: handoff.to, waitDays: handoff.delayDays, local: local)
    }
    to = local[handoff.to] ?? 0
    isUsed = scenario.channelsInUse[handoff.to]
    isEligible = handoff.isEligible
    opens = handoff.opens
    withinSteps = max(1, Int(handoff.withinDays) / calendar.daysPerStep)
    landing = calendar.values(of: handoff.landing)
    captured = calendar.values(of: handoff.captured)
    success = calendar.values(of: handoff.success)
    context = calendar.values(of: handoff.context)
    replacesPlanned = handoff.replacesPlanned
    engagement = handoff.engagement
    response = handoff.response
    limit = handoff.limit.map { UInt8(clamping: $0) }
    needsApproval = handoff.needsApproval
  }
}

/// A trigger, compiled.
struct TriggerPlan: Sendable {
  /// Engagements or deliveries that set it off; empty for other causes.
  let sources: [SourcePlan]
  let isOnDelivery: Bool
  let stages: [Int]
  let events: [Int]
  /// Service whose appointments set it off, and how many steps ahead.
  let service: Int?
  let stepsAhead: Int
  let rungs: [Rung]
  /// Share that is acted upon, by step, burn-in first.
  let share: [Double]
  let isEligible: [Bool]
  let stopsWhenEngaged: Bool
  let quietSteps: Int
  let limit: UInt8?
  let replacesPlanned: Bool
  let needsApproval: Bool

  struct Rung: Sendable {
    let channel: Int
    let isUsed: Bool
    let afterSteps: Int
  }

  /// Most steps from an appointment's booking to its day; zero for other causes.
  let bookedAheadSteps: Int

  /// Steps from the occasion to the last rung, at most.
  var farthestSteps: Int {
    (rungs.last?.afterSteps ?? 0)
      + max(bookedAheadSteps, sources.map(\.latencySteps).max() ?? 1)
  }

  init(
    _ trigger: Trigger, local: [Int?], spine: SpinePlan, scenario: Scenario,
    calendar: PlanCalendar
  ) {
    let first = trigger.rungs.first?.channel ?? 0
    func events(_ wanted: [Int]) -> [Int] {
      let own = scenario.events.indices.filter {
        scenario.events[$0].population == trigger.population
      }
      return wanted.compactMap { own.firstIndex(of: $0) }
    }
    var sources: [SourcePlan] = []
    var isOnDelivery = false
    var stages: [Int] = []
    var heard: [Int] = []
    var service: Int?
    var stepsAhead = 0
    var bookedAhead = 0
    switch trigger.cause {
    case .engaged(let channels):
      sources = channels.compactMap { spine.source($0, for: first, waitDays: 0, local: local) }
    case .delivered(let channels):
      // Who has sent a touch knows that it went out.
      sources = channels.compactMap { channel in
        local[channel].map { SourcePlan(channel: $0, share: [], latencySteps: 1) }
      }
      isOnDelivery = true
    case .entering(let entered): stages = entered
    case .event(let wanted): heard = events(wanted)
    case .beforeAppointment(let booked, let days):
      service = scenario.services[..<booked].filter { $0.population == trigger.population }.count
      stepsAhead = calendar.steps(ofDays: days, atLeast: 0)
      // A slot of the next step has lead time zero.
      bookedAhead = 1 + calendar.steps(ofDays: scenario.services[booked].horizonDays, atLeast: 1)
    }
    self.sources = sources
    self.isOnDelivery = isOnDelivery
    self.stages = stages
    self.events = heard
    self.service = service
    self.stepsAhead = stepsAhead
    bookedAheadSteps = bookedAhead
    rungs = trigger.rungs.map {
      Rung(
        channel: local[$0.channel] ?? 0, isUsed: scenario.channelsInUse[$0.channel],
        afterSteps: calendar.steps(ofDays: $0.afterDays, atLeast: 0))
    }
    share = calendar.values(of: trigger.share)
    isEligible = trigger.isEligible
    stopsWhenEngaged = trigger.stopsWhenEngaged
    quietSteps = calendar.steps(ofDays: trigger.quietDays, atLeast: 0)
    limit = trigger.limit.map { UInt8(clamping: $0) }
    replacesPlanned = trigger.replacesPlanned
    needsApproval = trigger.needsApproval
  }
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
