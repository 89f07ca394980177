import Statistics

extension PopulationWorld {
  /// Plans the touches of a channel for one step into `touchCount`, and lists who gets any.
  ///
  /// - Parameters:
  ///   - channel: Channel of the population.
  ///   - step: The step; negative during burn-in.
  ///   - index: The step counted from the start of the burn-in.
  mutating func planTouches(channel: Int, step: Int, index: Int) {
    for row in touched { touchCount[Int(row)] = 0 }
    touched.removeAll(keepingCapacity: true)
    let intensity = plan.channels[channel].intensity[index]
    if plan.nextAction?.option(channel: channel) != nil {
      for row in rules.chosen[channel] { addPlanned(1, to: Int(row), channel: channel) }
    } else if plan.channels[channel].isPlanned, intensity > 0 {
      switch plan.channels[channel].amount {
      case .nobody: break
      case .cadence(_, _, isEven: false):
        planByChance(channel: channel, step: step, intensity: intensity)
      case .cadence(_, _, isEven: true): planEvenly(channel: channel, index: index)
      case .total(let perStep, _):
        planTotal(channel: channel, step: step, total: perStep * intensity)
      }
    }
    for row in arriving[channel] { add(1, to: Int(row)) }
    arriving[channel].removeAll(keepingCapacity: true)
    for row in rules.due[channel] { add(1, to: Int(row)) }
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

  /// Random spacing: the whole part of the cadence for sure, the rest by chance.
  private mutating func planByChance(channel: Int, step: Int, intensity: Double) {
    streams.channels[channel].planned.fill(&words, agents: 0..<plan.size, step: step)
    let eligible = plan.channels[channel].isEligible
    let everybody = plan.channels[channel].reachesEverybody
    let rates = columns.channels[channel].rates
    let constant = columns.channels[channel].rate * intensity
    let words = words
    for row in 0..<plan.size {
      let rate = rates.isEmpty ? constant : rates[row] * intensity
      let uniform = RandomStream.uniform(from: words[row])
      if rate < 1 {
        if uniform >= rate { continue }
        if !everybody, !eligible[Int(stage[row])] { continue }
        addPlanned(1, to: row, channel: channel)
      } else {
        if !everybody, !eligible[Int(stage[row])] { continue }
        let whole = rate.rounded(.down)
        let touches = Int(min(255, whole)) + (uniform < rate - whole ? 1 : 0)
        if touches > 0 { addPlanned(touches, to: row, channel: channel) }
      }
    }
  }

  /// Even spacing: touches fall due at equal distances, from a random phase of each agent.
  private mutating func planEvenly(channel: Int, index: Int) {
    let before = plan.channels[channel].intensityBefore[index]
    let after = plan.channels[channel].intensityBefore[index + 1]
    let eligible = plan.channels[channel].isEligible
    let rates = columns.channels[channel].rates
    let constant = columns.channels[channel].rate
    let phases = columns.channels[channel].phases
    for row in 0..<plan.size {
      let rate = rates.isEmpty ? constant : rates[row]
      if rate == 0 { continue }
      let phase = phases[row]
      let due = (phase + rate * after).rounded(.down) - (phase + rate * before).rounded(.down)
      if due > 0, eligible[Int(stage[row])] {
        addPlanned(Int(min(255, due)), to: row, channel: channel)
      }
    }
  }

  /// A total spread over the eligible in proportion to their weights, by systematic sampling: the
  /// sum over agents is the total, rounded up or down by one random number.
  private mutating func planTotal(channel: Int, step: Int, total: Double) {
    let eligible = plan.channels[channel].isEligible
    let weights = columns.channels[channel].rates
    var sum = 0.0
    for row in 0..<plan.size where eligible[Int(stage[row])] {
      sum += weights.isEmpty ? 1 : weights[row]
    }
    guard sum > 0 else { return }
    let start = streams.channels[channel].service.uniform(agent: 0, step: step, draw: 1)
    let perWeight = total / sum
    var before = start
    for row in 0..<plan.size where eligible[Int(stage[row])] {
      let after = before + (weights.isEmpty ? 1 : weights[row]) * perWeight
      let touches = after.rounded(.down) - before.rounded(.down)
      if touches > 0 { addPlanned(Int(min(255, touches)), to: row, channel: channel) }
      before = after
    }
  }
}
