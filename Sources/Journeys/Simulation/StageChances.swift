import Statistics

/// Chances of the ways out of one stage in one step.
struct StageChances: Sendable {
  /// Chance to leave.
  let leaving: Double
  /// Strength of each way out: hazard, or chance.
  private(set) var strengths: [Double]

  init(
    _ plan: PopulationPlan, exits: ExitTable, stage: Int, parent: Int, shared: [Double], step: Int
  ) throws(SimulationError) {
    let ways = plan.exits[stage]
    let link = exits.links[stage]
    var strengths = ways.map {
      exits.strength(
        $0, link: link, logRatio: shared[$0 * plan.parentStageCount + parent], elapsed: 0)
    }
    let sum = strengths.reduce(0, +)
    if link == .cloglog {
      leaving = min(1, -Elementary.expm1(-sum))
    } else {
      if sum > 1 + 1e-9 { throw SimulationError(plan.index, stage: stage, step: step, sum: sum) }
      var isFull = false
      for (place, transition) in ways.enumerated() where exits.isRest[transition] {
        strengths[place] = max(0, 1 - sum)
        isFull = true
      }
      leaving = isFull ? 1 : min(1, sum)
    }
    self.strengths = strengths
  }

  /// Upper ends of all ways but the last, as parts of 2³².
  func upperEnds(ways: Int) -> [UInt64] {
    let total = strengths.reduce(0, +)
    var before = 0.0
    return (0..<ways - 1).map { way in
      if way < strengths.count { before += strengths[way] }
      let isLast = way >= strengths.count - 1
      return isLast || total <= 0 ? 1 << 32 : UInt64((before / total * 0x1p32).rounded())
    }
  }
}
