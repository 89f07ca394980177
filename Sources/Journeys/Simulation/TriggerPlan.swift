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
