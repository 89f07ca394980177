import Statistics

extension PopulationWorld {
  /// Runs the planned touches of a channel down the funnel for one step.
  ///
  /// planned → delivered (consent, access, cap, capacity) → seen → engaged → continued, each step
  /// tallied. A touch takes its four decisions from one quartet of random words: access, seen,
  /// engaged, opting out.
  ///
  /// - Parameters:
  ///   - channel: Channel of the population.
  ///   - step: The step; negative during burn-in.
  mutating func deliverTouches(channel: Int, step: Int) {
    if touched.isEmpty { return }
    for row in touched {
      tally(channel, .planned, Int(touchCount[Int(row)]), row: Int(row))
    }
    dropUndeliverable(channel: channel, step: step)
    dropBeyondCapacity(channel: channel, step: step)
    for row in touched where touchCount[Int(row)] > 0 {
      engage(channel: channel, row: Int(row), step: step)
    }
  }

  /// Takes away what consent, access and the cap do not allow.
  private mutating func dropUndeliverable(channel: Int, step: Int) {
    let channelPlan = plan.channels[channel]
    let access = columns.channels[channel].access
    let isOpen = access.column.isEmpty && access.constant >= 1
    let usesConsent = !consent[channel].isEmpty
    let cap = channelPlan.capTouches
    if isOpen, !usesConsent, cap == nil { return }
    let stream = streams.channels[channel].touch
    for place in touched {
      let row = Int(place)
      if usesConsent, !consent[channel][row] {
        touchCount[row] = 0
        continue
      }
      if !isOpen {
        var made: UInt8 = 0
        for touch in 0..<Int(touchCount[row]) {
          let word = stream.quartet(agent: row, step: step, draw: touch).0
          if RandomStream.uniform(from: word) < access[row] { made += 1 }
        }
        touchCount[row] = made
      }
      if let cap {
        touchCount[row] = min(touchCount[row], cap - min(cap, touchesInWindow[channel][row]))
        touchesInWindow[channel][row] += touchCount[row]
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
    let whole = capacity.rounded(.down)
    var left = Int(whole) + (stream.uniform(agent: 0, step: step) < capacity - whole ? 1 : 0)
    let wanted = touched.reduce(0) { $0 + Int(touchCount[Int($1)]) }
    if wanted <= left { return }
    let order = columns.channels[channel].serviceOrder
    let start = Int(stream.uniform(agent: 1, step: step) * Double(plan.size))
    for place in 0..<plan.size {
      let row = order.isEmpty ? (start + place) % plan.size : Int(order[place])
      let served = min(left, Int(touchCount[row]))
      let refused = touchCount[row] - UInt8(served)
      touchCount[row] = UInt8(served)
      if !touchesInWindow[channel].isEmpty { touchesInWindow[channel][row] -= refused }
      left -= served
    }
  }

  /// Runs one agent's delivered touches down the rest of the funnel.
  private mutating func engage(channel: Int, row: Int, step: Int) {
    let stream = streams.channels[channel].touch
    let seen = columns.channels[channel].seen[row]
    let chance = engagementChance(channel: channel, row: row, step: step)
    let optOut = plan.channels[channel].optOut
    let delivered = Int(touchCount[row])
    var seenTouches = 0
    var engagedTouches = 0
    var withdraws = false
    for touch in 0..<delivered {
      let words = stream.quartet(agent: row, step: step, draw: touch)
      if RandomStream.uniform(from: words.1) < seen {
        seenTouches += 1
        if RandomStream.uniform(from: words.2) < chance { engagedTouches += 1 }
      }
      if optOut > 0, RandomStream.uniform(from: words.3) < optOut * optOutRatio(row: row) {
        withdraws = true
      }
    }
    tally(channel, .delivered, delivered, row: row)
    tally(channel, .seen, seenTouches, row: row)
    tallyTouches(channel, delivered: delivered, engaged: engagedTouches, row: row, step: step)
    if withdraws, consent[channel][row] {
      consent[channel][row] = false
      tally(channel, .optouts, 1, row: row)
    }
    if plan.pressure != nil {
      let added = plan.channels[channel].pressure * Double(delivered)
      touchesNow.append(TouchNow(row: Int32(row), pressure: added))
    }
    if engagedTouches > 0 {
      tally(channel, .engaged, engagedTouches, row: row)
      if step - Int(lastEngaged[row]) <= plan.continuationSteps {
        tally(channel, .continued, engagedTouches, row: row)
      }
      engagementsNow.append(EngagementNow(row: Int32(row), channel: Int32(channel)))
      memory[channel * plan.size + row] += plan.channels[channel].weight * Double(engagedTouches)
    }
  }

  /// Chance that a seen touch engages, at most one.
  ///
  /// Synergies and fatigue look at earlier steps only, so the order of channels in the document
  /// does not matter.
  private func engagementChance(channel: Int, row: Int, step: Int) -> Double {
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

  private func optOutRatio(row: Int) -> Double {
    guard let pressurePlan = plan.pressure, pressurePlan.logOptOut != 0 else { return 1 }
    return Elementary.exp(pressurePlan.logOptOut * excessPressure(row: row))
  }
}
