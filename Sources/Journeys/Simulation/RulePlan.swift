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
