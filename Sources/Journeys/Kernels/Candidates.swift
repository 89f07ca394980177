import Statistics

/// Agents whose exact chances are wanted in a step, in order of rows and by stage.
///
/// A reusable buffer. Agents of one stage have the same effects, so a kernel takes them sixteen at a
/// time; what it finds goes back to their places in the order of rows, which decides what follows.
struct Candidates: Sendable {
  /// Agents in the order in which they were taken; the first `count` count.
  private(set) var rows: [Int32] = []
  private(set) var count = 0
  /// What was found for each of them: an exit's place plus one, or a count of events.
  var findings: [UInt32] = []
  /// Places in `rows`, agents of one stage together, and the first of each stage.
  private var places: [Int32] = []
  private(set) var firstOfStage: [Int] = []

  /// Makes room for a population.
  mutating func reserve(_ size: Int) {
    guard rows.count < size else { return }
    rows = [Int32](repeating: 0, count: size)
    places = rows
    findings = [UInt32](repeating: 0, count: size)
  }

  /// Takes the agents of a population that pass a test.
  @inline(__always)
  mutating func take(of size: Int, where passes: (Int) -> Bool) {
    reserve(size)
    var next = 0
    var span = rows.mutableSpan
    for row in 0..<size {
      // Written and then kept or not: who passes is hard to predict.
      span[next] = Int32(truncatingIfNeeded: row)
      next &+= passes(row) ? 1 : 0
    }
    count = next
  }

  /// Takes the agents that have moved, one entry a move.
  mutating func take(_ moves: [PopulationWorld.Move]) {
    reserve(moves.count)
    for place in moves.indices { rows[place] = moves[place].row }
    count = moves.count
  }

  /// Drops those that fail a test.
  mutating func keep(where passes: (Int) -> Bool) {
    var kept = 0
    for place in 0..<count {
      rows[kept] = rows[place]
      kept &+= passes(Int(rows[place])) ? 1 : 0
    }
    count = kept
  }

  /// Sorts the agents by stage and forgets what was found for others.
  mutating func sort(by stages: [UInt8], stageCount: Int) {
    var next = [Int](repeating: 0, count: stageCount + 1)
    for place in 0..<count {
      findings[place] = 0
      next[Int(stages[Int(rows[place])]) &+ 1] &+= 1
    }
    for stage in 0..<stageCount { next[stage + 1] += next[stage] }
    firstOfStage = next
    for place in 0..<count {
      let stage = Int(stages[Int(rows[place])])
      places[next[stage]] = Int32(truncatingIfNeeded: place)
      next[stage] &+= 1
    }
  }

  /// Up to sixteen agents of a stage, from a place among the sorted ones on.
  ///
  /// Lanes beyond the last agent repeat it, and are not to be looked at.
  func lanes(from first: Int, to end: Int) -> (places: [16 of Int32], rows: [16 of Int32]) {
    var lanes = (places: [16 of Int32](repeating: 0), rows: [16 of Int32](repeating: 0))
    for lane in 0..<16 {
      let place = places[min(first &+ lane, end &- 1)]
      lanes.places[lane] = place
      lanes.rows[lane] = rows[Int(place)]
    }
    return lanes
  }
}
