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

  /// Draws everybody's contacts.
  ///
  /// - Parameters:
  ///   - contacts: Number of contacts of every agent.
  ///   - weights: Weight of each agent as a contact; the same for all when `nil`.
  ///   - size: Number of agents.
  ///   - stream: Random numbers of the choice.
  ///   - near: Contacts that are drawn within the listener's own group; `nil` for none.
  init(
    contacts: Int, weights: [Double]?, size: Int, stream: RandomStream, near: NearContacts? = nil
  ) {
    self.contacts = contacts
    let picks = WeightedPick(weights, size: size)
    let words = Self.words(stream, contacts: contacts, size: size)
    let padded = words.count / contacts
    let isNear = near?.chosen(contacts: contacts, size: size) ?? []
    var chosen: [Int32] = []
    chosen.reserveCapacity(size * contacts)
    for agent in 0..<size {
      var draw = 0
      for place in 0..<contacts {
        var contact = agent
        while contact == agent {
          let uniform =
            draw < contacts
            ? RandomStream.uniform(from: words[draw &* padded &+ agent])
            : stream.uniform(agent: agent, step: 0, draw: draw)
          let fellow =
            isNear.isEmpty || !isNear[place * size + agent]
            ? nil : near?.members.fellow(of: agent, uniform: uniform)
          contact = fellow ?? picks.pick(uniform)
          draw += 1
          if draw > 64 * contacts { contact = (agent + 1) % size }
        }
        chosen.append(Int32(contact))
      }
    }
    (firstFollower, followers) = Self.followers(of: chosen, contacts: contacts, size: size)
  }

  /// One word for each contact of everybody, contact-major; who draws itself takes a later one.
  private static func words(_ stream: RandomStream, contacts: Int, size: Int) -> [UInt32] {
    var words: [UInt32] = []
    var column = [UInt32](repeating: 0, count: (size + 3) & ~3)
    for draw in 0..<contacts {
      stream.fill(&column, agents: 0..<size, step: 0, draw: draw)
      words += column
    }
    return words
  }

  /// The listeners of each agent, from the contacts of each listener.
  private static func followers(
    of chosen: [Int32], contacts: Int, size: Int
  ) -> (first: [Int32], followers: [Int32]) {
    var first = [Int32](repeating: 0, count: size + 1)
    for contact in chosen { first[Int(contact) + 1] += 1 }
    for agent in 0..<size { first[agent + 1] += first[agent] }
    var next = first
    var followers = [Int32](repeating: 0, count: chosen.count)
    for (place, contact) in chosen.enumerated() {
      followers[Int(next[Int(contact)])] = Int32(place / contacts)
      next[Int(contact)] += 1
    }
    return (first, followers)
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
