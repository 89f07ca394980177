import Statistics

/// What stands between a planned and a delivered touch, one touch after the other.
extension PopulationWorld {
  /// Takes away what access and the frequency cap do not allow.
  mutating func dropUndeliverable(channel: Int) {
    let access = columns.channels[channel].access
    if !access.isCertain {
      for place in 0..<touchTotal
      where RandomStream.uniform(from: fateWords[place]) >= access[Int(touchRows[place])] {
        isDelivered[place] = false
        isUntouchedList = false
      }
    }
    guard let cap = plan.channels[channel].capTouches else { return }
    for place in 0..<touchTotal where isDelivered[place] {
      let row = Int(touchRows[place])
      if touchesInWindow[channel][row] < cap {
        touchesInWindow[channel][row] += 1
      } else {
        isDelivered[place] = false
        isUntouchedList = false
      }
    }
  }

  /// Serves agents in order until the capacity of the step is used up.
  ///
  /// The order is the declared attribute's, or rows from a random start. A fraction of a touch in
  /// the capacity is served by chance.
  mutating func dropBeyondCapacity(channel: Int, step: Int) {
    guard let capacity = plan.channels[channel].capacityPerStep else { return }
    let stream = streams.channels[channel].service
    let whole = min(1e15, capacity).rounded(.down)
    var left = Int(whole) + (stream.uniform(agent: 0, step: step) < capacity - whole ? 1 : 0)
    countDelivered()
    var wanted = 0
    for row in touched { wanted += Int(touchCount[Int(row)]) }
    if wanted <= left { return }
    isUntouchedList = false
    let order = columns.channels[channel].serviceOrder
    let start = Int(stream.uniform(agent: 1, step: step) * Double(plan.size))
    // Touches that a rule sent come first; one place each, then everybody in order.
    var first = rules.due[channel].isEmpty ? [] : [UInt8](repeating: 0, count: plan.size)
    for due in rules.due[channel] where left > 0 {
      let row = Int(due)
      guard first[row] < touchCount[row] else { continue }
      first[row] += 1
      left -= 1
    }
    for place in 0..<plan.size {
      let row = order.isEmpty ? (start + place) % plan.size : Int(order[place])
      let ahead = first.isEmpty ? 0 : Int(first[row])
      let served = min(left, Int(touchCount[row]) - ahead)
      touchCount[row] = UInt8(ahead + served)
      left -= served
    }
    let isCapped = !touchesInWindow[channel].isEmpty
    for place in 0..<touchTotal where isDelivered[place] {
      let row = Int(touchRows[place])
      if touchCount[row] > 0 {
        touchCount[row] -= 1
      } else {
        isDelivered[place] = false
        if isCapped { touchesInWindow[channel][row] -= 1 }
      }
    }
  }

  /// Brings the touches of each agent in line with what was delivered.
  mutating func countDelivered() {
    if isUntouchedList { return }
    for row in touched { touchCount[Int(row)] = 0 }
    for place in 0..<touchTotal where isDelivered[place] {
      touchCount[Int(touchRows[place])] += 1
    }
  }
}
