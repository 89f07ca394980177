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
    let picks = WeightedPick(weights, size: size)
    // One word for each contact of everybody; who draws itself takes a later one.
    let padded = (size + 3) & ~3
    var words: [UInt32] = []
    var column = [UInt32](repeating: 0, count: padded)
    for draw in 0..<contacts {
      stream.fill(&column, agents: 0..<size, step: 0, draw: draw)
      words += column
    }
    var chosen: [Int32] = []
    chosen.reserveCapacity(size * contacts)
    for agent in 0..<size {
      var draw = 0
      for _ in 0..<contacts {
        var contact = agent
        while contact == agent {
          let uniform =
            draw < contacts
            ? RandomStream.uniform(from: words[draw &* padded &+ agent])
            : stream.uniform(agent: agent, step: 0, draw: draw)
          contact = picks.pick(uniform)
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
}

/// Agents drawn in proportion to weights, or evenly.
struct WeightedPick: Sendable {
  /// Sums of the weights up to each agent; empty when all weigh the same.
  private let upperEnds: [Double]
  /// First agent whose sum exceeds each of as many equal parts of the total as there are agents.
  private let guide: [Int32]
  private let size: Int

  init(_ weights: [Double]?, size: Int) {
    self.size = size
    var ends: [Double] = []
    var sum = 0.0
    for weight in weights ?? [] {
      sum += max(0, weight)
      ends.append(sum)
    }
    upperEnds = sum > 0 ? ends : []
    var guide: [Int32] = []
    if sum > 0 {
      var agent = 0
      for part in 0..<size {
        let place = Double(part) / Double(size) * sum
        while agent < size - 1, ends[agent] <= place { agent += 1 }
        guide.append(Int32(agent))
      }
    }
    self.guide = guide
  }

  /// The agent at a uniform number: the first whose sum of weights exceeds its part of the total.
  func pick(_ uniform: Double) -> Int {
    let part = min(size - 1, Int(uniform * Double(size)))
    guard let total = upperEnds.last else { return part }
    let place = uniform * total
    var agent = Int(guide[part])
    // The guide's own rounding may lie above.
    while agent > 0, upperEnds[agent - 1] > place { agent -= 1 }
    while agent < size - 1, upperEnds[agent] <= place { agent += 1 }
    return agent
  }
}
