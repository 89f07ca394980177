import Statistics

/// Booking of events: counts by cell, records and paths, and whom they touch.
extension PopulationWorld {
  /// Books what was counted of an event, agent by agent in the order of the list.
  mutating func book(
    _ event: Int, _ list: Candidates, step: Int, index: Int,
    touchParent: (Int, Int32, Int) -> Void
  ) {
    tally(event, list)
    let isRecorded = tallyRow >= 0 && records.contains { $0.event == plan.events[event].event }
    let isHeard =
      plan.events[event].parentChannel != nil || plan.events[event].peerTouch != nil
      || !plan.rules.onEvent[event].isEmpty
    let isSampled = tallyRow >= 0 ? columns.isSampled : []
    if !isRecorded, !isHeard, isSampled.isEmpty { return }
    for place in 0..<list.count {
      let row = Int(list.rows[place])
      if !isRecorded, !isHeard, !isSampled[row] { continue }
      let count = Int(list.findings[place])
      if count == 0 { continue }
      if isRecorded { record(event, count, row: row, step: step) }
      if !isSampled.isEmpty, isSampled[row] {
        paths.append(
          PathStep(agent: row, step: step, kind: .event(event: event, count: count)))
      }
      if isHeard {
        spread(event, count, row: row, step: step, index: index, touchParent: touchParent)
      }
    }
  }

  /// Adds counts to the cells of the ledger.
  private mutating func tally(_ event: Int, _ list: Candidates) {
    guard tallyRow >= 0 else { return }
    let cells = columns.cells
    // Four counters a cell in turn: an addition need not wait for the one before.
    let width = ledger.cellCount
    var counts = [Int](repeating: 0, count: 4 * width)
    for place in 0..<list.count {
      let cell = cells.isEmpty ? 0 : Int(cells[Int(list.rows[place])])
      counts[(place & 3) &* width &+ cell] &+= Int(list.findings[place])
    }
    for cell in 0..<width {
      let place = tallyRow + cell * ledger.width + ledger.layout.column(event: event)
      let sum = (0..<4).reduce(Int(ledger.counts[place])) { $0 + counts[$1 * width + cell] }
      if sum > Int(UInt32.max) { overflowingEvent = plan.events[event].event }
      ledger.counts[place] = UInt32(truncatingIfNeeded: sum)
    }
  }

  /// Notes events in the agent's record.
  private mutating func record(_ event: Int, _ count: Int, row: Int, step: Int) {
    for index in records.indices where records[index].event == plan.events[event].event {
      if let period = records[index].period(of: step) {
        records[index].events[row * records[index].periodCount + period] &+= UInt32(count)
      }
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
      if other == row { continue }
      if residents.isEmpty {
        arriving[touch.channel].append(Int32(other))
      } else if residents[row] {
        spoken[touch.channel].append(Int32(other))
      }
    }
  }
}
