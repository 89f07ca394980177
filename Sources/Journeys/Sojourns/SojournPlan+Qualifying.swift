extension SojournPlan {
  /// The plan of a population that can be moved by sojourn; `nil` for any other.
  ///
  /// It must have no children who look at its stages; no channels, peers, rules, services,
  /// experiences or feelings, all of which change hazards in the course of a run; hazards that all
  /// agents of a stage and parent's stage share; and events that are chances of nothing personal but
  /// fixed multipliers, and that touch nobody. A world that others branch from moves everybody step by
  /// step, as their arms may change hazards in ways that ask for it.
  static func qualified(
    _ plan: PopulationPlan, in scenario: Scenario, steps: Int
  ) -> Result<SojournPlan, SimulationError>? {
    let isLeaf = scenario.populations.allSatisfy { $0.parent != plan.index }
    let isAlone =
      plan.channels.isEmpty && plan.peers == nil && plan.pressure == nil && plan.trust == nil
      && plan.rules.handoffs.isEmpty && plan.rules.triggers.isEmpty && plan.services.isEmpty
      && plan.experiences.isEmpty && plan.nextAction == nil
    let isPlain = plan.events.allSatisfy { event in
      event.isChance && !event.isOnEntry && event.response.isShared && event.parentChannel == nil
        && event.peerTouch == nil
    }
    let exits = plan.exits.reduce(0) { $0 + $1.count }
    // Steps and ways out are packed into sixteen and eight bits.
    guard !plan.branches, isLeaf, isAlone, isPlain, plan.hasSharedHazards, exits <= 255,
      steps < 1 << 15,
      !plan.transitions.isEmpty
    else { return nil }
    return Result { () throws(SimulationError) in
      try SojournPlan(plan, steps: steps)
    }
  }
}
