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
            event, row: Int(move.row), step: step, shared: shared, parentStages: parentStages,
            touchParent: touchParent)
        }
      } else {
        try emitWhile(
          event, step: step, shared: shared, parentStages: parentStages, touchParent: touchParent)
      }
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

  private mutating func emitWhile(
    _ event: Int, step: Int, shared: [Double], parentStages: [UInt8],
    touchParent: (Int, Int32, Int) -> Void
  ) throws(SimulationError) {
    let perStep = plan.events[event].perStep
    let times = columns.eventTimes[event]
    let highest = Elementary.exp(
      (shared.max() ?? 0) + largestOwnLogRatio(event: event))
    // Nobody with a uniform number below this has an event: P(0) is at least 1 − mean.
    let stages = stage
    let words = words
    for row in 0..<plan.size {
      let base = perStep[Int(stages[row])]
      if base == 0 { continue }
      let mean = base * highest * (times.isEmpty ? 1 : times[row])
      if RandomStream.uniform(from: words[row]) < 1 - mean * (1 + 1e-9) { continue }
      try emit(
        event, row: row, step: step, shared: shared, parentStages: parentStages,
        touchParent: touchParent)
    }
  }

  private func largestOwnLogRatio(event: Int) -> Double {
    let response = plan.events[event].response
    if response.pressure > 0 { return .infinity }
    return response.channels.reduce(
      columns.eventTerms.largest[event] + max(0, response.peers)
    ) { $0 + max(0, $1.logRatio) }
  }

  /// Draws and books the events of one agent.
  @inline(__always)
  private mutating func emit(
    _ event: Int, row: Int, step: Int, shared: [Double], parentStages: [UInt8],
    touchParent: (Int, Int32, Int) -> Void
  ) throws(SimulationError) {
    let count = try drawCount(
      event, row: row, step: step, shared: shared, parentStages: parentStages)
    if count == 0 { return }
    tallyEvents(event, count, row: row, step: step)
    if let channel = plan.events[event].parentChannel {
      touchParent(channel, people.parents[row], count)
    }
  }

  /// Mutating only in name, as `engagementChance` is: no copy of the world for the call.
  private mutating func drawCount(
    _ event: Int, row: Int, step: Int, shared: [Double], parentStages: [UInt8]
  ) throws(SimulationError) -> Int {
    let base = plan.events[event].perStep[Int(stage[row])]
    if base == 0 { return 0 }
    let parent = people.parents.isEmpty ? 0 : Int(parentStages[Int(people.parents[row])])
    let logRatio = shared[parent] + ownEventLogRatio(event, row: row)
    let times = columns.eventTimes[event]
    let mean =
      base * (times.isEmpty ? 1 : times[row]) * (logRatio == 0 ? 1 : Elementary.exp(logRatio))
    guard mean <= Self.largestEventMean else {
      throw SimulationError(event: plan.events[event].event, step: step, mean: mean)
    }
    let uniform = RandomStream.uniform(from: words[row])
    if plan.events[event].isChance {
      // The upper end of the unit interval, so that it agrees with inversion of counts.
      return uniform >= 1 - mean ? 1 : 0
    }
    return plan.events[event].dispersion > 1
      ? NegativeBinomial.count(
        mean: mean, dispersion: plan.events[event].dispersion, uniform: uniform)
      : Poisson.count(mean: mean, uniform: uniform)
  }

  private mutating func ownEventLogRatio(_ event: Int, row: Int) -> Double {
    let response = plan.events[event].response
    var sum = 0.0
    let slot = columns.eventTerms.slots[event]
    if slot >= 0 { sum += columns.eventTerms.values[slot &* plan.size &+ row] }
    for term in response.channels {
      sum +=
        term.logRatio
        * self.response(row: row, channel: term.channel, stage: Int(stage[row]))
    }
    if response.peers != 0 { sum += response.peers * activePeers(row: row) }
    if response.pressure != 0 { sum += response.pressure * excessPressure(row: row) }
    return sum
  }
}
