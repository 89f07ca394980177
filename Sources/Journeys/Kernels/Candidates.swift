import Statistics

/// Agents whose exact chances are wanted in a step, in order of rows and by stage.
///
/// A reusable buffer. Agents of one stage have the same effects, so kernels work on columns in which
/// they stand together; what is found goes back to their places in the order of rows, which decides
/// what follows.
struct Candidates: Sendable {
  /// Agents in the order in which they were taken; the first `count` count.
  private(set) var rows: [Int32] = []
  private(set) var count = 0
  /// What was found for each of them: an exit's place plus one, or a count of events.
  private(set) var findings: [UInt32] = []

  /// The same agents, those of one stage together, and their places in `rows`.
  private(set) var sorted: [Int32] = []
  private var places: [Int32] = []
  private var firstOfStage: [Int] = []
  /// Working columns beside `sorted`; sixteen elements longer than the list.
  var uniforms: [Double] = []
  var sums: [Double] = []
  var values: [Double] = []
  var cumulative: [Double] = []
  var counts: [UInt32] = []
  /// Strengths of the ways out of a stage, a column each.
  var strengths: [[Double]] = []

  /// Places of the agents of a stage in `sorted`.
  func range(ofStage stage: Int) -> Range<Int> { firstOfStage[stage]..<firstOfStage[stage + 1] }

  /// Place in `rows` of an agent in `sorted`.
  func place(_ sortedPlace: Int) -> Int { Int(places[sortedPlace]) }

  /// Takes the agents of a population that pass a test, which gives 1, or not, which gives 0.
  @inline(__always)
  mutating func take(of size: Int, where passes: (Int) -> Int) {
    if rows.count < size + 1 { rows = [Int32](repeating: 0, count: size + 1) }
    var next = 0
    var span = rows.mutableSpan
    for row in 0..<size {
      // Written, and then kept or not: who passes is too hard to predict for a branch.
      span[next] = Int32(truncatingIfNeeded: row)
      next &+= passes(row)
    }
    count = next
    makeRoom()
  }

  /// Takes the agents that have moved, one entry a move.
  mutating func take(_ moves: [PopulationWorld.Move]) {
    if rows.count < moves.count { rows = [Int32](repeating: 0, count: 2 * moves.count) }
    for place in moves.indices { rows[place] = moves[place].row }
    count = moves.count
    makeRoom()
  }

  private mutating func makeRoom() {
    if findings.count < count { findings = [UInt32](repeating: 0, count: count + count / 4 + 16) }
  }

  /// Drops those for whom a test gives 0 and not 1.
  @inline(__always)
  mutating func keep(where passes: (Int) -> Int) {
    var kept = 0
    let taken = count
    var span = rows.mutableSpan
    for place in 0..<taken {
      let row = span[place]
      span[kept] = row
      kept &+= passes(Int(row))
    }
    count = kept
  }

  /// Notes what was found for an agent, by place in `rows`.
  @inline(__always)
  mutating func note(_ finding: UInt32, at place: Int) { findings[place] = finding }

  /// Sorts the agents by stage, with the uniform numbers of their words, and forgets findings.
  mutating func sort(by stages: [UInt8], stageCount: Int, words: [UInt32]) {
    if sorted.count < count {
      let size = count + count / 4
      sorted = [Int32](repeating: 0, count: size)
      places = sorted
      uniforms = [Double](repeating: 0, count: size + 16)
      sums = uniforms
      values = uniforms
      cumulative = uniforms
      counts = [UInt32](repeating: 0, count: size + 16)
      strengths.removeAll()
    }
    firstOfStage = Self.firstPlaces(
      rows, count: count, stages: stages, stageCount: stageCount, findings: &findings)
    Self.sort(
      rows, count: count, stages: stages, words: words, next: firstOfStage, sorted: &sorted,
      places: &places, uniforms: &uniforms)
  }

  /// Counts the agents of each stage, and gives the first place of each.
  private static func firstPlaces(
    _ rows: [Int32], count: Int, stages: [UInt8], stageCount: Int, findings: inout [UInt32]
  ) -> [Int] {
    var first = [Int](repeating: 0, count: stageCount + 1)
    var span = findings.mutableSpan
    for place in 0..<count {
      span[place] = 0
      first[Int(stages[Int(rows[place])]) &+ 1] &+= 1
    }
    for stage in 0..<stageCount { first[stage + 1] += first[stage] }
    return first
  }

  private static func sort(
    _ rows: [Int32], count: Int, stages: [UInt8], words: [UInt32], next: [Int],
    sorted: inout [Int32], places: inout [Int32], uniforms: inout [Double]
  ) {
    var next = next
    var ends = next.mutableSpan
    var sortedSpan = sorted.mutableSpan
    var placeSpan = places.mutableSpan
    var uniformSpan = uniforms.mutableSpan
    for place in 0..<count {
      let row = rows[place]
      let stage = Int(stages[Int(row)])
      let target = ends[stage]
      ends[stage] = target &+ 1
      placeSpan[target] = Int32(truncatingIfNeeded: place)
      sortedSpan[target] = row
      uniformSpan[target] = RandomStream.uniform(from: words[Int(row)])
    }
  }

  /// Makes room for the strengths of so many ways.
  mutating func makeRoom(ways: Int) {
    while strengths.count < ways { strengths.append(sums) }
  }

  /// Notes one event for those whose number reaches one minus their chance in `sums`.
  ///
  /// A chance takes the upper end of the unit interval, so that it agrees with counts.
  mutating func noteChances(in range: Range<Int>) {
    for place in range {
      findings[Int(places[place])] = uniforms[place] >= 1 - sums[place] ? 1 : 0
    }
  }

  /// Notes the counts of the agents of a range in `sorted`.
  mutating func noteCounts(in range: Range<Int>) {
    Self.scatter(counts, to: places, in: range, of: &findings)
  }

  private static func scatter(
    _ counts: [UInt32], to places: [Int32], in range: Range<Int>, of findings: inout [UInt32]
  ) {
    var span = findings.mutableSpan
    for place in range { span[Int(places[place])] = counts[place] }
  }
}
