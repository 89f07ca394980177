import Statistics

/// Log ratios that all agents of a step share, and how likely anyone can be to leave a stage.
///
/// An agent whose uniform number lies above the bound stays, whatever its own effects are, so most
/// agents need no response at all. The bound only skips work: no result depends on it.
struct StageBounds {
  /// Environment and parent's stage: `[transition * parentStages + parentStage]`.
  var shared: [Double]
  /// Largest chance to leave: `[stage * parentStages + parentStage]`.
  var leaving: [Double]

  init(_ world: PopulationWorld, step index: Int) {
    let plan = world.plan
    let parents = plan.parentStageCount
    shared = []
    var highest: [Double] = []
    for (number, transition) in plan.transitions.enumerated() {
      let response = transition.response
      let environment = response.environment.isEmpty ? 0 : response.environment[index]
      let own = Self.largest(
        response, personal: world.columns.transitionTerms.largest[number], plan: plan)
      for parent in 0..<parents {
        let value =
          environment + (response.parentStages.isEmpty ? 0 : response.parentStages[parent])
        shared.append(value)
        highest.append(value + own)
      }
    }
    leaving = []
    for stage in 0..<plan.stageCount {
      for parent in 0..<parents {
        leaving.append(Self.chance(world.exits, stage) { highest[$0 * parents + parent] })
      }
    }
  }

  /// The largest sum of an agent's own effects.
  private static func largest(
    _ response: ResponsePlan, personal: Double, plan: PopulationPlan
  ) -> Double {
    if response.pressure > 0 { return .infinity }
    let feelings = response.isMoody ? plan.largestFeeling(response) : 0
    return response.channels.reduce(personal + feelings + max(0, response.peers)) {
      $0 + max(0, $1.logRatio)
    }
  }

  private static func chance(
    _ exits: ExitTable, _ stage: Int, _ logRatio: (Int) -> Double
  ) -> Double {
    var sum = 0.0
    for place in exits.firstExit[stage]..<exits.firstExit[stage + 1] {
      let transition = exits.transitions[place]
      if exits.isRest[transition] { return 1 }
      let ratio = logRatio(transition)
      if ratio == .infinity { return 1 }
      let hazards = exits.dwell[transition]
      if hazards.isEmpty {
        sum += exits.strength(transition, link: exits.links[stage], logRatio: ratio, elapsed: 0)
      } else {
        sum += (hazards.max() ?? 0) * Elementary.exp(ratio)
      }
    }
    // A hair above the exact value, so that rounding cannot make the bound the smaller one.
    return min(1, sum * (1 + 1e-9))
  }
}
