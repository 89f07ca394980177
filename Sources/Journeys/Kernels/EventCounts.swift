import Statistics

/// How many events each agent has in a step.
extension PopulationWorld {
  /// Works out, before the first step, what holds for the whole run.
  mutating func prepareEvents() {
    guard eventEffects.effects.isEmpty, !plan.events.isEmpty else { return }
    eventEffects = .events(of: self)
    steadyCounts = [SteadyCounts?](repeating: nil, count: plan.events.count)
    isSteady = plan.events.indices.map { event in
      let first = event * plan.stageCount
      return SteadyCounts.suits(
        plan.events[event], effects: eventEffects.effects[first..<first + plan.stageCount])
    }
    if isSteady.contains(true) {
      countsNow = [UInt8](repeating: 0, count: (plan.size + 63) & ~63)
    }
  }

  /// Counts an event whose means stay, for everybody.
  ///
  /// - Returns: Whether the event is of that kind.
  mutating func takeSteadyCounts(_ event: Int, index: Int, into list: inout Candidates) -> Bool {
    guard isSteady[event] else { return false }
    let changes = plan.events[event].response.environment
    let environment = changes.isEmpty ? 0 : changes[index]
    if steadyCounts[event]?.environment != environment {
      steadyCounts[event] = SteadyCounts(
        self, event: event, environment: environment, largest: Self.largestEventMean)
    }
    guard let steady = steadyCounts[event] else { return false }
    steady.thresholds.fill(&countsNow, words: words)
    let happens = plan.events[event].perStep.map { $0 != 0 }
    list.take(of: plan.size) { countsNow[$0] != 0 && happens[Int(stage[$0])] }
    for place in 0..<list.count {
      let row = Int(list.rows[place])
      let count = Int(countsNow[row])
      list.findings[place] = UInt32(
        count < CountThresholds.columnCount
          ? count : steady.thresholds.countBeyondColumns(row: row, word: words[row]))
    }
    return true
  }

  /// Takes the agents whose words do not rule an event out.
  ///
  /// The chance of none is at least one minus the mean, so nobody with a uniform number below that
  /// has an event; the largest mean of a stage comes from the largest own effects.
  func takeLikely(_ event: Int, shared: [Double], into list: inout Candidates) {
    let times = columns.eventTimes[event]
    let highest = shared.max() ?? 0
    let largest = plan.events[event].perStep.indices.map { stage in
      let effects = eventEffects.effects[event * plan.stageCount + stage]
      let base = plan.events[event].perStep[stage]
      if base == 0 { return 0.0 }
      let ratio = highest + effects.largest + max(0, effects.peers)
      return base * Exponential.value(ratio) * (1 + 1e-9)
    }
    if times.isEmpty {
      let thresholds = largest.map { StageBounds.threshold(1 - $0) }
      list.take(of: plan.size) { UInt64(words[$0]) >= thresholds[Int(stage[$0])] }
    } else {
      list.take(of: plan.size) {
        let most = largest[Int(stage[$0])] * times[$0]
        return RandomStream.uniform(from: words[$0]) >= 1 - most
      }
    }
  }

  /// Counts an event for the agents of a list, sixteen of one stage at a time.
  ///
  /// - Throws: `SimulationError` when an agent would have more events than can be counted, or a
  ///   chance exceeds one.
  func count(
    _ event: Int, _ list: inout Candidates, step: Int, shared: [Double], parentStages: [UInt8]
  ) throws(SimulationError) {
    let eventPlan = plan.events[event]
    let most = eventPlan.isChance ? 1 + 1e-9 : Self.largestEventMean
    var problem: (place: Int32, mean: Double)?
    list.sort(by: stage, stageCount: plan.stageCount)
    for current in 0..<plan.stageCount where eventPlan.perStep[current] != 0 {
      let end = list.firstOfStage[current + 1]
      var first = list.firstOfStage[current]
      while first < end {
        let lanes = list.lanes(from: first, to: end)
        let means = means(
          event, eventPlan.perStep[current], stage: current, rows: lanes.rows, shared: shared,
          parentStages: parentStages)
        var beyond: UInt64 = 0
        for lane in 0..<16 { beyond &+= means[lane] <= most ? 0 : 1 }
        if beyond != 0 {
          for lane in 0..<16
          where !(means[lane] <= most) && lanes.places[lane] < problem?.place ?? .max {
            problem = (lanes.places[lane], means[lane])
          }
        } else {
          let counts = counts(eventPlan, means: means, rows: lanes.rows)
          for lane in 0..<min(16, end - first) {
            list.findings[Int(lanes.places[lane])] = counts[lane]
          }
        }
        first += 16
      }
    }
    guard let problem else { return }
    throw eventPlan.isChance && problem.mean <= Self.largestEventMean
      ? SimulationError(event: eventPlan.event, step: step, chance: problem.mean)
      : SimulationError(event: eventPlan.event, step: step, mean: problem.mean)
  }

  /// The means, or chances, of sixteen agents of one stage.
  private func means(
    _ event: Int, _ base: Double, stage: Int, rows: [16 of Int32], shared: [Double],
    parentStages: [UInt8]
  ) -> [16 of Double] {
    let effects = eventEffects.effects[event &* plan.stageCount &+ stage]
    var ratios = ownLogRatios(
      effects, in: eventEffects, personal: columns.eventTerms.values, stage: stage, rows: rows)
    if people.parents.isEmpty {
      for lane in 0..<16 { ratios[lane] += shared[0] }
    } else {
      for lane in 0..<16 {
        ratios[lane] += shared[Int(parentStages[Int(people.parents[Int(rows[lane])])])]
      }
    }
    Exponential.replace(&ratios)
    var means = [16 of Double](repeating: base)
    let times = columns.eventTimes[event]
    if !times.isEmpty {
      for lane in 0..<16 { means[lane] *= times[Int(rows[lane])] }
    }
    for lane in 0..<16 { means[lane] *= ratios[lane] }
    return means
  }

  /// Counts at the words of sixteen agents.
  private func counts(
    _ eventPlan: EventPlan, means: [16 of Double], rows: [16 of Int32]
  ) -> [16 of UInt32] {
    var own = [16 of UInt32](repeating: 0)
    for lane in 0..<16 { own[lane] = words[Int(rows[lane])] }
    guard eventPlan.isChance else {
      return eventPlan.dispersion.counts(means: means, words: own)
    }
    // A chance takes the upper end of the unit interval, so that it agrees with counts.
    for lane in 0..<16 {
      own[lane] = RandomStream.uniform(from: own[lane]) >= 1 - means[lane] ? 1 : 0
    }
    return own
  }
}
