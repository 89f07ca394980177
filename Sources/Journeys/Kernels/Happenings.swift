import Statistics

/// Booking of events: counts by cell, records and paths, and whom they touch.
extension PopulationWorld {
  /// Books what was counted of an event, agent by agent in the order of the list.
  mutating func book(
    _ event: Int, _ list: Candidates, step: Int, index: Int,
    touchParent: (Int, Int32, Int) -> Void
  ) {
    let isNoted = tallyRow >= 0 && !(records.isEmpty && columns.isSampled.isEmpty)
    let isHeard =
      plan.events[event].parentChannel != nil || plan.events[event].peerTouch != nil
      || !plan.rules.onEvent[event].isEmpty
    let cells = columns.cells
    var counts = [Int](repeating: 0, count: ledger.cellCount)
    for place in 0..<list.count {
      let count = Int(list.findings[place])
      if count == 0 { continue }
      let row = Int(list.rows[place])
      counts[cells.isEmpty ? 0 : Int(cells[row])] &+= count
      if isNoted { noteEvents(event, count, row: row, step: step) }
      if isHeard {
        spread(event, count, row: row, step: step, index: index, touchParent: touchParent)
      }
    }
    guard tallyRow >= 0 else { return }
    for cell in counts.indices {
      let place = tallyRow + cell * ledger.width + ledger.layout.column(event: event)
      let sum = Int(ledger.counts[place]) + counts[cell]
      if sum > Int(UInt32.max) { overflowingEvent = plan.events[event].event }
      ledger.counts[place] = UInt32(truncatingIfNeeded: sum)
    }
  }

  /// Notes events in the agent's record and on its path.
  private mutating func noteEvents(_ event: Int, _ count: Int, row: Int, step: Int) {
    for index in records.indices where records[index].event == plan.events[event].event {
      if let period = records[index].period(of: step) {
        records[index].events[row * records[index].periodCount + period] &+= UInt32(count)
      }
    }
    if isFollowed(row) {
      paths.append(
        PathStep(agent: row, step: step, kind: .event(event: event, count: count)))
    }
  }

  /// Lets events of an agent touch its parent and others, and set off triggers.
  private mutating func spread(
    _ event: Int, _ count: Int, row: Int, step: Int, index: Int,
    touchParent: (Int, Int32, Int) -> Void
  ) {
    if let channel = plan.events[event].parentChannel {
      touchParent(channel, people.parents[row], count)
    }
    if let touch = plan.events[event].peerTouch {
      tellPeers(event, touch, row: row, count, step: step)
    }
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
}
