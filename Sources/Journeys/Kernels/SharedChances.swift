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
    let plan = world.plan
    for stage in 0..<plan.stageCount {
      for parent in 0..<plan.parentStageCount {
        let chances = try StageChances(
          plan, exits: world.exits, stage: stage, parent: parent, shared: shared, step: step)
        append(chances, of: plan.exits[stage])
      }
    }
  }

  private mutating func append(_ chances: StageChances, of ways: [Int]) {
    leaving.append(Self.threshold(chances.leaving))
    let sum = chances.strengths.reduce(0, +)
    var before = 0.0
    for strength in chances.strengths {
      before += strength
      upperEnds.append(Self.threshold(sum > 0 ? chances.leaving * before / sum : 0))
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
