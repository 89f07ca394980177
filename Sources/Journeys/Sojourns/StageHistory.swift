/// The stage of every agent of a population in every step so far: `[row * steps + step]`.
///
/// Kept of parents whose children are moved by sojourn, after the parents. Filled by runs between
/// moves, so that a step costs no more than its moves.
struct StageHistory: Sendable {
  /// Steps of the horizon.
  let steps: Int
  private var stages: [UInt8]
  /// First step of each agent that is not filled yet.
  private var firstOpen: [Int32]

  init(size: Int, steps: Int) {
    self.steps = steps
    stages = [UInt8](repeating: 0, count: size * steps)
    firstOpen = [Int32](repeating: 0, count: size)
  }

  /// Notes the moves of a step.
  mutating func note(_ moves: [PopulationWorld.Move], step: Int) {
    for move in moves { fill(Int(move.row), move.from, until: step) }
  }

  private mutating func fill(_ row: Int, _ stage: UInt8, until step: Int) {
    for place in row * steps + Int(firstOpen[row])..<row * steps + step { stages[place] = stage }
    firstOpen[row] = Int32(step)
  }

  /// Fills what is open up to a step from the stages in which agents are now.
  mutating func close(_ now: [UInt8], until step: Int) {
    for row in now.indices { fill(row, now[row], until: step) }
  }

  /// Copies the stages of an agent in some steps.
  func read(_ row: Int, _ steps: Range<Int>, into stages: inout [UInt8]) {
    let first = row * self.steps + steps.lowerBound
    stages.replaceSubrange(0..<steps.count, with: self.stages[first..<first + steps.count])
  }

  /// Whether two neighbors were in the same stages in some steps.
  func isSame(_ row: Int, _ other: Int, in steps: Range<Int>) -> Bool {
    let first = row * self.steps
    let second = other * self.steps
    for step in steps where stages[first + step] != stages[second + step] { return false }
    return true
  }

  /// The stage of an agent in a step.
  @inline(__always)
  subscript(row: Int, step: Int) -> Int { Int(stages[row &* steps &+ step]) }
}
