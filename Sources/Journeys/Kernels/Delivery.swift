import Statistics

extension PopulationWorld {
  /// Runs the planned touches of a channel down the funnel for one step.
  ///
  /// planned → delivered (consent, access, cap, capacity) → seen → engaged → continued, each step
  /// tallied. A touch takes its four decisions from one quartet of random words: access, seen,
  /// engaged, opting out. Touches are a list in columns: agents in the order in which they were
  /// planned, all touches of one agent together.
  ///
  /// - Parameters:
  ///   - channel: Channel of the population.
  ///   - step: The step; negative during burn-in.
  ///   - index: The step counted from the start of the burn-in.
  mutating func deliverTouches(channel: Int, step: Int, index: Int) {
    if touched.isEmpty { return }
    var funnel = FunnelCounts(cells: ledger.cellCount)
    listTouches(channel: channel, funnel: &funnel)
    decisions.fill(
      from: streams.channels[channel].touch, agents: touchRows, draws: touchDraws,
      count: touchTotal, step: step)
    dropUndeliverable(channel: channel)
    dropGoverned(channel: channel, step: step, funnel: &funnel)
    dropBeyondCapacity(channel: channel, step: step)
    engage(channel: channel, step: step, index: index, funnel: &funnel)
    book(funnel, channel: channel)
    rules.due[channel].removeAll(keepingCapacity: true)
  }

  /// Lists the planned touches of everybody who consents.
  private mutating func listTouches(channel: Int, funnel: inout FunnelCounts) {
    let consents = consent[channel]
    let cells = columns.cells
    isUntouchedList = true
    var planned = 0
    for row in touched { planned += Int(touchCount[Int(row)]) }
    if touchRows.count < planned {
      touchRows = [Int32](repeating: 0, count: planned)
      touchDraws = [UInt8](repeating: 0, count: planned)
      isDelivered = [Bool](repeating: false, count: planned)
    }
    touchTotal = 0
    for row in touched {
      let count = touchCount[Int(row)]
      funnel.add(Int(count), .planned, cell: cells.isEmpty ? 0 : Int(cells[Int(row)]))
      if !consents.isEmpty, !consents[Int(row)] {
        touchCount[Int(row)] = 0
        continue
      }
      for draw in 0..<count {
        touchRows[touchTotal] = row
        touchDraws[touchTotal] = draw
        isDelivered[touchTotal] = true
        touchTotal &+= 1
      }
    }
  }

  /// Takes away what access and the frequency cap do not allow.
  private mutating func dropUndeliverable(channel: Int) {
    let access = columns.channels[channel].access
    if !(access.column.isEmpty && access.constant >= 1) {
      for place in 0..<touchTotal
      where RandomStream.uniform(from: decisions.first[place]) >= access[Int(touchRows[place])] {
        isDelivered[place] = false
        isUntouchedList = false
      }
    }
    guard let cap = plan.channels[channel].capTouches else { return }
    for place in 0..<touchTotal where isDelivered[place] {
      let row = Int(touchRows[place])
      if touchesInWindow[channel][row] < cap {
        touchesInWindow[channel][row] += 1
      } else {
        isDelivered[place] = false
        isUntouchedList = false
      }
    }
  }

  /// Serves agents in order until the capacity of the step is used up.
  ///
  /// The order is the declared attribute's, or rows from a random start. A fraction of a touch in
  /// the capacity is served by chance.
  private mutating func dropBeyondCapacity(channel: Int, step: Int) {
    guard let capacity = plan.channels[channel].capacityPerStep else { return }
    let stream = streams.channels[channel].service
    let whole = min(1e15, capacity).rounded(.down)
    var left = Int(whole) + (stream.uniform(agent: 0, step: step) < capacity - whole ? 1 : 0)
    countDelivered()
    var wanted = 0
    for row in touched { wanted += Int(touchCount[Int(row)]) }
    if wanted <= left { return }
    isUntouchedList = false
    let order = columns.channels[channel].serviceOrder
    let start = Int(stream.uniform(agent: 1, step: step) * Double(plan.size))
    // Touches that a rule sent come first; one place each, then everybody in order.
    var first = rules.due[channel].isEmpty ? [] : [UInt8](repeating: 0, count: plan.size)
    for due in rules.due[channel] where left > 0 {
      let row = Int(due)
      guard first[row] < touchCount[row] else { continue }
      first[row] += 1
      left -= 1
    }
    for place in 0..<plan.size {
      let row = order.isEmpty ? (start + place) % plan.size : Int(order[place])
      let ahead = first.isEmpty ? 0 : Int(first[row])
      let served = min(left, Int(touchCount[row]) - ahead)
      touchCount[row] = UInt8(ahead + served)
      left -= served
    }
    let isCapped = !touchesInWindow[channel].isEmpty
    for place in 0..<touchTotal where isDelivered[place] {
      let row = Int(touchRows[place])
      if touchCount[row] > 0 {
        touchCount[row] -= 1
      } else {
        isDelivered[place] = false
        if isCapped { touchesInWindow[channel][row] -= 1 }
      }
    }
  }

  /// Brings the touches of each agent in line with what was delivered.
  private mutating func countDelivered() {
    if isUntouchedList { return }
    for row in touched { touchCount[Int(row)] = 0 }
    for place in 0..<touchTotal where isDelivered[place] {
      touchCount[Int(touchRows[place])] += 1
    }
  }

  /// Runs the delivered touches down the rest of the funnel.
  private mutating func engage(
    channel: Int, step: Int, index: Int, funnel: inout FunnelCounts
  ) {
    countDelivered()
    bookDelivered(channel: channel, step: step, index: index, funnel: &funnel)
    let seen = columns.channels[channel].seen
    // A word below this is seen: `uniform(from: word) < seen` in whole numbers.
    let isSeenBelow = UInt64(max(0, (seen.constant * 0x1p32 - 0.5).rounded(.up)))
    let cells = columns.cells
    let withdraws = plan.channels[channel].optOut > 0
    let isNoted = !records.isEmpty || !columns.isSampled.isEmpty
    let isThreaded = !plan.rules.handoffsTo[channel].isEmpty
    var continuing = -1
    for place in 0..<touchTotal where isDelivered[place] {
      let word = decisions.second[place]
      let isSeen =
        seen.column.isEmpty
        ? UInt64(word) < isSeenBelow
        : RandomStream.uniform(from: word) < seen.column[Int(touchRows[place])]
      if !isSeen, !withdraws, !isNoted, !isThreaded { continue }
      let row = Int(touchRows[place])
      let cell = cells.isEmpty ? 0 : Int(cells[row])
      if withdraws {
        withdraw(
          channel: channel, row: row, step: step, word: decisions.fourth[place], funnel: &funnel,
          cell)
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
        var chance = engagementChance(channel: channel, row: row, step: step)
        if continued >= 0 { chance *= plan.rules.handoffs[continued].engagement }
        isEngaged = RandomStream.uniform(from: decisions.third[place]) < chance
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
    let ownPressure = plan.pressure == nil ? 0 : plan.channels[channel].pressure
    let first = channel * plan.stageCount * 2
    for touchedRow in touched {
      let row = Int(touchedRow)
      let count = Int(touchCount[row])
      if count == 0 { continue }
      funnel.add(count, .delivered, cell: cells.isEmpty ? 0 : Int(cells[row]))
      if ownPressure != 0 { pressureNow[row] += ownPressure * Double(count) }
      if plan.governor != nil { noteGoverned(channel: channel, row: row, count: count, step: step) }
      if isLatePossible, withdrawn[channel][row] {
        funnel.add(count, .late, cell: cells.isEmpty ? 0 : Int(cells[row]))
      }
      if isThreaded { noteThreads(channel: channel, row: row, step: step) }
      if !listeners.isEmpty {
        fire(listeners, channel: channel, ordinal: 0, row: row, step: step, index: index)
      }
      if tallyRow >= 0 {
        ledger.touchesByStage[first &+ Int(stage[row]) &* 2] &+= UInt32(truncatingIfNeeded: count)
      }
    }
  }

  /// Withdraws consent for good when the agent has had enough.
  @inline(__always)
  private mutating func withdraw(
    channel: Int, row: Int, step: Int, word: UInt32, funnel: inout FunnelCounts, _ cell: Int
  ) {
    var chance = plan.channels[channel].optOut
    if let pressurePlan = plan.pressure, pressurePlan.logOptOut != 0 {
      let excess = excessPressure(row: row)
      if excess > 0 { chance *= Elementary.exp(pressurePlan.logOptOut * excess) }
    }
    guard RandomStream.uniform(from: word) < chance, consent[channel][row],
      withdrawn[channel].isEmpty || !withdrawn[channel][row]
    else { return }
    if plan.rules.optOutDelaySteps == 0 {
      consent[channel][row] = false
    } else {
      rules.agenda.add(
        .init(kind: .withdrawal, row: Int32(row), rule: Int32(channel), since: Int32(step)),
        at: step + plan.rules.optOutDelaySteps)
    }
    noteOptOut(channel: channel, row: row, step: step)
    if withdrawn[channel].isEmpty {
      withdrawn[channel] = [Bool](repeating: false, count: plan.size)
    }
    withdrawn[channel][row] = true
    funnel.add(1, .optouts, cell: cell)
  }

  /// Chance that a seen touch engages, at most one.
  ///
  /// Synergies and fatigue look at earlier steps only, so the order of channels in the document
  /// does not matter. Mutating only in name: a plain method would have the world copied for each
  /// call, which a profile of specialty-launch showed at 4 % of the run.
  private mutating func engagementChance(channel: Int, row: Int, step: Int) -> Double {
    var chance = columns.channels[channel].engaged[row]
    for synergy in plan.channels[channel].synergies
    where step - Int(lastEngagedWith[synergy.first][row]) <= synergy.withinSteps {
      chance *= synergy.ratio
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

/// Counts of one channel in one step, by cell of the breakdown and step of the funnel.
struct FunnelCounts {
  private(set) var counts: [UInt32]
  static let width = FunnelStep.allCases.count

  init(cells: Int) { counts = [UInt32](repeating: 0, count: cells * Self.width) }

  @inline(__always)
  mutating func add(_ count: Int, _ step: FunnelStep, cell: Int) {
    counts[cell &* Self.width &+ step.rawValue] &+= UInt32(truncatingIfNeeded: count)
  }
}
