import Statistics

/// The next best action: which touch an agent gets, by what the policy can see.
extension PopulationWorld {
  /// Chooses this step's touches of the channels that have no calendar of their own.
  ///
  /// Decisions of an agent come from a quartet of random words: whether an action is due, whether
  /// the suggestion is carried out, whether it explores, and which option then.
  mutating func chooseActions(step: Int, index: Int) {
    guard let action = plan.nextAction, !action.options.isEmpty else { return }
    for option in action.options { rules.chosen[option.channel].removeAll(keepingCapacity: true) }
    streams.actionDue.fill(&words, agents: 0..<plan.size, step: step)
    var scores = [Double](repeating: 0, count: action.options.count)
    for row in 0..<plan.size {
      let due = action.chancePerStep
      let whole = due.rounded(.down)
      let uniform = RandomStream.uniform(from: words[row])
      let count = Int(whole) + (uniform < due - whole ? 1 : 0)
      guard count > 0, action.isEligible[Int(stage[row])] else { continue }
      for draw in 0..<count {
        choose(action, row: row, draw: draw, step: step, index: index, scores: &scores)
      }
    }
  }

  private mutating func choose(
    _ action: ActionPlan, row: Int, draw: Int, step: Int, index: Int, scores: inout [Double]
  ) {
    let quartet = streams.action.quartet(agent: row, step: step, draw: draw)
    var best = -1
    var eligible = 0
    for (place, option) in action.options.enumerated() {
      let isOpen = consent[option.channel].isEmpty || consent[option.channel][row]
      scores[place] = isOpen ? expectedGain(action, option, row: row) : -1
      if !isOpen { continue }
      eligible += 1
      if best < 0 || scores[place] > scores[best] { best = place }
    }
    guard eligible > 0 else { return }
    let explores = RandomStream.uniform(from: quartet.2) < action.exploration
    let accepted = RandomStream.uniform(from: quartet.1) < action.acceptance
    let uniform = RandomStream.uniform(from: quartet.3)
    var place = best
    if !accepted {
      place = byCalendar(action, row: row, index: index, scores: scores, uniform: uniform)
      if place < 0 { return }
    } else if explores {
      var rank = min(eligible - 1, Int(uniform * Double(eligible)))
      place =
        scores.indices.first { index in
          if scores[index] < 0 { return false }
          rank -= 1
          return rank < 0
        } ?? best
    }
    let channel = action.options[place].channel
    rules.chosen[channel].append(Int32(row))
    guard accepted else { return }
    let random = action.exploration / Double(eligible)
    noteAction(
      channel: channel, row: row, explores: explores,
      propensity: random + (place == best ? 1 - action.exploration : 0), step: step)
  }

  /// What a touch is expected to bring, per unit of money, by the policy's own beliefs.
  private func expectedGain(_ action: ActionPlan, _ option: ActionPlan.Option, row: Int) -> Double {
    let channel = option.channel
    let own = columns.channels[channel]
    let believed =
      columns.isPreferenceKnown.isEmpty || columns.isPreferenceKnown[row]
      ? own.engaged[row] : own.meanEngaged
    let chance = own.seen[row] * min(1, believed)
    let cost = option.costPerTouch + option.costPerEngagement * chance + action.attentionCost
    if action.isForEngagement { return chance / max(1e-9, cost) }
    let remembered = rules.seenMemory[channel][row]
    let curve = plan.channels[channel].saturation
    let step =
      curve.response(to: remembered + plan.channels[channel].weight)
      - (remembered == 0 ? 0 : curve.response(to: remembered))
    let match = contentMatch(row: row, channel: channel, stage: Int(stage[row]))
    return max(0, option.logEstimate * step * match * chance) / max(1e-9, cost)
  }

  /// The channel that the calendar would have used, in proportion to the touches that calendars plan
  /// for the agent in this step; −1 when they plan none.
  private func byCalendar(
    _ action: ActionPlan, row: Int, index: Int, scores: [Double], uniform: Double
  ) -> Int {
    func touches(_ place: Int) -> Double {
      if scores[place] < 0 { return 0 }
      let channel = action.options[place].channel
      let planned = plan.channels[channel]
      guard planned.isPlanned, planned.isEligible[Int(stage[row])] else { return 0 }
      let own = columns.channels[channel]
      let rate = (own.rates.isEmpty ? own.rate : own.rates[row]) * planned.intensity[index]
      guard case .total(let perStep, _) = planned.amount else { return rate }
      return own.weightSum > 0 ? perStep * rate / own.weightSum : 0
    }
    var sum = 0.0
    for place in scores.indices { sum += touches(place) }
    var before = 0.0
    for place in scores.indices {
      before += touches(place)
      if uniform * sum < before { return place }
    }
    return -1
  }

  /// Lets an engagement become known to whoever chooses, when the spine carries it.
  mutating func putOffSighting(channel: Int, ordinal: Int, row: Int, step: Int, index: Int) {
    guard let option = plan.nextAction?.option(channel: channel) else { return }
    // Beyond the draws of the choices of a step.
    let draw = 256 * (1 + ordinal) + channel
    let word = streams.action.quartet(agent: row, step: step, draw: draw).0
    guard RandomStream.uniform(from: word) < option.seenShare[index] else { return }
    rules.agenda.add(
      .init(kind: .sighting, row: Int32(row), rule: Int32(channel), since: Int32(step)),
      at: step + option.seenAfterSteps)
  }

  /// Adds an engagement to what the policy has seen.
  mutating func noteSighting(_ item: Agenda.Item) {
    rules.seenMemory[Int(item.rule)][Int(item.row)] += plan.channels[Int(item.rule)].weight
  }
}
