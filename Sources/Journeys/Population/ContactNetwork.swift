import Statistics

/// Who listens to whom, stored by the one who is listened to.
///
/// Each agent listens to a fixed number of others, drawn with replacement in proportion to a
/// weight; itself is drawn again. Influence runs from the contact to the listener, so a change of
/// an agent's stage reaches its followers at the cost of their number.
struct ContactNetwork: Sendable {
  /// Number of contacts of every agent.
  let contacts: Int
  /// First follower of each agent in `followers`; one more than agents.
  let firstFollower: [Int32]
  /// Rows of followers.
  let followers: [Int32]

  init(contacts: Int, weights: [Double]?, size: Int, stream: RandomStream) {
    self.contacts = contacts
    var upperEnds: [Double] = []
    if let weights {
      var sum = 0.0
      for weight in weights {
        sum += max(0, weight)
        upperEnds.append(sum)
      }
    }
    var chosen: [Int32] = []
    chosen.reserveCapacity(size * contacts)
    for agent in 0..<size {
      var draw = 0
      for _ in 0..<contacts {
        var contact = agent
        while contact == agent {
          let uniform = stream.uniform(agent: agent, step: 0, draw: draw)
          contact = Self.pick(uniform, upperEnds: upperEnds, size: size)
          draw += 1
          if draw > 64 * contacts { contact = (agent + 1) % size }
        }
        chosen.append(Int32(contact))
      }
    }
    var first = [Int32](repeating: 0, count: size + 1)
    for contact in chosen { first[Int(contact) + 1] += 1 }
    for agent in 0..<size { first[agent + 1] += first[agent] }
    var next = first
    var followers = [Int32](repeating: 0, count: chosen.count)
    for (place, contact) in chosen.enumerated() {
      followers[Int(next[Int(contact)])] = Int32(place / contacts)
      next[Int(contact)] += 1
    }
    firstFollower = first
    self.followers = followers
  }

  /// Adds a change to the counts of everybody who listens to an agent.
  func tellFollowers(of agent: Int, change: Int, _ counts: inout [UInt16]) {
    let listeners = followers.span
    var span = counts.mutableSpan
    for place in Int(firstFollower[agent])..<Int(firstFollower[agent + 1]) {
      let listener = Int(listeners[place])
      span[listener] = UInt16(truncatingIfNeeded: Int(span[listener]) &+ change)
    }
  }

  private static func pick(_ uniform: Double, upperEnds: [Double], size: Int) -> Int {
    guard let total = upperEnds.last, total > 0 else {
      return min(size - 1, Int(uniform * Double(size)))
    }
    let place = uniform * total
    var low = 0
    var high = size - 1
    while low < high {
      let middle = (low + high) / 2
      if upperEnds[middle] > place { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
