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
    countMoves(step: step)
    let isActive = plan.peers?.isActive ?? []
    let isHeard = plan.rules.onEntering.contains { !$0.isEmpty }
    let isBooking = plan.isBookingStage.contains(true)
    let isFollowed = tallyRow >= 0 ? columns.isSampled : []
    if isFollowed.isEmpty, enteredStep.isEmpty, isActive.isEmpty, !isHeard, !isBooking { return }
    for move in moved {
      let row = Int(move.row)
      let to = Int(stage[row])
      if !isFollowed.isEmpty, isFollowed[row] {
        paths.append(PathStep(agent: row, step: step, kind: .move(to: to)))
      }
      if !enteredStep.isEmpty { enteredStep[row] = Int32(step) }
      if !isActive.isEmpty, isActive[Int(move.from)] != isActive[to] {
        changePeers(of: row, by: isActive[to] ? 1 : -1)
      }
      if isHeard, !plan.rules.onEntering[to].isEmpty {
        fire(plan.rules.onEntering[to], row: row, step: step, index: index)
      }
      if isBooking, plan.isBookingStage[to] { bookings.arrived.append(Int32(row)) }
    }
  }

  /// Counts the moves, the agents of each stage, and first visits.
  private mutating func countMoves(step: Int) {
    let isTallied = tallyRow >= 0
    let width = ledger.width
    let places = MovePlaces(
      stages: plan.stageCount, width: width,
      firstCount: isTallied ? tallyRow + ledger.layout.column(transition: 0) : -1,
      firstEntry: (step + 1) * plan.stageCount)
    Self.count(
      moved, stages: stage, cells: columns.cells, places, occupancy: &occupancy, seen: &visited,
      counts: &ledger.counts, entries: &ledger.firstEntries)
  }

  /// Where moves of a step are counted.
  private struct MovePlaces {
    let stages: Int
    /// Counts in a row of the ledger.
    let width: Int
    /// First count of a transition in the ledger; −1 during burn-in.
    let firstCount: Int
    /// First entry of the step among first visits.
    let firstEntry: Int
  }

  private static func count(
    _ moves: [Move], stages: [UInt8], cells: [UInt8], _ places: MovePlaces,
    occupancy: inout [UInt32], seen: inout [UInt64], counts: inout [UInt32],
    entries: inout [UInt32]
  ) {
    var occupied = occupancy.mutableSpan
    var visits = seen.mutableSpan
    var taken = counts.mutableSpan
    var first = entries.mutableSpan
    for move in moves {
      let row = Int(move.row)
      let to = Int(stages[row])
      let cell = cells.isEmpty ? 0 : Int(cells[row])
      occupied[cell &* places.stages &+ Int(move.from)] -= 1
      occupied[cell &* places.stages &+ to] += 1
      let bit: UInt64 = 1 &<< UInt64(to)
      if places.firstCount >= 0 {
        taken[places.firstCount &+ cell &* places.width &+ Int(move.transition)] &+= 1
        first[places.firstEntry &+ to] += visits[row] & bit == 0 ? 1 : 0
      }
      visits[row] |= bit
    }
  }
}
