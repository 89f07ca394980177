import Statistics

/// Loops over columns of bits.
extension TouchWork {
  /// A column of nobody, to stand in while the real one is worked on.
  static let empty = TouchWork()

  private init() {
    groupCount = 0
    ways = []
    cells = []
    everybody = []
    sampled = []
    chances = []
    words = []
    stages = []
    recent = []
    pressured = []
    engagedNow = []
    engagedWith = []
    isToFade = []
  }

  /// Forgets what became of the touches of another channel.
  mutating func clearFates() {
    seen.removeAll(keepingCapacity: true)
    engaged.removeAll(keepingCapacity: true)
    optingOut.removeAll(keepingCapacity: true)
  }

  /// Counts the agents of a place by cell.
  @inline(never)
  func tally(
    _ rows: [UInt64], _ place: Int, among some: [UInt64]? = nil, _ step: FunnelStep,
    _ funnel: inout FunnelCounts
  ) {
    let first = place &* groupCount
    let among = some ?? everybody
    let (rows, cells, some) = (rows.span, cells.span, among.span)
    let cellCount = funnel.counts.count / FunnelCounts.width
    precondition(
      first >= 0 && first &+ groupCount <= rows.count && cellCount &* groupCount <= cells.count
        && groupCount <= some.count, "columns are of one length")
    for cell in 0..<cellCount {
      var count: UInt64 = 0
      for group in 0..<groupCount {
        let bits = rows[first &+ group] & cells[cell &* groupCount &+ group] & some[group]
        count &+= UInt64(truncatingIfNeeded: bits.nonzeroBitCount)
      }
      funnel.add(Int(truncatingIfNeeded: count), step, cell: cell)
    }
  }

  /// Adds the agents of a place to a column.
  static func unite(_ rows: [UInt64], _ place: Int, in column: inout [UInt64]) {
    var column = column.mutableSpan
    let rows = rows.span
    let first = place &* column.count
    precondition(first >= 0 && first &+ column.count <= rows.count, "columns are of one length")
    for group in 0..<column.count { column[group] |= rows[first &+ group] }
  }

  /// Keeps those agents of a place that a column holds.
  static func intersect(_ column: [UInt64], _ place: Int, in rows: inout [UInt64]) {
    var rows = rows.mutableSpan
    let column = column.span
    let first = place &* column.count
    precondition(first >= 0 && first &+ column.count <= rows.count, "columns are of one length")
    for group in 0..<column.count { rows[first &+ group] &= column[group] }
  }

  /// Adds the agents of a place by stage to every second entry of a table.
  @inline(never)
  func tallyStages(_ rows: [UInt64], _ place: Int, _ table: inout [UInt64], at entry: Int) {
    let first = place &* groupCount
    let stageCount = groupCount == 0 ? 0 : stages.count / groupCount
    let (rows, stages) = (rows.span, stages.span)
    precondition(first >= 0 && first &+ groupCount <= rows.count, "columns are of one length")
    for stage in 0..<stageCount {
      var count: UInt64 = 0
      for group in 0..<groupCount {
        let bits = rows[first &+ group] & stages[stage &* groupCount &+ group]
        count &+= UInt64(truncatingIfNeeded: bits.nonzeroBitCount)
      }
      table[entry &+ 2 &* stage] &+= count
    }
  }
}

extension TouchWork {
  /// Adds a number to the column of the agents of a first place, while the column fades: one pass
  /// over memory and not two.
  @inline(never)
  func add(
    _ number: Double, where rows: [UInt64], to column: inout [Double], from first: Int,
    fadingBy kept: Double, size: Int
  ) {
    var numbers = column.mutableSpan
    let rows = rows.span
    for group in 0..<groupCount {
      let bits = rows[group]
      let base = first &+ 64 &* group
      let count = min(64, size &- 64 &* group)
      precondition(base >= 0 && base &+ count <= numbers.count, "a part of the column")
      if count == 64, bits == 0 {
        for lane in 0..<64 { numbers[base &+ lane] *= kept }
      } else if count == 64 {
        for lane in 0..<64 {
          let isMeant = (bits &>> UInt64(truncatingIfNeeded: lane)) & 1 != 0
          numbers[base &+ lane] = numbers[base &+ lane] * kept + (isMeant ? number : 0)
        }
      } else {
        for lane in 0..<count {
          let isMeant = (bits &>> UInt64(truncatingIfNeeded: lane)) & 1 != 0
          numbers[base &+ lane] = numbers[base &+ lane] * kept + (isMeant ? number : 0)
        }
      }
    }
  }

  fileprivate mutating func findStages(_ stages: [UInt8]) {
    let groups = groupCount
    let source = stages.span
    var columns = self.stages.mutableSpan
    for stage in 0..<columns.count / max(1, groups) {
      for group in 0..<groups {
        columns[stage &* groups &+ group] = GroupBits.equal(
          UInt8(truncatingIfNeeded: stage), source, group: group)
      }
    }
  }

  fileprivate mutating func findRecent(_ lastEngaged: [Int32], since first: Int32) {
    let source = lastEngaged.span
    var column = recent.mutableSpan
    for group in 0..<column.count {
      column[group] = GroupBits.notBefore(first, source, group: group)
    }
  }

  fileprivate mutating func findPressured(
    _ pressure: [Double], tolerance: Double, tolerances: [Double]
  ) {
    let (source, bounds) = (pressure.span, tolerances.span)
    var column = pressured.mutableSpan
    for group in 0..<column.count {
      column[group] = GroupBits.above(bounds, tolerance, source, group: group)
    }
  }
}

extension PopulationWorld {
  /// Makes the columns of bits of this step: stages, who engaged lately, and who bears too much.
  mutating func prepareTouches(step: Int) {
    if touch.preparedStep == step { return }
    touch.preparedStep = step
    touch.findStages(stage)
    if plan.rules.handoffs.isEmpty {
      touch.findRecent(lastEngaged, since: Int32(clamping: step - plan.continuationSteps))
    }
    guard let pressurePlan = plan.pressure else { return }
    if pressurePlan.logEngagement < 0 {
      touch.findPressured(
        pressure, tolerance: pressurePlan.tolerance, tolerances: columns.tolerances)
    }
    if pressurePlan.logOptOut > 0, plan.channels.contains(where: { $0.optOut > 0 }) {
      touch.highestExcess = highestExcess(pressurePlan)
    }
  }

  /// Most pressure that anybody bears beyond tolerance, found in eight lanes.
  private func highestExcess(_ pressurePlan: PressurePlan) -> Double {
    var lanes = [8 of Double](repeating: 0)
    let numbers = pressure.span
    let bounds = columns.tolerances.span
    let isOwn = bounds.count == numbers.count
    var base = 0
    while base < numbers.count {
      let count = min(8, numbers.count &- base)
      for lane in 0..<count {
        let excess =
          numbers[base &+ lane] - (isOwn ? bounds[base &+ lane] : pressurePlan.tolerance)
        lanes[lane] = excess > lanes[lane] ? excess : lanes[lane]
      }
      base &+= 8
    }
    var highest = 0.0
    for lane in 0..<8 { highest = max(highest, lanes[lane]) }
    return highest
  }
}
