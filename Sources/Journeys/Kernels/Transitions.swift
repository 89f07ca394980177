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
    let bounds = StageBounds(self, step: index)
    streams.transition.fill(&words, agents: 0..<plan.size, step: step)
    if plan.hasSharedHazards {
      try moveBySharedHazards(bounds, step: step, parentStages: parentStages)
    } else {
      try moveByOwnHazards(bounds, step: step, parentStages: parentStages)
    }
    settleMoves(step: step, index: index)
  }

  /// The chance of one way out, or of any, is the same for all agents of a cell: compare and go.
  private mutating func moveBySharedHazards(
    _ bounds: StageBounds, step: Int, parentStages: [UInt8]
  ) throws(SimulationError) {
    let parents = plan.parentStageCount
    let table = try SharedChances(self, shared: bounds.shared, step: step)
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

  /// Chances differ from agent to agent: the bound settles most, the rest are computed.
  private mutating func moveByOwnHazards(
    _ bounds: StageBounds, step: Int, parentStages: [UInt8]
  ) throws(SimulationError) {
    let parents = plan.parentStageCount
    let stages = stage
    let rows = people.parents
    let words = words
    var strengths = [Double](repeating: 0, count: plan.transitions.count + 1)
    for row in 0..<plan.size {
      let current = Int(stages[row])
      let parent = rows.isEmpty ? 0 : Int(parentStages[Int(rows[row])])
      let uniform = RandomStream.uniform(from: words[row])
      if uniform >= bounds.leaving[current &* parents &+ parent] { continue }
      let isOnDay = exits.isOnDay[current]
      if isOnDay, Int(bookings.appointment[row]) != step { continue }
      let first = exits.firstExit[current]
      let last = exits.firstExit[current + 1]
      let elapsed = enteredStep.isEmpty ? 0 : step - Int(enteredStep[row]) - 1
      for place in first..<last {
        let transition = exits.transitions[place]
        let own = ownLogRatio(row: row, stage: current, transition: transition)
        let logRatio = own + bounds.shared[transition &* parents &+ parent]
        if isOnDay, !exits.leadChances[transition].isEmpty {
          strengths[place - first] = Elementary.exp(
            logRatio + leadLogChance(transition: transition, row: row))
          continue
        }
        strengths[place - first] = exits.strength(
          transition, link: exits.links[current], logRatio: logRatio, elapsed: elapsed)
      }
      if let place = try chosen(
        uniform, strengths: &strengths, count: last - first, stage: current, step: step)
      {
        let transition = exits.transitions[first + place]
        moved.append(Move(row: Int32(row), from: stages[row], transition: UInt16(transition)))
        stage[row] = exits.to[transition]
      }
    }
  }

  /// The sum of an agent's own effects on a transition.
  @inline(__always)
  private func ownLogRatio(row: Int, stage: Int, transition: Int) -> Double {
    let size = plan.size
    var sum = 0.0
    let slot = columns.transitionTerms.slots[transition]
    if slot >= 0 { sum += columns.transitionTerms.values[slot &* size &+ row] }
    for term in exits.firstTerm[transition]..<exits.firstTerm[transition + 1] {
      sum +=
        exits.termLogRatio[term]
        * response(row: row, channel: exits.termChannel[term], stage: stage)
    }
    if exits.peers[transition] != 0 { sum += exits.peers[transition] * activePeers(row: row) }
    if exits.pressure[transition] != 0 {
      sum += exits.pressure[transition] * excessPressure(row: row)
    }
    if exits.isMoody[transition] {
      if exits.deadEnds[transition] != 0 {
        sum += exits.deadEnds[transition] * feltDeadEnds(row: row)
      }
      if exits.experience[transition] != 0 {
        sum += exits.experience[transition] * rules.experience[row]
      }
    }
    return sum
  }

  /// The exit that a uniform number selects, or `nil` to stay.
  @inline(__always)
  private func chosen(
    _ uniform: Double, strengths: inout [Double], count: Int, stage: Int, step: Int
  ) throws(SimulationError) -> Int? {
    var sum = 0.0
    for place in 0..<count { sum += strengths[place] }
    var target = uniform
    if exits.links[stage] == .cloglog {
      let leaving = -Elementary.expm1(-sum)
      if uniform >= leaving { return nil }
      target = uniform / leaving * sum
    } else {
      if sum > 1 + 1e-9 {
        throw SimulationError(plan.index, stage: stage, step: step, sum: sum)
      }
      let first = exits.firstExit[stage]
      for place in 0..<count where exits.isRest[exits.transitions[first + place]] {
        strengths[place] = max(0, 1 - sum)
        sum = 1
      }
      if uniform >= sum { return nil }
    }
    var before = 0.0
    for place in 0..<count - 1 {
      before += strengths[place]
      if target < before { return place }
    }
    return count - 1
  }

  /// Books the moves: counts, first visits, time of entry and peers.
  private mutating func settleMoves(step: Int, index: Int) {
    let isActive = plan.peers?.isActive ?? []
    let isHeard = plan.rules.onEntering.contains { !$0.isEmpty }
    for move in moved {
      let row = Int(move.row)
      let from = Int(move.from)
      let to = Int(stage[row])
      let cell = columns.cells.isEmpty ? 0 : Int(columns.cells[row])
      occupancy[cell * plan.stageCount + from] -= 1
      occupancy[cell * plan.stageCount + to] += 1
      let bit: UInt64 = 1 << UInt64(to)
      tallyMove(
        row: row, transition: Int(move.transition), to: to, isFirstVisit: visited[row] & bit == 0,
        step: step)
      visited[row] |= bit
      if !enteredStep.isEmpty { enteredStep[row] = Int32(step) }
      if !isActive.isEmpty, isActive[from] != isActive[to] {
        changePeers(of: row, by: isActive[to] ? 1 : -1)
      }
      if isHeard, !plan.rules.onEntering[to].isEmpty {
        fire(plan.rules.onEntering[to], row: row, step: step, index: index)
      }
      if plan.isBookingStage[to] { bookings.arrived.append(Int32(row)) }
    }
  }
}
