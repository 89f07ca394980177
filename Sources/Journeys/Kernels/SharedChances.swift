import Statistics

/// Chances of the ways out by stage and parent's stage, as thresholds of 32-bit words.
struct SharedChances {
  /// Threshold of leaving by cell.
  ///
  /// A word below it leaves; 2³² is always, 0 is never.
  private(set) var leaving: [UInt64] = []
  /// First exit of each cell in `upperEnds`; one more than cells.
  private var firstExit: [Int] = [0]
  private var upperEnds: [UInt64] = []
  private var transitions: [Int] = []

  /// - Parameters:
  ///   - world: A population whose hazards are shared.
  ///   - shared: Log ratios by transition and parent's stage.
  ///   - step: The step, for messages.
  /// - Throws: `SimulationError` when chances sum to more than one.
  init(_ world: PopulationWorld, shared: [Double], step: Int) throws(SimulationError) {
    let exits = world.exits
    let parents = world.plan.parentStageCount
    for stage in 0..<world.plan.stageCount {
      let transitions = exits.transitions[exits.firstExit[stage]..<exits.firstExit[stage + 1]]
      let link = exits.links[stage]
      for parent in 0..<parents {
        var strengths = transitions.map {
          exits.strength(
            $0, link: link, logRatio: shared[$0 * parents + parent], elapsed: 0)
        }
        var sum = strengths.reduce(0, +)
        var chance = sum
        if link == .cloglog {
          chance = -Elementary.expm1(-sum)
        } else {
          if sum > 1 + 1e-9 {
            throw SimulationError(world.plan.index, stage: stage, step: step, sum: sum)
          }
          for (place, transition) in transitions.enumerated() where exits.isRest[transition] {
            strengths[place] = max(0, 1 - sum)
            sum = 1
            chance = 1
          }
        }
        append(strengths, chance: min(1, chance), sum: sum, of: Array(transitions))
      }
    }
  }

  private mutating func append(
    _ strengths: [Double], chance: Double, sum: Double, of ways: [Int]
  ) {
    leaving.append(Self.threshold(chance))
    var before = 0.0
    for strength in strengths {
      before += strength
      upperEnds.append(Self.threshold(sum > 0 ? chance * before / sum : 0))
    }
    transitions += ways
    firstExit.append(upperEnds.count)
  }

  private static func threshold(_ chance: Double) -> UInt64 {
    UInt64((chance * 0x1p32).rounded())
  }

  /// The way that a word below the threshold of leaving takes.
  func transition(cell: Int, word: UInt64) -> Int {
    var place = firstExit[cell]
    let last = firstExit[cell + 1] - 1
    while place < last, word >= upperEnds[place] { place += 1 }
    return transitions[place]
  }
}
