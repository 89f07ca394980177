import Statistics

extension PopulationWorld {
  /// Moves every agent along its journey for one step.
  ///
  /// One uniform number per agent decides whether it leaves and which way: the chances of the ways
  /// out are stacked in declared order, so a higher chance can only add moves.
  ///
  /// - Parameters:
  ///   - step: The step; negative during burn-in.
  ///   - index: The step counted from the start of the burn-in.
  ///   - parentStages: Stage of every parent in this step; empty without a parent.
  /// - Throws: `SimulationError` when chances under the links logit or log sum to more than one.
  mutating func moveAgents(
    step: Int, index: Int, parentStages: [UInt8]
  ) throws(SimulationError) {
    moved.removeAll(keepingCapacity: true)
    if plan.transitions.isEmpty { return }
    if !plan.services.isEmpty { bookSlots(step: step, index: index) }
    streams.transition.fill(&words, agents: 0..<plan.size, step: step)
    if plan.hasSharedHazards {
      let shared = SharedLogRatios(plan, step: index)
      try moveBySharedHazards(shared, step: step, parentStages: parentStages)
    } else {
      try moveByOwnHazards(step: step, index: index, parentStages: parentStages)
    }
    settleMoves(step: step, index: index)
  }

  /// The chance of one way out, or of any, is the same for all agents of a cell: compare and go.
  private mutating func moveBySharedHazards(
    _ shared: SharedLogRatios, step: Int, parentStages: [UInt8]
  ) throws(SimulationError) {
    let parents = plan.parentStageCount
    let table = try SharedChances(self, shared: shared.values, step: step)
    let stages = stage
    let rows = people.parents
    let words = words
    for row in 0..<plan.size {
      let parent = rows.isEmpty ? 0 : Int(parentStages[Int(rows[row])])
      let cell = Int(stages[row]) &* parents &+ parent
      let word = UInt64(words[row])
      if word >= table.leaving[cell] { continue }
      let transition = table.transition(cell: cell, word: word)
      moved.append(Move(row: Int32(row), from: stages[row], transition: UInt16(transition)))
      stage[row] = exits.to[transition]
    }
  }

  /// Books the moves: counts, first visits, time of entry and peers.
  private mutating func settleMoves(step: Int, index: Int) {
    let isActive = plan.peers?.isActive ?? []
    let isHeard = plan.rules.onEntering.contains { !$0.isEmpty }
    let isBooking = plan.isBookingStage.contains(true)
    let cells = columns.cells
    let stages = plan.stageCount
    let isFollowed = tallyRow >= 0 ? columns.isSampled : []
    let width = ledger.width
    let firstCount = tallyRow + ledger.layout.column(transition: 0)
    for move in moved {
      let row = Int(move.row)
      let from = Int(move.from)
      let to = Int(stage[row])
      let cell = cells.isEmpty ? 0 : Int(cells[row])
      occupancy[cell &* stages &+ from] -= 1
      occupancy[cell &* stages &+ to] += 1
      let bit: UInt64 = 1 << UInt64(to)
      if tallyRow >= 0 {
        ledger.counts[firstCount &+ cell &* width &+ Int(move.transition)] &+= 1
        if visited[row] & bit == 0 { ledger.firstEntries[(step + 1) * stages + to] += 1 }
      }
      if !isFollowed.isEmpty, isFollowed[row] {
        paths.append(PathStep(agent: row, step: step, kind: .move(to: to)))
      }
      visited[row] |= bit
      if !enteredStep.isEmpty { enteredStep[row] = Int32(step) }
      if !isActive.isEmpty, isActive[from] != isActive[to] {
        changePeers(of: row, by: isActive[to] ? 1 : -1)
      }
      if isHeard, !plan.rules.onEntering[to].isEmpty {
        fire(plan.rules.onEntering[to], row: row, step: step, index: index)
      }
      if isBooking, plan.isBookingStage[to] { bookings.arrived.append(Int32(row)) }
    }
  }
}
