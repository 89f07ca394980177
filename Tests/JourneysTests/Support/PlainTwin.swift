import Statistics

@testable import Journeys

/// What a population does in a step, worked out agent by agent from the model's formulas.
///
/// It uses no bound, no list and no column of the kernels.
struct PlainTwin {
  let world: PopulationWorld
  let step: Int
  let parentStages: [UInt8]

  private var index: Int { step }

  private func logRatio(
    _ response: ResponsePlan, _ terms: PersonalTerms, number: Int, row: Int
  ) -> Double {
    let stage = Int(world.stage[row])
    var sum = 0.0
    if terms.slots[number] >= 0 { sum += terms.values[terms.slots[number] * world.plan.size + row] }
    for term in response.channels {
      sum += term.logRatio * world.response(row: row, channel: term.channel, stage: stage)
    }
    if response.peers != 0 { sum += response.peers * world.activePeers(row: row) }
    if response.pressure != 0 { sum += response.pressure * world.excessPressure(row: row) }
    let environment = response.environment.isEmpty ? 0 : response.environment[index]
    let parents = world.people.parents
    let parent = parents.isEmpty ? 0 : Int(parentStages[Int(parents[row])])
    let coupling = response.parentStages.isEmpty ? 0 : response.parentStages[parent]
    return sum + (environment + coupling)
  }

  /// The transition that each agent takes, or −1.
  func transitions() -> [Int] {
    (0..<world.plan.size).map { row in
      let stage = Int(world.stage[row])
      let ways = world.plan.exits[stage]
      if ways.isEmpty { return -1 }
      let elapsed = world.enteredStep.isEmpty ? 0 : step - Int(world.enteredStep[row]) - 1
      let link = world.plan.transitions[ways[0]].link
      var strengths = ways.map { way in
        world.exits.strength(
          way, link: link,
          logRatio: logRatio(
            world.plan.transitions[way].response, world.columns.transitionTerms, number: way,
            row: row), elapsed: elapsed)
      }
      var sum = strengths.reduce(0, +)
      let uniform = world.streams.transition.uniform(agent: row, step: step)
      var target = uniform
      if link == .cloglog {
        let leaving = -Elementary.expm1(-sum)
        if uniform >= leaving { return -1 }
        target = uniform / leaving * sum
      } else {
        for place in ways.indices where world.exits.isRest[ways[place]] {
          strengths[place] = max(0, 1 - sum)
          sum = 1
        }
        if uniform >= sum { return -1 }
      }
      var before = 0.0
      for place in ways.indices.dropLast() {
        before += strengths[place]
        if target < before { return ways[place] }
      }
      return ways[ways.count - 1]
    }
  }

  /// The events of each agent, after the moves of the step.
  func counts(event: Int) -> [Int] {
    let plan = world.plan.events[event]
    let moved = world.moved.map { Int($0.row) }
    return (0..<world.plan.size).map { row in
      if plan.isOnEntry, !moved.contains(row) { return 0 }
      let times = world.columns.eventTimes[event]
      let ratio = Exponential.value(
        logRatio(plan.response, world.columns.eventTerms, number: event, row: row))
      let mean = plan.perStep[Int(world.stage[row])] * (times.isEmpty ? 1 : times[row]) * ratio
      let uniform = world.streams.events[event].uniform(agent: row, step: step)
      if plan.isChance { return uniform >= 1 - mean ? 1 : 0 }
      return plan.dispersion.count(mean: mean, uniform: uniform)
    }
  }
}
