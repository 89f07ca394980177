/// Touches of a step that add to contact pressure, counted before they are added.
///
/// Counts of 64 agents are kept bit by bit: the first column says who has an odd number, the second
/// whose number has a two in it, and so on. To count a channel's touches is then a few operations on
/// whole words, and pressure itself is added to once a step and not once a channel. Channels of the
/// same weight count together.
struct PressureCounts: Sendable {
  let groupCount: Int
  /// Distinct weights of the channels, ascending.
  let weights: [Double]
  /// Weight of each channel; −1 where a touch adds nothing.
  let slots: [Int]
  /// Columns of bits by weight: `columns[slot][power * groupCount + group]`.
  private var columns: [[UInt64]]
  /// Columns that anything has been written to since the last settlement, by weight.
  private var used: [Int]
  private var carried: [UInt64]

  init(_ plan: PopulationPlan) {
    groupCount = RowBits.groupCount(plan.size)
    let all = plan.pressure == nil ? plan.channels.map { _ in 0 } : plan.channels.map(\.pressure)
    var weights: [Double] = []
    for weight in all.sorted() where weight != 0 && weight != weights.last {
      weights.append(weight)
    }
    self.weights = weights
    slots = all.map { weights.firstIndex(of: $0) ?? -1 }
    columns = weights.map { _ in [] }
    used = weights.map { _ in 0 }
    carried = weights.isEmpty ? [] : [UInt64](repeating: 0, count: groupCount)
  }

  /// Counts a touch of each agent of a place.
  mutating func count(_ rows: [UInt64], _ place: Int, channel: Int) {
    let slot = slots[channel]
    if slot < 0 { return }
    for group in 0..<groupCount { carried[group] = rows[place &* groupCount &+ group] }
    for power in 0..<64 {
      use(power, slot)
      let isDone = Self.add(&carried, to: &columns[slot], at: power &* groupCount)
      if isDone { return }
    }
  }

  /// Counts a touch of one agent.
  mutating func count(row: Int, channel: Int) {
    let slot = slots[channel]
    if slot < 0 { return }
    var bit: UInt64 = 1 &<< UInt64(row & 63)
    var power = 0
    while bit != 0 {
      use(power, slot)
      let place = power &* groupCount &+ row &>> 6
      let before = columns[slot][place]
      columns[slot][place] = before ^ bit
      bit &= before
      power += 1
    }
  }

  /// Adds the pressure of all that was counted, and begins anew.
  mutating func settle(in pressure: inout [Double]) {
    for slot in weights.indices {
      var weight = weights[slot]
      for power in 0..<used[slot] {
        RowBits.add(
          weight, where: columns[slot], from: power * groupCount, groups: groupCount,
          to: &pressure, at: 0)
        weight *= 2
      }
      columns[slot].removeAll(keepingCapacity: true)
      used[slot] = 0
    }
  }

  @inline(__always)
  private mutating func use(_ power: Int, _ slot: Int) {
    if power < used[slot] { return }
    columns[slot].append(contentsOf: repeatElement(0, count: groupCount))
    used[slot] = power + 1
  }

  /// Adds one bit each and keeps what is carried; says whether nothing is.
  private static func add(
    _ carried: inout [UInt64], to columns: inout [UInt64], at first: Int
  ) -> Bool {
    var carried = carried.mutableSpan
    var columns = columns.mutableSpan
    precondition(first >= 0 && first &+ carried.count <= columns.count, "the column is there")
    var any: UInt64 = 0
    for group in 0..<carried.count {
      let before = columns[first &+ group]
      let bits = carried[group]
      columns[first &+ group] = before ^ bits
      carried[group] = before & bits
      any |= before & bits
    }
    return any == 0
  }
}
