import Statistics

/// Moves of agents whose chances differ from agent to agent.
///
/// The bounds settle most; the rest are computed in columns, all candidates of a stage at a time.
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
    if !(stageBounds?.holds(at: index, plan) ?? false) {
      stageBounds = StageBounds(self, step: index)
    }
    guard let bounds = stageBounds else { return }
    var list = Candidates()
    swap(&list, &candidates)
    defer { swap(&list, &candidates) }
    takeCandidates(bounds, parentStages: parentStages, into: &list)
    if exits.isOnDay.contains(true) {
      list.keep {
        !exits.isOnDay[Int(stage[$0])] || Int(bookings.appointment[$0]) == step ? 1 : 0
      }
    }
    list.sort(by: stage, stageCount: plan.stageCount, words: words)
    var problem: ExcessiveChance?
    for current in 0..<plan.stageCount {
      let range = list.range(ofStage: current)
      if range.isEmpty || exits.firstExit[current] == exits.firstExit[current + 1] { continue }
      weigh(
        stage: current, range, step: step, shared: bounds.shared, parentStages: parentStages, &list)
      choose(stage: current, range, &list, &problem)
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
    var place: Int
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
    let (words, stages, active) = (words, stage, activeContacts)
    // One where the difference is negative, and zero elsewhere.
    func isBelow(_ row: Int, _ cell: Int) -> Int {
      Int(truncatingIfNeeded: (UInt64(words[row]) &- thresholds[cell]) &>> 63)
    }
    if rows.isEmpty, levels == 1 {
      list.take(of: plan.size) { isBelow($0, Int(stages[$0])) }
    } else if rows.isEmpty {
      list.take(of: plan.size) { isBelow($0, Int(stages[$0]) &* levels &+ Int(active[$0])) }
    } else {
      list.take(of: plan.size) {
        let cell = Int(stages[$0]) &* parents &+ Int(parentStages[Int(rows[$0])])
        return isBelow($0, cell &* levels &+ (levels == 1 ? 0 : Int(active[$0])))
      }
    }
  }

  /// Works out the strengths of all ways out of a stage for its candidates.
  private func weigh(
    stage current: Int, _ range: Range<Int>, step: Int, shared: [Double], parentStages: [UInt8],
    _ list: inout Candidates
  ) {
    let ways = exits.firstExit[current]..<exits.firstExit[current + 1]
    list.makeRoom(ways: ways.count)
    for way in ways {
      let transition = exits.transitions[way]
      addOwnLogRatios(
        exitEffects.effects[way], in: exitEffects, personal: columns.transitionTerms.values,
        stage: current, &list, range)
      if people.parents.isEmpty {
        list.sums.shift(by: shared[transition], in: range)
      } else {
        for place in range {
          let parent = Int(parentStages[Int(people.parents[Int(list.sorted[place])])])
          list.sums[place] += shared[transition &* plan.parentStageCount &+ parent]
        }
      }
      turnIntoStrengths(transition, stage: current, range, step: step, &list)
      swap(&list.sums, &list.strengths[way - ways.lowerBound])
    }
  }

  /// Turns sums of effects into strengths of a way.
  private func turnIntoStrengths(
    _ transition: Int, stage: Int, _ range: Range<Int>, step: Int, _ list: inout Candidates
  ) {
    if exits.isOnDay[stage], !exits.leadChances[transition].isEmpty {
      for place in range {
        list.sums[place] += leadLogChance(transition: transition, row: Int(list.sorted[place]))
      }
      Exponential.replace(&list.sums, in: range)
      return
    }
    let hazards = exits.dwell[transition]
    guard exits.links[stage] == .cloglog, !hazards.isEmpty else {
      exits.replace(&list.sums, in: range, transition: transition, link: exits.links[stage])
      return
    }
    Exponential.replace(&list.sums, in: range)
    for place in range {
      let elapsed = step - Int(enteredStep[Int(list.sorted[place])]) - 1
      list.sums[place] *= hazards[min(elapsed, hazards.count - 1)]
    }
  }

  /// Finds the ways that the candidates of a stage take.
  private func choose(
    stage current: Int, _ range: Range<Int>, _ list: inout Candidates,
    _ problem: inout ExcessiveChance?
  ) {
    let ways = exits.firstExit[current]..<exits.firstExit[current + 1]
    let isStacked = exits.links[current] != .cloglog
    let rest = ways.first { exits.isRest[exits.transitions[$0]] }
    list.sums.set(to: 0, in: range)
    for way in ways {
      list.sums.add(list.strengths[way - ways.lowerBound], times: 1, in: range)
    }
    for place in range {
      let sum = list.sums[place]
      if isStacked, sum > 1 + 1e-9, list.place(place) < problem?.place ?? .max {
        problem = ExcessiveChance(place: list.place(place), stage: current, sum: sum)
      }
      // The chance to leave is at most the sum, unless a way takes the rest.
      if rest == nil, list.uniforms[place] >= sum * (1 + 1e-12) { continue }
      let way = chosen(
        list.uniforms[place], sum: sum, ways: ways, rest: rest, isStacked: isStacked
      ) {
        list.strengths[$0 - ways.lowerBound][place]
      }
      if let way { list.note(UInt32(way + 1), at: list.place(place)) }
    }
  }

  /// The way that a uniform number selects, or `nil` to stay.
  @inline(__always)
  private func chosen(
    _ uniform: Double, sum: Double, ways: Range<Int>, rest: Int?, isStacked: Bool,
    strength: (Int) -> Double
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
      before += way == rest ? max(0, 1 - sum) : strength(way)
      if target < before { return way }
    }
    return ways.upperBound - 1
  }
}
