import Statistics

extension PopulationWorld {
  /// Runs the planned touches of a channel down the funnel for one step.
  ///
  /// planned → delivered (consent, access, cap, capacity) → seen → engaged → continued, each step
  /// tallied. One random word decides a touch, see `TouchWay`; another one, whether the agent opts
  /// out. Where rules or others look at single touches, these are a list in columns: agents in the
  /// order in which they were planned, all touches of one agent together.
  ///
  /// - Parameters:
  ///   - channel: Channel of the population.
  ///   - step: The step; negative during burn-in.
  ///   - index: The step counted from the start of the burn-in.
  mutating func deliverTouches(channel: Int, step: Int, index: Int) {
    if isPlain(channel: channel) {
      if touch.places > 0 { deliverPlainly(channel: channel, step: step) }
      return
    }
    countPlanned(channel: channel, step: step, index: index)
    if touched.isEmpty { return }
    fadeNow(channel: channel)
    var funnel = FunnelCounts(cells: ledger.cellCount)
    listTouches(channel: channel, funnel: &funnel)
    let stream = streams.channels[channel].touch
    if !touch.ways[channel].isCertain {
      stream.fill(
        &fateWords, agents: touchRows, draws: touchDraws, count: touchTotal, step: step)
    } else if fateWords.count < touchTotal {
      fateWords = [UInt32](repeating: 0, count: touchTotal)
    }
    if plan.channels[channel].optOut > 0 {
      stream.fill(
        &optOutWords, agents: touchRows, draws: touchDraws, count: touchTotal,
        firstDraw: Self.mostPlaces + 1, step: step)
    }
    dropUndeliverable(channel: channel)
    dropGoverned(channel: channel, step: step, funnel: &funnel)
    dropBeyondCapacity(channel: channel, step: step)
    engage(channel: channel, step: step, index: index, funnel: &funnel)
    book(funnel, channel: channel)
    rules.due[channel].removeAll(keepingCapacity: true)
  }

  /// Runs the delivered touches down the rest of the funnel.
  private mutating func engage(
    channel: Int, step: Int, index: Int, funnel: inout FunnelCounts
  ) {
    countDelivered()
    bookDelivered(channel: channel, step: step, index: index, funnel: &funnel)
    let cells = columns.cells
    let withdraws = plan.channels[channel].optOut > 0
    let isNoted = !records.isEmpty || !columns.isSampled.isEmpty
    let isThreaded = !plan.rules.handoffsTo[channel].isEmpty
    let access = columns.channels[channel].access
    let seen = columns.channels[channel].seen
    let engaged = columns.channels[channel].engaged
    let synergies = plan.channels[channel].synergies
    var continuing = -1
    for place in 0..<touchTotal where isDelivered[place] {
      let row = Int(touchRows[place])
      let uniform = RandomStream.uniform(from: fateWords[place])
      let reach = access[row] * seen[row]
      let isSeen = uniform < reach
      if !isSeen, !withdraws, !isNoted, !isThreaded { continue }
      let cell = cells.isEmpty ? 0 : Int(cells[row])
      if withdraws,
        self.withdraws(channel: channel, row: row, step: step, word: optOutWords[place])
      {
        noteOptOut(channel: channel, row: row, step: step)
        funnel.add(1, .optouts, cell: cell)
      }
      var isEngaged = false
      var continued = -1
      if isThreaded {
        // The first touch of a step continues the thread; touches of an agent stand together.
        if row != continuing {
          continued = continuedHandoff(channel: channel, row: row, step: step)
        }
        if continued >= 0 { continuing = row }
      }
      if isSeen {
        funnel.add(1, .seen, cell: cell)
        var chance = tired(engaged[row], row: row, synergies: synergies, step: step)
        if continued >= 0 { chance *= plan.rules.handoffs[continued].engagement }
        isEngaged = uniform < reach * min(1, chance)
      }
      if isEngaged {
        remember(
          channel: channel, row: row, step: step, continued: continued, funnel: &funnel, cell)
      }
      if isNoted {
        noteTouch(channel: channel, row: row, isEngaged: isEngaged, step: step)
        noteDetail(
          channel: channel, row: row, isSeen: isSeen, continues: continued, step: step)
      }
    }
  }

  /// Counts delivered touches and adds their pressure, agent by agent.
  private mutating func bookDelivered(
    channel: Int, step: Int, index: Int, funnel: inout FunnelCounts
  ) {
    let cells = columns.cells
    let listeners = plan.rules.onDelivered[channel]
    let isThreaded = !plan.rules.handoffsTo[channel].isEmpty
    let isLatePossible = plan.rules.optOutDelaySteps > 0 && !withdrawn[channel].isEmpty
    let first = channel * plan.stageCount * 2
    for touchedRow in touched {
      let row = Int(touchedRow)
      let count = Int(touchCount[row])
      if count == 0 { continue }
      funnel.add(count, .delivered, cell: cells.isEmpty ? 0 : Int(cells[row]))
      for _ in 0..<count { pressureCounts.count(row: row, channel: channel) }
      if plan.governor != nil { noteGoverned(channel: channel, row: row, count: count, step: step) }
      if isLatePossible, withdrawn[channel][row] {
        funnel.add(count, .late, cell: cells.isEmpty ? 0 : Int(cells[row]))
      }
      if isThreaded { noteThreads(channel: channel, row: row, step: step) }
      if !listeners.isEmpty {
        fire(listeners, channel: channel, ordinal: 0, row: row, step: step, index: index)
      }
      if tallyRow >= 0 {
        ledger.touchesByStage[first &+ Int(stage[row]) &* 2] &+= UInt64(truncatingIfNeeded: count)
      }
    }
  }

  /// Withdraws consent for good when the agent has had enough; says whether it did.
  @inline(__always)
  mutating func withdraws(channel: Int, row: Int, step: Int, word: UInt32) -> Bool {
    var chance = plan.channels[channel].optOut
    if let pressurePlan = plan.pressure, pressurePlan.logOptOut != 0 {
      let excess = excessPressure(row: row)
      if excess > 0 { chance *= Elementary.exp(pressurePlan.logOptOut * excess) }
    }
    guard RandomStream.uniform(from: word) < chance, consent[channel][row],
      withdrawn[channel].isEmpty || !withdrawn[channel][row]
    else { return false }
    if plan.rules.optOutDelaySteps == 0 {
      consent[channel][row] = false
    } else {
      rules.agenda.add(
        .init(kind: .withdrawal, row: Int32(row), rule: Int32(channel), since: Int32(step)),
        at: step + plan.rules.optOutDelaySteps)
    }
    if withdrawn[channel].isEmpty {
      withdrawn[channel] = RowBits(repeating: false, count: plan.size)
    }
    withdrawn[channel][row] = true
    return true
  }

  /// Chance that a seen touch of an agent engages, given its own; what is above one counts as one.
  ///
  /// Synergies and fatigue look at earlier steps only, so the order of channels in the document
  /// does not matter. Mutating only in name: a plain method would have the world copied for each
  /// call, which a profile of specialty-launch showed at 4 % of the run.
  @inline(__always)
  mutating func tired(
    _ own: Double, row: Int, synergies: [ChannelPlan.SynergyTerm], step: Int
  ) -> Double {
    var chance = own
    for place in synergies.indices
    where step - Int(lastEngagedWith[synergies[place].first][row]) <= synergies[place].withinSteps {
      chance *= synergies[place].ratio
    }
    if let pressurePlan = plan.pressure, pressurePlan.logEngagement != 0 {
      let excess = excessPressure(row: row)
      if excess > 0 { chance *= Elementary.exp(pressurePlan.logEngagement * excess) }
    }
    return chance
  }

  /// Adds an engagement to the memory of a channel.
  private mutating func remember(
    channel: Int, row: Int, step: Int, continued: Int, funnel: inout FunnelCounts, _ cell: Int
  ) {
    funnel.add(1, .engaged, cell: cell)
    if tallyRow >= 0 {
      ledger.touchesByStage[(channel * plan.stageCount + Int(stage[row])) * 2 + 1] &+= 1
    }
    // Where handoffs are declared, to continue is to continue a thread in context.
    if plan.rules.handoffs.isEmpty
      ? step - Int(lastEngaged[row]) <= plan.continuationSteps : continued >= 0
    {
      funnel.add(1, .continued, cell: cell)
    }
    engagementsNow.append(EngagementNow(row: Int32(row), channel: Int32(channel)))
    memory[channel * plan.size + row] +=
      plan.channels[channel].weight
      * (continued >= 0 ? plan.rules.handoffs[continued].response : 1)
  }
}
