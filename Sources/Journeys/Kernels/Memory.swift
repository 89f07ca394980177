extension PopulationWorld {
  /// Lets memory of channels and contact pressure fade by one step, before the step's touches.
  ///
  /// Nobody looks at the memory of channels before the touches are settled, so those whose touches
  /// go 64 agents at a time fade when engagements are added.
  mutating func fade() {
    let size = plan.size
    for channel in plan.channels.indices where isRemembered[channel] {
      touch.isToFade[channel] = true
    }
    if let kept = plan.pressure?.retentionPerStep {
      Self.scale(&pressure, pressure.indices, by: kept)
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

  /// Lets the memory of a channel fade if that has been put off.
  mutating func fadeNow(channel: Int) {
    guard touch.isToFade[channel] else { return }
    touch.isToFade[channel] = false
    Self.scale(
      &memory, channel * plan.size..<(channel + 1) * plan.size,
      by: plan.channels[channel].retentionPerStep)
  }

  private static func scale(_ column: inout [Double], _ range: Range<Int>, by factor: Double) {
    var numbers = column.mutableSpan
    precondition(range.lowerBound >= 0 && range.upperBound <= numbers.count, "a part of a column")
    for place in range { numbers[place] *= factor }
  }

  /// Opens new windows of frequency caps.
  mutating func openWindows(step: Int) {
    openGovernedWindow(step: step)
    for channel in plan.channels.indices where !touchesInWindow[channel].isEmpty {
      let window = plan.channels[channel].capWindowSteps
      if ((step % window) + window) % window == 0 {
        touchesInWindow[channel] = [UInt8](repeating: 0, count: touchesInWindow[channel].count)
      }
    }
  }

  /// Books what the step's touches leave behind, after all channels have been at work.
  mutating func settleTouches(step: Int, index: Int) {
    for channel in plan.channels.indices { fadeNow(channel: channel) }
    pressureCounts.settle(in: &pressure)
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
    settlePlainly(step: step)
  }

  /// Notes the step for everybody who engaged with a channel that no rule listens to.
  private mutating func settlePlainly(step: Int) {
    RowBits.note(Int32(step), where: touch.engagedNow, in: &lastEngaged)
    for group in touch.engagedNow.indices { touch.engagedNow[group] = 0 }
    for channel in touch.engagedWith.indices where !touch.engagedWith[channel].isEmpty {
      RowBits.note(
        Int32(step), where: touch.engagedWith[channel], in: &lastEngagedWith[channel])
      for group in 0..<touch.groupCount { touch.engagedWith[channel][group] = 0 }
    }
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
