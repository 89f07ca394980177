import Statistics

/// What the kernels of touches work on: ways of the channels, columns of bits, and scratch.
///
/// Columns of bits hold 64 agents to a group and are as long as the population. A place is a touch's
/// number among those of an agent, channel and step; columns of places stand one after the other.
/// Only caches and scratch: nothing in here is remembered beyond a step that could not be computed
/// anew.
struct TouchWork: Sendable {
  /// Groups of 64 agents.
  let groupCount: Int
  let ways: [TouchWay]
  /// Agents of each cell of the breakdown, cell-major.
  let cells: [UInt64]
  /// Everybody.
  let everybody: [UInt64]
  /// Agents whose path is kept; empty when none is.
  let sampled: [UInt64]
  /// Limits of planning by chance, by channel, at the intensity they were computed for.
  var chances: [PlanningChances]

  /// Planned touches of the channel at work: `planned[place * groupCount + group]`.
  var planned: [UInt64] = []
  /// Places that anybody has.
  var places = 0
  /// What became of them, in the same layout: delivered, seen, engaged, opting out.
  var delivered: [UInt64] = []
  var seen: [UInt64] = []
  var engaged: [UInt64] = []
  var optingOut: [UInt64] = []
  /// Random words of a place, or of planning; and those of opting out.
  var words: [UInt32]
  var otherWords: [UInt32] = []

  /// The step that the columns below are made for.
  var preparedStep = Int.min
  /// Agents of each stage, stage-major.
  var stages: [UInt64]
  /// Agents who engaged not long ago: another engagement continues.
  var recent: [UInt64]
  /// Agents beyond their tolerance of contact pressure.
  var pressured: [UInt64]
  /// Most pressure that anybody bears beyond tolerance.
  var highestExcess = 0.0
  /// Agents who engaged in this step with a channel that no rule listens to.
  var engagedNow: [UInt64]
  /// The same by channel, where a synergy asks for it; empty for others.
  var engagedWith: [[UInt64]]
  /// Channels whose memory has yet to fade in this step.
  var isToFade: [Bool]

  init(_ plan: PopulationPlan, columns: PersonalColumns) {
    let count = RowBits.groupCount(plan.size)
    groupCount = count
    ways = plan.channels.indices.map { TouchWay(plan, columns: columns, channel: $0) }
    everybody = RowBits(repeating: true, count: plan.size).groups
    var cells = [UInt64](repeating: 0, count: plan.breakdown.cellCount * count)
    if columns.cells.isEmpty {
      cells = everybody
    } else {
      for row in 0..<plan.size {
        cells[Int(columns.cells[row]) * count + row >> 6] |= 1 << UInt64(row & 63)
      }
    }
    self.cells = cells
    sampled =
      columns.isSampled.isEmpty
      ? [] : RowBits(count: plan.size) { columns.isSampled[$0] }.groups
    chances = plan.channels.map { _ in PlanningChances() }
    words = [UInt32](repeating: 0, count: plan.channels.isEmpty ? 0 : 64 * count)
    stages = [UInt64](repeating: 0, count: plan.channels.isEmpty ? 0 : plan.stageCount * count)
    recent = [UInt64](repeating: 0, count: count)
    pressured = recent
    engagedNow = recent
    engagedWith = plan.channels.map {
      $0.isSynergyFirst ? [UInt64](repeating: 0, count: count) : []
    }
    isToFade = plan.channels.map { _ in false }
    if plan.channels.contains(where: { $0.optOut > 0 || $0.rhythm != nil }) { otherWords = words }
  }

  /// The columns of one place.
  func places(_ place: Int) -> Range<Int> { place * groupCount..<(place + 1) * groupCount }

  /// Forgets the planned touches.
  mutating func clearPlan() {
    planned.removeAll(keepingCapacity: true)
    places = 0
  }

  /// Appends a place, as planned for some agents.
  mutating func addPlace(_ rows: some Collection<UInt64>) {
    planned.append(contentsOf: rows)
    places += 1
  }

  /// Plans touches of one agent.
  mutating func plan(_ touches: Int, of row: Int) {
    while places < touches {
      planned.append(contentsOf: repeatElement(0, count: groupCount))
      places += 1
    }
    for place in 0..<touches {
      planned[place * groupCount + row >> 6] |= 1 << UInt64(row & 63)
    }
  }
}

/// Limits of planning by chance at one intensity.
struct PlanningChances: Sendable {
  /// The intensity that they hold for.
  var intensity = Double.nan
  /// Words below this get one more touch; see `WordLimits`.
  var limits: [UInt32] = []
  /// Touches for certain, place-major columns of bits.
  var certain: [UInt64] = []
  var certainPlaces = 0
}
