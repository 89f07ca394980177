import Statistics

/// Moves of agents whose chances differ from agent to agent.
///
/// The bounds settle most; the rest are computed sixteen of one stage at a time.
extension PopulationWorld {
  /// - Parameters:
  ///   - step: The step; negative during burn-in.
  ///   - index: The step counted from the start of the burn-in.
  ///   - parentStages: Stage of every parent in this step; empty without a parent.
  /// - Throws: `SimulationError` when chances under the links logit or log sum to more than one.
  mutating func moveByOwnHazards(
    step: Int, index: Int, parentStages: [UInt8]
  ) throws(SimulationError) {
    if exitEffects.effects.isEmpty { exitEffects = .exits(of: self) }
    let bounds: StageBounds
    if let former = stageBounds, former.holds(at: index, plan) {
      bounds = former
    } else {
      bounds = StageBounds(self, step: index)
      stageBounds = bounds
    }
    var list = Candidates()
    swap(&list, &candidates)
    defer { swap(&list, &candidates) }
    takeCandidates(bounds, parentStages: parentStages, into: &list)
    if exits.isOnDay.contains(true) {
      list.keep { !exits.isOnDay[Int(stage[$0])] || Int(bookings.appointment[$0]) == step }
    }
    list.sort(by: stage, stageCount: plan.stageCount)
    var problem: ExcessiveChance?
    for current in 0..<plan.stageCount {
      decide(
        stage: current, step: step, shared: bounds.shared, parentStages: parentStages, &list,
        &problem)
    }
    if let problem {
      throw SimulationError(plan.index, stage: problem.stage, step: step, sum: problem.sum)
    }
    for place in 0..<list.count where list.findings[place] != 0 {
      let row = list.rows[place]
      let transition = exits.transitions[Int(list.findings[place]) - 1]
      moved.append(Move(row: row, from: stage[Int(row)], transition: UInt16(transition)))
      stage[Int(row)] = exits.to[transition]
    }
  }

  /// The first agent whose chances sum to more than one.
  private struct ExcessiveChance {
    var place: Int32
    var stage: Int
    var sum: Double
  }

  /// Takes the agents whose words lie below the bounds.
  private func takeCandidates(
    _ bounds: StageBounds, parentStages: [UInt8], into list: inout Candidates
  ) {
    let thresholds = bounds.thresholds
    let levels = bounds.contactLevels
    let parents = plan.parentStageCount
    let rows = people.parents
    if rows.isEmpty, levels == 1 {
      list.take(of: plan.size) { UInt64(words[$0]) < thresholds[Int(stage[$0])] }
    } else if rows.isEmpty {
      list.take(of: plan.size) {
        UInt64(words[$0]) < thresholds[Int(stage[$0]) &* levels &+ Int(activeContacts[$0])]
      }
    } else {
      list.take(of: plan.size) {
        let cell = Int(stage[$0]) &* parents &+ Int(parentStages[Int(rows[$0])])
        let active = levels == 1 ? 0 : Int(activeContacts[$0])
        return UInt64(words[$0]) < thresholds[cell &* levels &+ active]
      }
    }
  }

  /// Finds the ways that candidates of a stage take.
  private func decide(
    stage current: Int, step: Int, shared: [Double], parentStages: [UInt8],
    _ list: inout Candidates, _ problem: inout ExcessiveChance?
  ) {
    let end = list.firstOfStage[current + 1]
    var first = list.firstOfStage[current]
    let ways = exits.firstExit[current]..<exits.firstExit[current + 1]
    if ways.isEmpty { return }
    let isStacked = exits.links[current] != .cloglog
    let rest = ways.first { exits.isRest[exits.transitions[$0]] }
    var strengths = [[16 of Double]](repeating: .init(repeating: 0), count: ways.count)
    while first < end {
      let lanes = list.lanes(from: first, to: end)
      let count = min(16, end - first)
      var uniforms = [16 of Double](repeating: 0)
      var sums = uniforms
      for lane in 0..<16 { uniforms[lane] = RandomStream.uniform(from: words[Int(lanes.rows[lane])]) }
      for way in ways {
        let values = strength(
          way, stage: current, rows: lanes.rows, step: step, shared: shared,
          parentStages: parentStages)
        strengths[way - ways.lowerBound] = values
        for lane in 0..<16 { sums[lane] += values[lane] }
      }
      // The chance to leave is at most the sum, unless a way takes the rest.
      var below: UInt64 = rest == nil ? 0 : 1
      var beyond: UInt64 = 0
      for lane in 0..<16 {
        below &+= uniforms[lane] < sums[lane] * (1 + 1e-12) ? 1 : 0
        beyond &+= sums[lane] > 1 + 1e-9 ? 1 : 0
      }
      if isStacked, beyond != 0 {
        for lane in 0..<count where sums[lane] > 1 + 1e-9 {
          if lanes.places[lane] >= problem?.place ?? .max { continue }
          problem = ExcessiveChance(place: lanes.places[lane], stage: current, sum: sums[lane])
        }
      }
      if below != 0 {
        for lane in 0..<count where rest != nil || uniforms[lane] < sums[lane] * (1 + 1e-12) {
          let way = chosen(
            uniforms[lane], strengths: strengths, lane: lane, sum: sums[lane], ways: ways,
            rest: rest, isStacked: isStacked)
          if let way { list.findings[Int(lanes.places[lane])] = UInt32(way + 1) }
        }
      }
      first += 16
    }
  }

  /// The strengths of one way out for sixteen agents.
  private func strength(
    _ way: Int, stage: Int, rows: [16 of Int32], step: Int, shared: [Double],
    parentStages: [UInt8]
  ) -> [16 of Double] {
    let transition = exits.transitions[way]
    var ratios = ownLogRatios(
      exitEffects.effects[way], in: exitEffects, personal: columns.transitionTerms.values,
      stage: stage, rows: rows)
    if people.parents.isEmpty {
      for lane in 0..<16 { ratios[lane] += shared[transition] }
    } else {
      for lane in 0..<16 {
        let parent = Int(parentStages[Int(people.parents[Int(rows[lane])])])
        ratios[lane] += shared[transition &* plan.parentStageCount &+ parent]
      }
    }
    if exits.isOnDay[stage], !exits.leadChances[transition].isEmpty {
      for lane in 0..<16 {
        ratios[lane] += leadLogChance(transition: transition, row: Int(rows[lane]))
      }
      Exponential.replace(&ratios)
      return ratios
    }
    guard exits.links[stage] == .cloglog, !exits.dwell[transition].isEmpty else {
      exits.replace(&ratios, transition: transition, link: exits.links[stage])
      return ratios
    }
    Exponential.replace(&ratios)
    let hazards = exits.dwell[transition]
    for lane in 0..<16 {
      let elapsed = step - Int(enteredStep[Int(rows[lane])]) - 1
      ratios[lane] *= hazards[min(elapsed, hazards.count - 1)]
    }
    return ratios
  }

  /// The way that a uniform number selects, or `nil` to stay.
  private func chosen(
    _ uniform: Double, strengths: [[16 of Double]], lane: Int, sum: Double, ways: Range<Int>,
    rest: Int?, isStacked: Bool
  ) -> Int? {
    var target = uniform
    if !isStacked {
      let leaving = -Elementary.expm1(-sum)
      if uniform >= leaving { return nil }
      target = uniform / leaving * sum
    } else if rest == nil, uniform >= sum {
      return nil
    }
    var before = 0.0
    for way in ways.dropLast() {
      before += way == rest ? max(0, 1 - sum) : strengths[way - ways.lowerBound][lane]
      if target < before { return way }
    }
    return ways.upperBound - 1
  }
}
