import Statistics

/// Contacts that agents draw within their own group, as with colleagues of one practice.
struct NearContacts: Sendable {
  /// Chance that a contact is drawn within the own group.
  let share: Double
  /// The agents by group.
  let members: WeightedMembers
  private let stream: RandomStream

  /// - Parameters:
  ///   - share: Chance that a contact is drawn within the own group.
  ///   - groups: Group of each agent.
  ///   - weights: Weight of each agent as a contact; the same for all when `nil`.
  ///   - stream: Random numbers that decide where a contact is drawn.
  init(share: Double, groups: [Int32], weights: [Double]?, stream: RandomStream) {
    self.share = share
    members = WeightedMembers(groups, weights: weights)
    self.stream = stream
  }

  /// Whether each contact is drawn near, contact-major.
  func chosen(contacts: Int, size: Int) -> [Bool] {
    var words = [UInt32](repeating: 0, count: (size + 3) & ~3)
    return (0..<contacts).flatMap { draw in
      stream.fill(&words, agents: 0..<size, step: 0, draw: draw)
      return words.prefix(size).map { RandomStream.uniform(from: $0) < share }
    }
  }
}

/// The agents of each group, drawn in proportion to weights.
struct WeightedMembers: Sendable {
  /// First place of each group in `rows`; one more than groups.
  private let first: [Int32]
  private let rows: [Int32]
  /// Place of each agent in `rows`.
  private let places: [Int32]
  /// Sums of the weights of a group up to each place.
  private let upperEnds: [Double]
  private let groups: [Int32]

  /// - Parameters:
  ///   - groups: Group of each agent.
  ///   - weights: Weight of each agent; the same for all when `nil`.
  init(_ groups: [Int32], weights: [Double]?) {
    self.groups = groups
    var first = [Int32](repeating: 0, count: Int(groups.max() ?? 0) + 2)
    for group in groups { first[Int(group) + 1] += 1 }
    for group in 1..<first.count { first[group] += first[group - 1] }
    self.first = first
    var rows = [Int32](repeating: 0, count: groups.count)
    var places = rows
    var ends = [Double](repeating: 0, count: groups.count)
    var next = first
    for (row, group) in groups.enumerated() {
      let place = Int(next[Int(group)])
      next[Int(group)] += 1
      rows[place] = Int32(row)
      places[row] = Int32(place)
      let before = place == Int(first[Int(group)]) ? 0 : ends[place - 1]
      ends[place] = before + max(0, weights?[row] ?? 1)
    }
    self.rows = rows
    self.places = places
    upperEnds = ends
  }

  /// Another agent of the same group at a uniform number, or `nil` if no other has any weight.
  func fellow(of agent: Int, uniform: Double) -> Int? {
    let group = Int(groups[agent])
    let (start, end, own) = (Int(first[group]), Int(first[group + 1]), Int(places[agent]))
    let before = own == start ? 0 : upperEnds[own - 1]
    let weight = upperEnds[own] - before
    let others = upperEnds[end - 1] - weight
    guard others > 0 else { return nil }
    // The agent's own part of the sum is left out.
    let part = uniform * others
    let sum = part < before ? part : part + weight
    var (low, high) = (start, end - 1)
    while low < high {
      let middle = (low + high) / 2
      if upperEnds[middle] > sum { high = middle } else { low = middle + 1 }
    }
    return low == own ? nil : Int(rows[low])
  }
}
