import Statistics

extension PopulationWorld {
  /// The most events that an agent may have in a step on average; *chosen* so that the counts of
  /// four thousand such agents still fit a tally.
  static let largestEventMean = 1e6

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
    prepareEvents()
    for event in plan.events.indices {
      streams.events[event].fill(&words, agents: 0..<plan.size, step: step)
      let shared = sharedLogRatios(event: event, index: index)
      if isPlainChance(event), !plan.events[event].isOnEntry {
        try emitPlainChance(event, step: step, shared: shared, parentStages: parentStages)
        continue
      }
      var list = Candidates()
      swap(&list, &candidates)
      defer { swap(&list, &candidates) }
      if takeSteadyCounts(event, index: index, into: &list) {
        // Every agent's count is known.
      } else if plan.events[event].isOnEntry {
        list.take(moved)
        try count(event, &list, step: step, shared: shared, parentStages: parentStages)
      } else {
        takeLikely(event, shared: shared, into: &list)
        try count(event, &list, step: step, shared: shared, parentStages: parentStages)
      }
      book(event, list, step: step, index: index, touchParent: touchParent)
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

  /// The same as `count` for a plain chance: one comparison an agent, one count a cell.
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
}
