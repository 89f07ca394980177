/// Room for the moves of one block of agents, laid out once for a population.
///
/// All columns of a block lie in one piece of memory of some tens of kilobytes, so that they stay in
/// the first-level cache while a block goes through all steps. Rows of the survival table are as
/// long as a power of two, so that stage and step share one number: `stage << shift | step`.
struct SojournLayout: Sendable {
  /// Most agents in a block: a row fits eight bits of a packed move.
  static let blockSize = 256
  /// Steps that one vector comparison looks at.
  static let chunk = 16

  /// Steps of the run.
  let steps: Int
  /// Bits of a step in a place of the survival table.
  let shift: Int
  /// Chunks of a row that are searched, and vectors of eight of them.
  let chunks: Int
  let coarseVectors: Int
  let cells: Int
  /// Ways out of all stages.
  let exits: Int

  init(steps: Int, cells: Int, exits: Int) {
    self.steps = steps
    self.cells = cells
    self.exits = exits
    // One value at least lies behind the last one, and is zero.
    chunks = (steps + 1) / Self.chunk + 1
    coarseVectors = (chunks + 7) / 8
    // Short runs take the rows of two years of weeks, for which the search is compiled.
    var shift = 7
    while 1 << shift < chunks * Self.chunk { shift += 1 }
    self.shift = shift
  }

  /// Counts of moves in a step: `[(step * cells + cell) * exits + exit]`.
  var countsPerStep: Int { cells * exits }
  /// Steps that counts are kept for: of moves after the last one, too, which count for nothing.
  var countedSteps: Int { chunks * Self.chunk + 1 }
}
