/// Going on from what another arm's world of the same people has lived through.
extension PopulationWorld {
  /// Takes over the state that another arm's world of the same people has reached.
  ///
  /// Sizes, stages and channels agree: a document with a burn-in refuses arms that change them.
  mutating func adoptState(of other: PopulationWorld, from step: Int, hasSameRules: Bool) {
    precondition(
      plan.size == other.plan.size && plan.stageCount == other.plan.stageCount
        && plan.channels.count == other.plan.channels.count,
      "arms branch between plans of the same people, stages and channels")
    stage = other.stage
    enteredStep = other.enteredStep
    visited = other.visited
    memory = other.memory
    for channel in plan.channels.indices {
      let remembered = memory[channel * plan.size..<(channel + 1) * plan.size]
      isRemembered[channel] = isRemembered[channel] || remembered.contains { $0 != 0 }
    }
    if plan.pressure != nil, !other.pressure.isEmpty { pressure = other.pressure }
    for channel in plan.channels.indices {
      withdraw(other.withdrawn[channel], from: channel, pending: other.rules.agenda)
      if !touchesInWindow[channel].isEmpty, !other.touchesInWindow[channel].isEmpty {
        touchesInWindow[channel] = other.touchesInWindow[channel]
      }
      if !lastEngagedWith[channel].isEmpty, !other.lastEngagedWith[channel].isEmpty {
        lastEngagedWith[channel] = other.lastEngagedWith[channel]
      }
    }
    lastEngaged = other.lastEngaged
    arriving = other.arriving
    rules.adopt(other.rules, plan: plan.rules, from: step, hasSameRules: hasSameRules)
    bookings = Bookings(plan, stage: stage)
    bookings.adopt(other.bookings)
    occupancy = other.occupancy
    (activeContacts, activeInGroup, _) = Self.peers(
      plan, people: people, stage: stage, network: network)
  }

  /// Takes over what was withdrawn in the past; an arm's own consent holds for everybody else.
  ///
  /// A withdrawal that had not taken effect yet does so on its day, or at once in an arm without
  /// such a delay.
  private mutating func withdraw(_ past: RowBits, from channel: Int, pending: Agenda) {
    if past.isEmpty { return }
    withdrawn[channel] = past
    if consent[channel].isEmpty {
      consent[channel] = RowBits(repeating: true, count: plan.size)
    }
    let own = consent[channel]
    for row in 0..<plan.size where past[row] { consent[channel][row] = false }
    guard plan.rules.optOutDelaySteps > 0 else { return }
    for item in pending.items(of: .withdrawal) where Int(item.rule) == channel {
      consent[channel][Int(item.row)] = own[Int(item.row)]
    }
  }
}
