import Statistics

extension PopulationWorld {
  /// The most events that an agent may have in a step on average; *chosen* so that the counts of
  /// four thousand such agents still fit a tally.
  private static let largestEventMean = 1e6

  /// Lets agents do what their stages make them do, after the moves of the step.
  ///
  /// Counts come from one uniform number per agent by inversion, so a higher rate can only add
  /// events.
  ///
  /// - Parameters:
  ///   - step: The step; negative during burn-in.
  ///   - index: The step counted from the start of the burn-in.
  ///   - parentStages: Stage of every parent in this step; empty without a parent.
  ///   - touchParent: Called with the parent's channel, the parent's row and a count of touches.
  /// - Throws: `SimulationError` when an agent would have more events than can be counted.
  mutating func emitEvents(
    step: Int, index: Int, parentStages: [UInt8], touchParent: (Int, Int32, Int) -> Void
  ) throws(SimulationError) {
    for event in plan.events.indices {
      streams.events[event].fill(&words, agents: 0..<plan.size, step: step)
      let shared = sharedLogRatios(event: event, index: index)
      if plan.events[event].isOnEntry {
        for move in moved {
          try emit(
            event, plan.events[event], row: Int(move.row), step: step, index: index, shared: shared,
            parentStages: parentStages, touchParent: touchParent)
        }
      } else if isPlainChance(event) {
        try emitPlainChance(event, step: step, shared: shared, parentStages: parentStages)
      } else {
        try emitWhile(
          event, step: step, index: index, shared: shared, parentStages: parentStages,
          touchParent: touchParent)
      }
    }
    if let event = overflowingEvent {
      throw SimulationError(event: event, step: step, mean: Double(UInt32.max))
    }
  }

  /// Environment and parent's stage, by the parent's stage.
  private func sharedLogRatios(event: Int, index: Int) -> [Double] {
    let response = plan.events[event].response
    let environment = response.environment.isEmpty ? 0 : response.environment[index]
    return (0..<plan.parentStageCount).map {
      environment + (response.parentStages.isEmpty ? 0 : response.parentStages[$0])
    }
  }

  /// Whether an event is a chance that nothing personal but its multipliers changes.
  private func isPlainChance(_ event: Int) -> Bool {
    plan.events[event].isChance && plan.events[event].response.isShared
      && plan.events[event].parentChannel == nil && plan.events[event].peerTouch == nil
      && plan.rules.onEvent[event].isEmpty && records.isEmpty && columns.isSampled.isEmpty
  }

  /// The same as `emitWhile` for a plain chance: one comparison an agent, one count a cell.
  private mutating func emitPlainChance(
    _ event: Int, step: Int, shared: [Double], parentStages: [UInt8]
  ) throws(SimulationError) {
    var highest = 0.0
    let perStep = plan.events[event].perStep
    let factors = shared.map { $0 == 0 ? 1 : Elementary.exp($0) }
    let times = columns.eventTimes[event]
    let rows = people.parents
    let cells = columns.cells
    var counts = [UInt32](repeating: 0, count: ledger.cellCount)
    let size = plan.size
    for row in 0..<size {
      let factor = rows.isEmpty ? factors[0] : factors[Int(parentStages[Int(rows[row])])]
      let mean = perStep[Int(stage[row])] * (times.isEmpty ? 1 : times[row]) * factor
      highest = max(highest, mean)
      // Added and not branched on: who has an event is hard to predict.
      let isEvent: UInt32 = RandomStream.uniform(from: words[row]) >= 1 - mean ? 1 : 0
      counts[cells.isEmpty ? 0 : Int(cells[row])] &+= isEvent
    }
    guard highest <= 1 + 1e-9 else {
      throw SimulationError(event: plan.events[event].event, step: step, chance: highest)
    }
    guard tallyRow >= 0 else { return }
    for cell in counts.indices {
      let place = tallyRow + cell * ledger.width + ledger.layout.column(event: event)
      ledger.counts[place] = counts[cell]
    }
  }

  private mutating func emitWhile(
    _ event: Int, step: Int, index: Int, shared: [Double], parentStages: [UInt8],
    touchParent: (Int, Int32, Int) -> Void
  ) throws(SimulationError) {
    let eventPlan = plan.events[event]
    let times = columns.eventTimes[event]
    let highest = Elementary.exp((shared.max() ?? 0) + largestOwnLogRatio(event: event))
    let stages = stage
    let words = words
    for row in 0..<plan.size {
      let base = eventPlan.perStep[Int(stages[row])]
      if base == 0 { continue }
      let mean = base * highest * (times.isEmpty ? 1 : times[row])
      // P(0) is at least 1 − mean, so nobody with a uniform number below that has an event.
      if RandomStream.uniform(from: words[row]) < 1 - mean * (1 + 1e-9) { continue }
      try emit(
        event, eventPlan, row: row, step: step, index: index, shared: shared,
        parentStages: parentStages, touchParent: touchParent)
    }
  }

  private func largestOwnLogRatio(event: Int) -> Double {
    let response = plan.events[event].response
    if response.pressure > 0 { return .infinity }
    let feelings = response.isMoody ? plan.largestFeeling(response) : 0
    return response.channels.reduce(
      columns.eventTerms.largest[event] + feelings + max(0, response.peers)
    ) { $0 + max(0, $1.logRatio) }
  }

  /// Draws and books the events of one agent.
  @inline(__always)
  private mutating func emit(
    _ event: Int, _ eventPlan: EventPlan, row: Int, step: Int, index: Int, shared: [Double],
    parentStages: [UInt8], touchParent: (Int, Int32, Int) -> Void
  ) throws(SimulationError) {
    let current = Int(stage[row])
    let base = eventPlan.perStep[current]
    if base == 0 { return }
    let parent = people.parents.isEmpty ? 0 : Int(parentStages[Int(people.parents[row])])
    let logRatio =
      shared[parent] + ownEventLogRatio(event, eventPlan.response, row: row, stage: current)
    let times = columns.eventTimes[event]
    let mean =
      base * (times.isEmpty ? 1 : times[row]) * (logRatio == 0 ? 1 : Elementary.exp(logRatio))
    guard mean <= Self.largestEventMean else {
      throw SimulationError(event: eventPlan.event, step: step, mean: mean)
    }
    if eventPlan.isChance, mean > 1 + 1e-9 {
      throw SimulationError(event: eventPlan.event, step: step, chance: mean)
    }
    let uniform = RandomStream.uniform(from: words[row])
    // A chance takes the upper end of the unit interval, so that it agrees with counts.
    let count =
      eventPlan.isChance
      ? (uniform >= 1 - mean ? 1 : 0) : eventPlan.dispersion.count(mean: mean, uniform: uniform)
    if count == 0 { return }
    tallyEvents(event, count, row: row, step: step)
    if let channel = eventPlan.parentChannel {
      touchParent(channel, people.parents[row], count)
    }
    if let touch = eventPlan.peerTouch { tellPeers(event, touch, row: row, count, step: step) }
    if !plan.rules.onEvent[event].isEmpty {
      fire(plan.rules.onEvent[event], row: row, step: step, index: index)
    }
  }

  /// Touches others at random in the next step: word of mouth, referral.
  private mutating func tellPeers(
    _ event: Int, _ touch: EventPlan.PeerTouchPlan, row: Int, _ count: Int, step: Int
  ) {
    guard plan.channels[touch.channel].isActive else { return }
    for draw in 0..<count * touch.count {
      let uniform = streams.peerTouches[event].uniform(agent: row, step: step, draw: draw)
      let other =
        touch.within.map {
          circles[$0].member(ofLevel: Int(people.codes[$0][row]), uniform: uniform)
        } ?? min(plan.size - 1, Int(uniform * Double(plan.size)))
      if other != row { arriving[touch.channel].append(Int32(other)) }
    }
  }

  @inline(__always)
  private mutating func ownEventLogRatio(
    _ event: Int, _ response: ResponsePlan, row: Int, stage: Int
  ) -> Double {
    var sum = 0.0
    let slot = columns.eventTerms.slots[event]
    if slot >= 0 { sum += columns.eventTerms.values[slot &* plan.size &+ row] }
    for place in response.channels.indices {
      sum +=
        response.channels[place].logRatio
        * self.response(row: row, channel: response.channels[place].channel, stage: stage)
    }
    if response.peers != 0 { sum += response.peers * activePeers(row: row) }
    if response.pressure != 0 { sum += response.pressure * excessPressure(row: row) }
    if response.isMoody {
      sum += response.deadEnds * feltDeadEnds(row: row)
      if response.experience != 0 { sum += response.experience * rules.experience[row] }
    }
    return sum
  }
}
