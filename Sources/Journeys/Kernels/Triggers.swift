import Statistics

/// Touches that are sent because of something.
extension PopulationWorld {
  /// Sets off the triggers that listen to an engagement or a delivery.
  ///
  /// - Parameters:
  ///   - triggers: The triggers that listen.
  ///   - channel: Channel of the touch.
  ///   - ordinal: Number of the occasion among those of the agent, channel and step.
  ///   - row: The agent.
  ///   - step: The step; negative during burn-in.
  ///   - index: The step counted from the start of the burn-in.
  mutating func fire(
    _ triggers: [Int], channel: Int, ordinal: Int, row: Int, step: Int, index: Int
  ) {
    for trigger in triggers {
      guard
        let place = plan.rules.triggers[trigger].sources.firstIndex(where: {
          $0.channel == channel
        })
      else { continue }
      let sources = plan.rules.triggers[trigger].sources
      let source = sources[place]
      let words = streams.triggers[trigger].quartet(
        agent: row, step: step, draw: place + sources.count * ordinal)
      if !source.share.isEmpty,
        RandomStream.uniform(from: words.0) >= source.share[index]
      {
        continue
      }
      fire(
        trigger, row: row, step: step, index: index, acts: words.1,
        latency: source.latencySteps)
    }
  }

  /// Sets off the triggers that listen to a stage or an event.
  mutating func fire(_ triggers: [Int], row: Int, step: Int, index: Int) {
    for trigger in triggers {
      let words = streams.triggers[trigger].quartet(agent: row, step: step, draw: 0)
      fire(trigger, row: row, step: step, index: index, acts: words.1, latency: 1)
    }
  }

  /// Sets off the triggers of an appointment that an agent has just been given.
  mutating func fire(
    _ triggers: [Int], appointment: Int, row: Int, step: Int, index: Int
  ) {
    for trigger in triggers {
      let ahead = plan.rules.triggers[trigger].stepsAhead
      // Who books later than the touch would be due gets none.
      guard appointment - ahead > step else { continue }
      let words = streams.triggers[trigger].quartet(agent: row, step: step, draw: 0)
      fire(
        trigger, row: row, step: step, index: index, acts: words.1,
        latency: appointment - ahead - step)
    }
  }

  private mutating func fire(
    _ trigger: Int, row: Int, step: Int, index: Int, acts: UInt32, latency: Int
  ) {
    let rule = plan.rules.triggers[trigger]
    if RandomStream.uniform(from: acts) >= rule.share[index] { return }
    if rule.quietSteps > 0 {
      if step - Int(rules.lastFired[trigger][row]) < rule.quietSteps { return }
      rules.lastFired[trigger][row] = Int32(step)
    }
    if let limit = rule.limit {
      if rules.firedCount[trigger][row] >= limit { return }
      rules.firedCount[trigger][row] += 1
    }
    tallyTrigger(trigger, .fired, 1, row: row, step: step)
    let wait = rule.needsApproval ? approvalWait[index] : 0
    rules.agenda.add(
      .init(kind: .rung, row: Int32(row), rule: Int32(trigger), since: Int32(step)),
      at: step + latency + wait + rule.rungs[0].afterSteps)
  }

  /// Sends a rung of a ladder unless its goal is met, and puts off the next one.
  mutating func sendRung(_ item: Agenda.Item, step: Int) {
    let (row, trigger) = (Int(item.row), Int(item.rule))
    let rule = plan.rules.triggers[trigger]
    guard rule.isEligible[Int(stage[row])],
      !(rule.stopsWhenEngaged && lastEngaged[row] > item.since)
    else { return }
    let rung = rule.rungs[Int(item.rung)]
    if rung.isUsed {
      tallyTrigger(trigger, .sent, 1, row: row, step: step)
      tallyTrigger(
        trigger, .wait, (step - Int(item.since)) * plan.daysPerStep, row: row, step: step)
      send(channel: rung.channel, row: row, replacesPlanned: rule.replacesPlanned)
    }
    let next = Int(item.rung) + 1
    guard next < rule.rungs.count else { return }
    var later = item
    later.rung = Int32(next)
    // A ladder may hold several rungs of one step.
    let distance = rule.rungs[next].afterSteps - rung.afterSteps
    if distance == 0 {
      sendRung(later, step: step)
    } else {
      rules.agenda.add(later, at: step + distance)
    }
  }

  /// Puts a touch into this step's plan of a channel.
  mutating func send(channel: Int, row: Int, replacesPlanned: Bool) {
    rules.due[channel].append(Int32(row))
    if replacesPlanned, rules.owed[channel][row] < .max { rules.owed[channel][row] += 1 }
  }

  /// Works off what is due in a step: rungs, follow-ups, deadlines, opt-outs, sightings.
  mutating func workAgenda(step: Int) {
    let items = rules.agenda.take(step: step)
    for item in items {
      switch item.kind {
      case .rung: sendRung(item, step: step)
      case .followUp: sendFollowUp(item)
      case .deadline: endThread(item, step: step)
      case .withdrawal: consent[Int(item.rule)][Int(item.row)] = false
      case .sighting: noteSighting(item)
      }
    }
    rules.agenda.giveBack(items, step: step)
  }

  /// Who starts in a stage has just entered it.
  mutating func fireAtStart(step: Int) {
    guard plan.rules.onEntering.contains(where: { !$0.isEmpty }) else { return }
    for row in 0..<plan.size {
      let triggers = plan.rules.onEntering[Int(stage[row])]
      if !triggers.isEmpty { fire(triggers, row: row, step: step - 1, index: 0) }
    }
  }
}

/// What is counted of a trigger.
public enum TriggerCount: Int, Sendable, CaseIterable {
  /// Occasions that were acted upon.
  case fired
  /// Touches put into the plan; consent, access and caps may still stop them.
  case sent
  /// Days from the occasion to each touch sent, summed.
  case wait

  /// Name in metrics, for example `sent:recall`.
  public var name: String { "\(self)" }
}
