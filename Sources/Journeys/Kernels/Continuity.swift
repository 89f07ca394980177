import Statistics

/// Threads: what an engagement asks for next, and whether anybody answers.
extension PopulationWorld {
  /// The handoff whose thread a touch would continue in context, or −1.
  @inline(__always)
  func continuedHandoff(channel: Int, row: Int, step: Int) -> Int {
    for handoff in plan.rules.handoffsTo[channel]
    where rules.threads[handoff].opened[row] != Self.never
      && step >= Int(rules.threads[handoff].knownFrom[row])
    {
      return handoff
    }
    return -1
  }

  /// Notes that a touch was delivered: it continues the thread that it knows, or ignores it.
  mutating func noteThreads(channel: Int, row: Int, step: Int) {
    for handoff in plan.rules.handoffsTo[channel]
    where rules.threads[handoff].opened[row] != Self.never {
      if step >= Int(rules.threads[handoff].knownFrom[row]) {
        rules.continuedNow.append(.init(row: Int32(row), handoff: Int32(handoff)))
      } else {
        rules.threads[handoff].isIgnored[row] = true
      }
    }
  }

  /// Ends the threads that were continued in this step.
  mutating func settleThreads(step: Int) {
    for continued in rules.continuedNow {
      let (row, handoff) = (Int(continued.row), Int(continued.handoff))
      if rules.threads[handoff].opened[row] == Self.never { continue }
      let channel = Int(rules.threads[handoff].channel[row])
      rules.threads[handoff].close(row)
      tallyThread(handoff: handoff, .followed, channel: channel, row: row, step: step)
      if let trust = plan.trust { rules.trust[row] = min(1, rules.trust[row] + trust.continued) }
    }
    rules.continuedNow.removeAll(keepingCapacity: true)
  }

  /// Opens the threads that an engagement asks for.
  ///
  /// Decisions of a thread come from two quartets of random words: opening, landing, capture and
  /// follow-up; then context. Every engagement of a step has quartets of its own.
  mutating func openThreads(channel: Int, ordinal: Int, row: Int, step: Int, index: Int) {
    for handoff in plan.rules.handoffsAfter[channel] {
      let rule = plan.rules.handoffs[handoff]
      guard rule.isEligible[Int(stage[row])], rules.threads[handoff].opened[row] == Self.never,
        let place = rule.sources.firstIndex(where: { $0.channel == channel })
      else { continue }
      let source = rule.sources[place]
      let draw = 2 * (place + rule.sources.count * ordinal)
      let words = streams.handoffs[handoff].quartet(agent: row, step: step, draw: draw)
      if RandomStream.uniform(from: words.0) >= rule.opens { continue }
      tallyThread(handoff: handoff, .opened, channel: channel, row: row, step: step)
      if RandomStream.uniform(from: words.1) >= rule.landing[index] {
        breakThread(handoff: handoff, .blackHole, channel: channel, row: row, step: step)
        continue
      }
      rules.threads[handoff].opened[row] = Int32(step)
      rules.threads[handoff].channel[row] = UInt16(channel)
      rules.agenda.add(
        .init(kind: .deadline, row: Int32(row), rule: Int32(handoff), since: Int32(step)),
        at: step + rule.withinSteps + 1)
      guard RandomStream.uniform(from: words.2) < rule.captured[index] * source.share[index]
      else { continue }
      var due = step + source.latencySteps
      if rule.needsApproval { due += approvalWait[index] }
      let later = streams.handoffs[handoff].quartet(agent: row, step: step, draw: draw + 1)
      if RandomStream.uniform(from: later.0) < rule.context[index] {
        rules.threads[handoff].knownFrom[row] = Int32(clamping: due)
      }
      if rule.isUsed, RandomStream.uniform(from: words.3) < rule.success[index] {
        rules.agenda.add(
          .init(kind: .followUp, row: Int32(row), rule: Int32(handoff), since: Int32(step)),
          at: due)
      }
    }
  }

  /// Sends a handoff's follow-up if its thread still waits for one.
  mutating func sendFollowUp(_ item: Agenda.Item) {
    let (row, handoff) = (Int(item.row), Int(item.rule))
    guard rules.threads[handoff].opened[row] == item.since else { return }
    let rule = plan.rules.handoffs[handoff]
    if let limit = rule.limit {
      if rules.followUps[handoff][row] >= limit { return }
      rules.followUps[handoff][row] += 1
    }
    send(channel: rule.to, row: row, replacesPlanned: rule.replacesPlanned)
  }

  /// Ends a thread that nobody continued in time.
  mutating func endThread(_ item: Agenda.Item, step: Int) {
    let (row, handoff) = (Int(item.row), Int(item.rule))
    guard rules.threads[handoff].opened[row] == item.since else { return }
    let fate: ThreadFate = rules.threads[handoff].isIgnored[row] ? .silo : .void
    let channel = Int(rules.threads[handoff].channel[row])
    rules.threads[handoff].close(row)
    breakThread(handoff: handoff, fate, channel: channel, row: row, step: step)
  }

  private mutating func breakThread(
    handoff: Int, _ fate: ThreadFate, channel: Int, row: Int, step: Int
  ) {
    tallyThread(handoff: handoff, fate, channel: channel, row: row, step: step)
    if let trust = plan.trust { rules.trust[row] = max(0, rules.trust[row] - trust.deadEnd) }
  }

  /// Dead ends that an agent still feels: trust lost below its start, in dead ends.
  @inline(__always)
  func feltDeadEnds(row: Int) -> Double {
    guard let trust = plan.trust else { return 0 }
    return (trust.start - rules.trust[row]) / trust.deadEnd
  }
}
