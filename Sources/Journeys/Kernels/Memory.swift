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
  }

  /// Opens new windows of frequency caps.
  mutating func openWindows(step: Int) {
    for channel in plan.channels.indices where !touchesInWindow[channel].isEmpty {
      let window = plan.channels[channel].capWindowSteps
      if ((step % window) + window) % window == 0 {
        for row in touchesInWindow[channel].indices { touchesInWindow[channel][row] = 0 }
      }
    }
  }

  /// Books what the step's touches leave behind, after all channels have been at work.
  mutating func settleTouches(step: Int) {
    for row in pressure.indices {
      pressure[row] += pressureNow[row]
      pressureNow[row] = 0
    }
    for engagement in engagementsNow {
      lastEngaged[Int(engagement.row)] = Int32(step)
      if !lastEngagedWith[Int(engagement.channel)].isEmpty {
        lastEngagedWith[Int(engagement.channel)][Int(engagement.row)] = Int32(step)
      }
    }
    engagementsNow.removeAll(keepingCapacity: true)
  }
}
