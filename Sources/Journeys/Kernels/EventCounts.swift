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
    steadyCounts[event]?.thresholds.compare(words)
    guard let thresholds = steadyCounts[event]?.thresholds else { return false }
    // One where the count may be above zero, in a stage where the event happens.
    let happens = plan.events[event].perStep.map { $0 != 0 ? 1 : 0 }
    let (reached, stages) = (thresholds.reached, stage)
    list.take(of: plan.size) {
      (Int(reached[$0]) &+ 0xFFFF) &>> 16 & happens[Int(stages[$0])]
    }
    for place in 0..<list.count {
      let row = Int(list.rows[place])
      list.note(UInt32(thresholds.count(row: row, word: words[row])), at: place)
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
    let (words, stages) = (words, stage)
    // One where a difference is not negative, and zero elsewhere.
    if times.isEmpty {
      let thresholds = largest.map { StageBounds.threshold(1 - $0) }
      list.take(of: plan.size) {
        let above = UInt64(words[$0]) &- thresholds[Int(stages[$0])]
        return 1 &- Int(truncatingIfNeeded: above &>> 63)
      }
    } else {
      // Stages first: most agents are in none where the event happens.
      let happens = largest.map { $0 == 0 ? 0 : 1 }
      list.take(of: plan.size) { happens[Int(stages[$0])] }
      list.keep {
        let most = largest[Int(stages[$0])] * times[$0]
        let above = RandomStream.uniform(from: words[$0]) - (1 - most)
        return 1 &- Int(truncatingIfNeeded: above.bitPattern &>> 63)
      }
    }
  }

  /// Counts an event for the agents of a list, all of one stage at a time.
  ///
  /// - Throws: `SimulationError` when an agent would have more events than can be counted, or a
  ///   chance exceeds one.
  func count(
    _ event: Int, _ list: inout Candidates, step: Int, shared: [Double], parentStages: [UInt8]
  ) throws(SimulationError) {
    let eventPlan = plan.events[event]
    var problem: (place: Int, mean: Double)?
    list.sort(by: stage, stageCount: plan.stageCount, words: words)
    for current in 0..<plan.stageCount where eventPlan.perStep[current] != 0 {
      let range = list.range(ofStage: current)
      if range.isEmpty { continue }
      turnIntoMeans(event, stage: current, range, shared: shared, parentStages, &list)
      let most = eventPlan.isChance ? 1 + 1e-9 : Self.largestEventMean
      if list.sums.exceeds(most, in: range) {
        for place in range
        where !(list.sums[place] <= most) && list.place(place) < problem?.place ?? .max {
          problem = (list.place(place), list.sums[place])
        }
      }
      if problem != nil { continue }
      if eventPlan.isChance {
        list.noteChances(in: range)
      } else {
        eventPlan.dispersion.count(
          means: list.sums, uniforms: list.uniforms, in: range, into: &list.counts,
          mass: &list.values, cumulative: &list.cumulative)
        list.noteCounts(in: range)
      }
    }
    guard let problem else { return }
    throw eventPlan.isChance && problem.mean <= Self.largestEventMean
      ? SimulationError(event: eventPlan.event, step: step, chance: problem.mean)
      : SimulationError(event: eventPlan.event, step: step, mean: problem.mean)
  }

  /// Puts the means, or chances, of agents of one stage into the column `sums`.
  private func turnIntoMeans(
    _ event: Int, stage: Int, _ range: Range<Int>, shared: [Double], _ parentStages: [UInt8],
    _ list: inout Candidates
  ) {
    addOwnLogRatios(
      eventEffects.effects[event &* plan.stageCount &+ stage], in: eventEffects,
      personal: columns.eventTerms.values, stage: stage, &list, range)
    if people.parents.isEmpty {
      list.sums.shift(by: shared[0], in: range)
    } else {
      for place in range {
        let parent = Int(parentStages[Int(people.parents[Int(list.sorted[place])])])
        list.sums[place] += shared[parent]
      }
    }
    Exponential.replace(&list.sums, in: range)
    let base = plan.events[event].perStep[stage]
    let times = columns.eventTimes[event]
    if times.isEmpty {
      list.sums.scale(by: base, in: range)
    } else {
      list.values.gather(times, at: list.sorted, in: range)
      list.sums.multiply(by: list.values, times: base, in: range)
    }
  }
}
