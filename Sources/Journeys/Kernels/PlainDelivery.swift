import Statistics

/// Touches of channels that no rule listens to: 64 agents at a time, as bits.
///
/// The same decisions as those of listed touches, from the same words, without looking at agents to
/// whom nothing happens. Places of touches go one after the other: the first touch of everybody, the
/// second of those who get two, and so on.
extension PopulationWorld {
  /// Whether nobody looks at single touches of a channel in this step.
  func isPlain(channel: Int) -> Bool {
    touch.ways[channel].isPlain && arriving[channel].isEmpty && rules.due[channel].isEmpty
      && rules.owed[channel].isEmpty
      && (plan.channels[channel].capacityPerStep == nil || touch.places <= 1)
  }

  /// Runs the planned touches of a channel down the funnel for one step.
  mutating func deliverPlainly(channel: Int, step: Int) {
    // Out of the world while it is worked on, so that columns are not copied.
    var work = TouchWork.empty
    swap(&work, &touch)
    var funnel = FunnelCounts(cells: ledger.cellCount)
    work.delivered = work.planned
    work.clearFates()
    // Who opts out in this step still gets all its touches, and is late from the next one on.
    let consents = consent[channel].groups
    let late = plan.rules.optOutDelaySteps > 0 ? withdrawn[channel].groups : []
    for place in 0..<work.places {
      letThrough(place, consents: consents, channel: channel, step: step, &work, &funnel)
      bookDelivered(place, channel: channel, late: late, &work, &funnel)
      if plan.channels[channel].optOut > 0 {
        optOut(place, channel: channel, step: step, &work, &funnel)
      }
      engage(place, channel: channel, step: step, &work, &funnel)
    }
    noteTouches(channel: channel, step: step, work)
    swap(&work, &touch)
    book(funnel, channel: channel)
  }

  /// Counts delivered touches and adds their pressure.
  private mutating func bookDelivered(
    _ place: Int, channel: Int, late: [UInt64], _ work: inout TouchWork,
    _ funnel: inout FunnelCounts
  ) {
    work.tally(work.delivered, place, .delivered, &funnel)
    if !late.isEmpty {
      work.tally(work.delivered, place, among: late, .late, &funnel)
    }
    if tallyRow >= 0 {
      work.tallyStages(
        work.delivered, place, &ledger.touchesByStage, at: channel &* plan.stageCount &* 2)
    }
    pressureCounts.count(work.delivered, place, channel: channel)
  }

  /// Withdraws the consent of agents who have had enough.
  private mutating func optOut(
    _ place: Int, channel: Int, step: Int, _ work: inout TouchWork, _ funnel: inout FunnelCounts
  ) {
    let groups = work.groupCount
    work.optingOut.append(contentsOf: repeatElement(0, count: groups))
    var highest = plan.channels[channel].optOut
    if let pressure = plan.pressure, pressure.logOptOut > 0 {
      highest *= Elementary.exp(pressure.logOptOut * work.highestExcess) * (1 + 1e-9)
    }
    let limit = WordLimits.limit(highest)
    var words = work.otherWords
    work.otherWords = []
    streams.channels[channel].touch.fill(
      &words, where: work.delivered, from: place &* groups, step: step,
      draw: Self.mostPlaces + 1 + place)
    for group in 0..<groups {
      let delivered = work.delivered[place &* groups &+ group]
      if delivered == 0 { continue }
      var bits = delivered
      if limit < .max { bits &= GroupBits.below(limit, words.span, group: group) }
      while bits != 0 {
        let row = 64 &* group &+ bits.trailingZeroBitCount
        let cell = columns.cells.isEmpty ? 0 : Int(columns.cells[row])
        if withdraws(channel: channel, row: row, step: step, word: words[row]) {
          funnel.add(1, .optouts, cell: cell)
          work.optingOut[place &* groups &+ group] |= bits & (~bits &+ 1)
        }
        bits &= bits &- 1
      }
    }
    work.otherWords = words
  }

  /// Runs delivered touches down the rest of the funnel.
  private mutating func engage(
    _ place: Int, channel: Int, step: Int, _ work: inout TouchWork, _ funnel: inout FunnelCounts
  ) {
    let first = place &* work.groupCount
    let way = work.ways[channel]
    work.seen.append(contentsOf: work.delivered[work.places(place)])
    if !way.isSeenForCertain { way.seen.keep(in: &work.seen, from: first, words: work.words) }
    work.tally(work.seen, place, .seen, &funnel)
    work.engaged.append(contentsOf: work.seen[work.places(place)])
    if !way.isEngagedForCertain {
      way.engaged.keep(in: &work.engaged, from: first, words: work.words)
      if way.check != .never {
        for group in 0..<work.groupCount {
          let bits = work.engaged[first &+ group]
          let open = way.check == .always ? bits : bits & work.pressured[group]
          if open == 0 { continue }
          work.engaged[first &+ group] =
            bits & ~open
            | engaging(open, group: group, channel: channel, step: step, words: work.words)
        }
      }
    }
    remember(place, channel: channel, &work, &funnel)
  }

  /// Those of a group who engage, each by a chance of its own.
  private mutating func engaging(
    _ open: UInt64, group: Int, channel: Int, step: Int, words: [UInt32]
  ) -> UInt64 {
    let own = columns.channels[channel]
    let (access, seen, engaged) = (own.access, own.seen, own.engaged)
    let synergies = plan.channels[channel].synergies
    var bits = open
    var engaging: UInt64 = 0
    while bits != 0 {
      let row = 64 &* group &+ bits.trailingZeroBitCount
      let chance =
        access[row] * seen[row]
        * min(1, tired(engaged[row], row: row, synergies: synergies, step: step))
      if RandomStream.uniform(from: words[row]) < chance { engaging |= bits & (~bits &+ 1) }
      bits &= bits &- 1
    }
    return engaging
  }

  /// Adds a place's engagements to the memory of the channel, and counts them.
  private mutating func remember(
    _ place: Int, channel: Int, _ work: inout TouchWork, _ funnel: inout FunnelCounts
  ) {
    work.tally(work.engaged, place, .engaged, &funnel)
    if tallyRow >= 0 {
      work.tallyStages(
        work.engaged, place, &ledger.touchesByStage, at: channel &* plan.stageCount &* 2 &+ 1)
    }
    if plan.rules.handoffs.isEmpty {
      work.tally(work.engaged, place, among: work.recent, .continued, &funnel)
    }
    let weight = plan.channels[channel].weight
    let first = channel &* plan.size
    if work.isToFade[channel] {
      work.isToFade[channel] = false
      work.add(
        weight, where: work.engaged, to: &memory, from: first,
        fadingBy: plan.channels[channel].retentionPerStep, size: plan.size)
    } else {
      RowBits.add(
        weight, where: work.engaged, from: place &* work.groupCount, groups: work.groupCount,
        to: &memory, at: first)
    }
    TouchWork.unite(work.engaged, place, in: &work.engagedNow)
    if plan.channels[channel].isSynergyFirst {
      TouchWork.unite(work.engaged, place, in: &work.engagedWith[channel])
    }
  }

  /// Notes touches of the agents whose path is kept, and of all where records count them.
  private mutating func noteTouches(channel: Int, step: Int, _ work: TouchWork) {
    let isRecorded = records.contains { $0.channel == plan.channels[channel].channel }
    if tallyRow < 0 || work.sampled.isEmpty && !isRecorded { return }
    let noted = isRecorded ? work.everybody : work.sampled
    for group in 0..<work.groupCount where noted[group] != 0 {
      var bits: UInt64 = 0
      for place in 0..<work.places { bits |= work.delivered[place &* work.groupCount &+ group] }
      bits &= noted[group]
      while bits != 0 {
        let bit = bits & (~bits &+ 1)
        let row = 64 &* group &+ bits.trailingZeroBitCount
        let isFollowed = !work.sampled.isEmpty && work.sampled[group] & bit != 0
        for place in 0..<work.places {
          let at = place &* work.groupCount &+ group
          if work.delivered[at] & bit == 0 { continue }
          if isRecorded { recordTouch(channel: channel, row: row, step: step) }
          if !isFollowed { continue }
          if !work.optingOut.isEmpty, work.optingOut[at] & bit != 0 {
            noteOptOut(channel: channel, row: row, step: step)
          }
          let isEngaged = work.engaged[at] & bit != 0
          paths.append(
            PathStep(
              agent: row, step: step, kind: .touch(channel: channel, isEngaged: isEngaged)))
          if columns.isDetailed {
            noteDetail(
              channel: channel, row: row, isSeen: work.seen[at] & bit != 0, continues: -1,
              step: step)
          }
        }
        bits &= ~bit
      }
    }
  }
}
