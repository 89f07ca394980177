extension PopulationWorld {
  /// Lets memory of channels and contact pressure fade by one step, before the step's touches.
  mutating func fade() {
    let size = plan.size
    for channel in plan.channels.indices where isRemembered[channel] {
      let kept = plan.channels[channel].retentionPerStep
      for place in channel * size..<(channel + 1) * size { memory[place] *= kept }
    }
    if let kept = plan.pressure?.retentionPerStep {
      for row in pressure.indices { pressure[row] *= kept }
    }
    if let trust = plan.trust {
      for row in rules.trust.indices {
        rules.trust[row] = trust.start + (rules.trust[row] - trust.start) * trust.retentionPerStep
      }
    }
    for option in plan.nextAction?.options ?? [] {
      let kept = plan.channels[option.channel].retentionPerStep
      for row in 0..<size { rules.seenMemory[option.channel][row] *= kept }
    }
  }

  /// Opens new windows of frequency caps.
  mutating func openWindows(step: Int) {
    openGovernedWindow(step: step)
    for channel in plan.channels.indices where !touchesInWindow[channel].isEmpty {
      let window = plan.channels[channel].capWindowSteps
      if ((step % window) + window) % window == 0 {
        for row in touchesInWindow[channel].indices { touchesInWindow[channel][row] = 0 }
      }
    }
  }

  /// Books what the step's touches leave behind, after all channels have been at work.
  mutating func settleTouches(step: Int, index: Int) {
    for row in pressure.indices {
      pressure[row] += pressureNow[row]
      pressureNow[row] = 0
    }
    settleThreads(step: step)
    var last = EngagementNow(row: -1, channel: -1)
    var ordinal = 0
    for engagement in engagementsNow {
      // Engagements of an agent with one channel stand together; each is decided on its own.
      ordinal = engagement == last ? ordinal + 1 : 0
      last = engagement
      answer(engagement, ordinal: ordinal, step: step, index: index)
      lastEngaged[Int(engagement.row)] = Int32(step)
      if !lastEngagedWith[Int(engagement.channel)].isEmpty {
        lastEngagedWith[Int(engagement.channel)][Int(engagement.row)] = Int32(step)
      }
    }
    engagementsNow.removeAll(keepingCapacity: true)
  }

  /// Lets the rules answer an engagement: threads, triggers, and what the next action knows.
  @inline(__always)
  private mutating func answer(
    _ engagement: EngagementNow, ordinal: Int, step: Int, index: Int
  ) {
    let channel = Int(engagement.channel)
    let row = Int(engagement.row)
    if !plan.rules.handoffsAfter[channel].isEmpty {
      openThreads(channel: channel, ordinal: ordinal, row: row, step: step, index: index)
    }
    if !plan.rules.onEngaged[channel].isEmpty {
      fire(
        plan.rules.onEngaged[channel], channel: channel, ordinal: ordinal, row: row, step: step,
        index: index)
    }
    if plan.nextAction != nil {
      putOffSighting(channel: channel, ordinal: ordinal, row: row, step: step, index: index)
    }
  }
}
