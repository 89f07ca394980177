import Statistics

/// What stands between a planned and a delivered touch, 64 agents at a time.
extension PopulationWorld {
  /// What consent, access, cap and capacity leave of a place's touches.
  mutating func letThrough(
    _ place: Int, consents: [UInt64], channel: Int, step: Int, _ work: inout TouchWork,
    _ funnel: inout FunnelCounts
  ) {
    let first = place &* work.groupCount
    work.tally(work.planned, place, .planned, &funnel)
    if !consents.isEmpty { TouchWork.intersect(consents, place, in: &work.delivered) }
    let way = work.ways[channel]
    if !way.isCertain {
      streams.channels[channel].touch.fill(
        &work.words, where: work.delivered, from: first, step: step, draw: place)
      way.delivered.keep(in: &work.delivered, from: first, words: work.words)
    }
    if let cap = plan.channels[channel].capTouches, isCapped(channel: channel, work) {
      keepBelowCap(cap, place, window: &touchesInWindow[channel], &work)
    }
    if let capacity = plan.channels[channel].capacityPerStep {
      keepWithin(capacity, channel: channel, step: step, &work)
    }
  }

  /// Whether a cap can stop a touch: a window of one step begins anew before the touches of the step.
  private func isCapped(channel: Int, _ work: TouchWork) -> Bool {
    plan.channels[channel].capTouches.map {
      plan.channels[channel].capWindowSteps > 1 || work.places > $0
    } ?? false
  }

  /// Keeps touches of agents who had fewer than the cap in this window, and counts them.
  private func keepBelowCap(
    _ cap: UInt8, _ place: Int, window: inout [UInt8], _ work: inout TouchWork
  ) {
    var counts = window.mutableSpan
    for group in 0..<work.groupCount {
      let at = place &* work.groupCount &+ group
      var bits = work.delivered[at]
      if bits == 0 { continue }
      bits &= GroupBits.below(cap, counts.span, group: group)
      work.delivered[at] = bits
      while bits != 0 {
        counts[64 &* group &+ bits.trailingZeroBitCount] &+= 1
        bits &= bits &- 1
      }
    }
  }

  /// Keeps as many touches as the capacity of the step serves, by the order of service.
  ///
  /// The order is the declared attribute's, or rows from a random start. A fraction of a touch in the
  /// capacity is served by chance. Touches are laid out by their place in the order, as bits again:
  /// what lies behind the last one served is dropped.
  private mutating func keepWithin(
    _ capacity: Double, channel: Int, step: Int, _ work: inout TouchWork
  ) {
    let stream = streams.channels[channel].service
    let whole = min(1e15, capacity).rounded(.down)
    let wanted = work.delivered.rowCount
    if wanted <= Int(whole) { return }
    var left = Int(whole) + (stream.uniform(agent: 0, step: step) < capacity - whole ? 1 : 0)
    if wanted <= left { return }
    let size = plan.size
    let order = columns.channels[channel].serviceOrder
    let rank = work.ways[channel].serviceRank
    let start = Int(stream.uniform(agent: 1, step: step) * Double(size))
    var inOrder = RowBits(repeating: false, count: size)
    work.delivered.forEachRow { row in
      let turn = order.isEmpty ? (row < start ? row + size - start : row - start) : Int(rank[row])
      inOrder[turn] = true
    }
    let isCapped = isCapped(channel: channel, work)
    inOrder.groups.forEachRow { turn in
      left -= 1
      if left >= 0 { return }
      let row = order.isEmpty ? (start + turn) % size : Int(order[turn])
      work.delivered[row >> 6] &= ~(1 << UInt64(row & 63))
      if isCapped { touchesInWindow[channel][row] -= 1 }
    }
  }
}
