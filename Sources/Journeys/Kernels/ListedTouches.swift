/// Touches as a list, for channels whose single touches rules, the governor or others look at.
extension PopulationWorld {
  /// Counts the touches of each agent in this step, and lists who gets any: those of the calendar,
  /// of the next best action, of children's events and of rules.
  mutating func countPlanned(channel: Int, step: Int, index: Int) {
    for row in touched { touchCount[Int(row)] = 0 }
    touched.removeAll(keepingCapacity: true)
    if plan.nextAction?.option(channel: channel) != nil {
      for row in rules.chosen[channel]
      where isInRhythm(channel: channel, row: Int(row), step: step, index: index) {
        addPlanned(1, to: Int(row), channel: channel)
      }
    } else if touch.places > 0 {
      let planned = touch.planned
      let (groups, places) = (touch.groupCount, touch.places)
      for group in 0..<groups {
        // Who gets a second touch gets a first one too.
        var bits = planned[group]
        while bits != 0 {
          let bit = bits & (~bits &+ 1)
          var touches = 1
          while touches < places, planned[touches &* groups &+ group] & bit != 0 { touches &+= 1 }
          addPlanned(touches, to: 64 &* group &+ bits.trailingZeroBitCount, channel: channel)
          bits &= ~bit
        }
      }
    }
    let isOrganic = plan.channels[channel].isOrganic
    for row in arriving[channel]
    where isOrganic || isInRhythm(channel: channel, row: Int(row), step: step, index: index) {
      add(1, to: Int(row))
    }
    arriving[channel].removeAll(keepingCapacity: true)
    for row in rules.due[channel]
    where isInRhythm(channel: channel, row: Int(row), step: step, index: index) {
      add(1, to: Int(row))
    }
  }

  /// Adds touches of the calendar, less those that a rule has taken the place of.
  @inline(__always)
  private mutating func addPlanned(_ touches: Int, to row: Int, channel: Int) {
    if rules.owed[channel].isEmpty {
      add(touches, to: row)
      return
    }
    let replaced = min(touches, Int(rules.owed[channel][row]))
    rules.owed[channel][row] -= UInt8(replaced)
    if touches > replaced { add(touches - replaced, to: row) }
  }

  @inline(__always)
  private mutating func add(_ touches: Int, to row: Int) {
    if touchCount[row] == 0 { touched.append(Int32(row)) }
    touchCount[row] = UInt8(clamping: Int(touchCount[row]) + touches)
  }

  /// Lists the planned touches of everybody who consents.
  mutating func listTouches(channel: Int, funnel: inout FunnelCounts) {
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
}
