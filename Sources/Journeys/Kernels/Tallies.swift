/// Writing down what happened.
extension PopulationWorld {
  /// Opens the ledger's row of a step; a step of the burn-in is not written down.
  mutating func openTally(step: Int) {
    tallyRow = step < 0 ? -1 : step * ledger.cellCount * ledger.width
    guard step == 0 else { return }
    ledger.initial = occupancy
    for row in 0..<plan.size { ledger.firstEntries[Int(stage[row])] += 1 }
    // From here on, a first visit is one since the first reported step.
    for row in 0..<plan.size { visited[row] = 1 << UInt64(stage[row]) }
    for row in columns.isSampled.indices where columns.isSampled[row] {
      paths.append(PathStep(agent: row, step: 0, kind: .start(stage: Int(stage[row]))))
    }
  }

  /// Closes the row with the agents in each stage and the moves.
  mutating func closeTally(step: Int) {
    guard tallyRow >= 0 else { return }
    let width = ledger.width
    for cell in 0..<ledger.cellCount {
      for stage in 0..<plan.stageCount {
        ledger.counts[tallyRow + cell * width + stage] = occupancy[cell * plan.stageCount + stage]
      }
    }
    closeTrust()
    if step == ledger.stepCount - 1 {
      for seen in visited { ledger.furthest[63 - seen.leadingZeroBitCount] += 1 }
    }
  }

  /// Place of a column in the ledger for an agent's cell.
  @inline(__always)
  func place(_ column: Int, row: Int) -> Int {
    tallyRow &+ (columns.cells.isEmpty ? 0 : Int(columns.cells[row]) &* ledger.width) &+ column
  }

  /// Books the counts of a channel's step.
  mutating func book(_ funnel: FunnelCounts, channel: Int) {
    guard tallyRow >= 0 else { return }
    for cell in 0..<ledger.cellCount {
      let first = tallyRow + cell * ledger.width + ledger.layout.column(channel: channel, .planned)
      for place in 0..<FunnelCounts.width {
        ledger.counts[first + place] = funnel.counts[cell * FunnelCounts.width + place]
      }
    }
  }

  /// Notes a delivered touch in the agent's record and on its path.
  @inline(__always)
  mutating func noteTouch(channel: Int, row: Int, isEngaged: Bool, step: Int) {
    guard tallyRow >= 0 else { return }
    if !records.isEmpty { recordTouch(channel: channel, row: row, step: step) }
    if isFollowed(row) {
      paths.append(
        PathStep(
          agent: row, step: step, kind: .touch(channel: channel, isEngaged: isEngaged)))
    }
  }

  mutating func recordTouch(channel: Int, row: Int, step: Int) {
    for index in records.indices where records[index].channel == plan.channels[channel].channel {
      if let period = records[index].period(of: step) {
        records[index].touches[row * records[index].periodCount + period] += 1
      }
    }
  }
}
