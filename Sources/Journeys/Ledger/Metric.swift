/// Steps of the funnel that a touch runs down.
public enum FunnelStep: Int, Sendable, CaseIterable {
  case planned
  case delivered
  case seen
  case engaged
  case continued
  case optouts

  /// Name in metrics, for example `delivered:rep`.
  public var name: String { "\(self)" }
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
    return metrics + [.cost, .value]
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
    case .channelCost, .cost, .value: nil
    }
  }

  /// What it is measured in.
  public func unit(in scenario: Scenario) -> String {
    switch self {
    case .stage: "agents"
    case .transition: "agents per step"
    case .event: "events per step"
    case .touches: "touches per step"
    case .eventValue, .channelCost, .cost, .value: scenario.currency
    }
  }
}
