/// Steps of the funnel that a touch runs down.
public enum FunnelStep: Int, Sendable, CaseIterable {
  case planned
  case delivered
  case seen
  case engaged
  case continued
  case optouts
  /// Planned touches that the contact governor held back.
  case held
  /// Touches delivered after an opt-out that had not taken effect yet.
  case late

  /// Name in metrics, for example `delivered:rep`.
  public var name: String { "\(self)" }
}

/// What is counted of the approval queue.
public enum ApprovalCount: Int, Sendable, CaseIterable {
  /// Items submitted.
  case submitted
  /// Items approved.
  case approved
  /// Days that the approved items had waited, summed.
  case days
}

/// A quantity that a ledger can give for a step and a cell.
public enum Metric: Hashable, Sendable {
  /// Agents in a stage at the end of a step.
  case stage(population: Int, stage: Int)
  /// Agents that took a transition.
  case transition(population: Int, transition: Int)
  /// Number of events.
  case event(Int)
  /// Margin of an event, in money.
  case eventValue(Int)
  /// Touches of a channel that came so far.
  case touches(channel: Int, FunnelStep)
  /// Money spent on a channel.
  case channelCost(Int)
  /// What became of a handoff's threads.
  case thread(handoff: Int, ThreadFate)
  /// Counts of a trigger.
  case trigger(Int, TriggerCount)
  /// Counts of a service's appointments.
  case service(Int, ServiceCount)
  /// Counts of an experience and its survey.
  case experience(Int, ExperienceCount)
  /// Next best actions by channel.
  case action(channel: Int, ActionCount)
  /// Trust summed over the agents of a population at the end of a step.
  case trust(population: Int)
  /// Items of the approval queue.
  case approval(ApprovalCount)
  /// Money spent on everything.
  case cost
  /// Margin of all events.
  case value

  /// Every metric of a scenario, in the order of its declarations.
  public static func all(in scenario: Scenario) -> [Metric] {
    var metrics: [Metric] = []
    for (population, spec) in scenario.populations.enumerated() {
      metrics += spec.journey.stages.indices.map { .stage(population: population, stage: $0) }
      metrics += spec.journey.transitions.indices.map {
        .transition(population: population, transition: $0)
      }
    }
    for event in scenario.events.indices { metrics += [.event(event), .eventValue(event)] }
    for channel in scenario.channels.indices {
      metrics += FunnelStep.allCases.map { .touches(channel: channel, $0) }
      metrics.append(.channelCost(channel))
    }
    return metrics + ofPolicy(in: scenario) + [.cost, .value]
  }

  /// Metrics of rules, services, experiences and policy.
  private static func ofPolicy(in scenario: Scenario) -> [Metric] {
    var metrics: [Metric] = []
    for handoff in scenario.handoffs.indices {
      metrics += ThreadFate.allCases.map { .thread(handoff: handoff, $0) }
    }
    for trigger in scenario.triggers.indices {
      metrics += TriggerCount.allCases.map { .trigger(trigger, $0) }
    }
    for service in scenario.services.indices {
      metrics += ServiceCount.allCases.map { .service(service, $0) }
    }
    for experience in scenario.experiences.indices {
      metrics += ExperienceCount.allCases.map { .experience(experience, $0) }
    }
    for action in scenario.policy.nextBestActions {
      for channel in action.channels {
        metrics += ActionCount.allCases.map { .action(channel: channel, $0) }
      }
    }
    for population in scenario.populations.indices
    where scenario.populations[population].trust != nil {
      metrics.append(.trust(population: population))
    }
    if scenario.policy.approval != nil { metrics += ApprovalCount.allCases.map { .approval($0) } }
    return metrics
  }

  /// Name in tables and targets.
  public func name(in scenario: Scenario) -> String {
    switch self {
    case .stage(let population, let stage):
      let name = scenario.populations[population].journey.stages[stage]
      let isShared = scenario.populations.filter { $0.journey.stages.contains(name) }.count > 1
      return isShared ? "stage:\(scenario.populations[population].name).\(name)" : "stage:\(name)"
    case .transition(let population, let transition):
      return "transition:\(scenario.populations[population].journey.transitions[transition].name)"
    case .event(let event): return "event:\(scenario.events[event].name)"
    case .eventValue(let event): return "value:\(scenario.events[event].name)"
    case .touches(let channel, let step): return "\(step.name):\(scenario.channels[channel].name)"
    case .channelCost(let channel): return "cost:\(scenario.channels[channel].name)"
    case .thread(let handoff, let fate): return "\(fate.name):\(scenario.handoffs[handoff].name)"
    case .trigger(let trigger, let count):
      return "\(count.name):\(scenario.triggers[trigger].name)"
    case .service(let service, let count):
      return "\(count.name):\(scenario.services[service].name)"
    case .experience(let experience, let count):
      return "\(count.name):\(scenario.experiences[experience].name)"
    case .action(let channel, let count):
      return "\(count.name):\(scenario.channels[channel].name)"
    case .trust(let population): return "trust:\(scenario.populations[population].name)"
    case .approval(let count): return "approval:\(count)"
    case .cost: return "cost"
    case .value: return "value"
    }
  }

  /// The metric of a name, or `nil` when the scenario has none of that name.
  public init?(_ name: String, in scenario: Scenario) {
    guard let found = Metric.all(in: scenario).first(where: { $0.name(in: scenario) == name })
    else { return nil }
    self = found
  }

  /// The population whose breakdown splits the metric; `nil` for money over everybody.
  public func population(in scenario: Scenario) -> Int? {
    switch self {
    case .stage(let population, _), .transition(let population, _): population
    case .event(let event), .eventValue(let event): scenario.events[event].population
    case .touches(let channel, _): scenario.channels[channel].population
    case .thread(let handoff, _): scenario.handoffs[handoff].population
    case .trigger(let trigger, _): scenario.triggers[trigger].population
    case .service(let service, _): scenario.services[service].population
    case .experience(let experience, _): scenario.experiences[experience].population
    case .action(let channel, _): scenario.channels[channel].population
    case .trust(let population): population
    case .channelCost, .approval, .cost, .value: nil
    }
  }

  /// What it is measured in.
  public func unit(in scenario: Scenario) -> String {
    switch self {
    case .stage: "agents"
    case .transition: "agents per step"
    case .event: "events per step"
    case .touches, .action: "touches per step"
    case .thread: "threads per step"
    case .trigger(_, let count):
      count == .wait ? "days" : count == .sent ? "touches per step" : "occasions per step"
    case .service(_, let count): count == .lead ? "days" : "appointments per step"
    case .experience(_, let count):
      count == .points || count == .answeredPoints ? "points" : "answers per step"
    case .trust: "thousandths, summed over agents"
    case .approval(let count): count == .days ? "days" : "items per step"
    case .eventValue, .channelCost, .cost, .value: scenario.currency
    }
  }
}
