import Statistics
import TestSupport
import Testing

@testable import Journeys

/// Bands of one false alarm in a million, exact and binomial unless said.
@Suite("Peers, statistics")
struct PeerStatistics {
  /// The chances of nobody, one and both of a pair to have adopted, step by step.
  ///
  /// Adopting takes a hazard of 0.1 alone and 0.5 beside an adopter of an earlier step.
  private func pair(steps: Int) -> [[Double]] {
    let (alone, beside) = (1 - Elementary.exp(-0.1), 1 - Elementary.exp(-0.5))
    var (none, one, both) = (1.0, 0.0, 0.0)
    return (0..<steps).map { _ in
      both += none * alone * alone + one * beside
      one = one * (1 - beside) + none * 2 * alone * (1 - alone)
      none *= (1 - alone) * (1 - alone)
      return [none, one, both]
    }
  }

  private func expectPairs(_ counts: [[Double]], steps: Int) {
    let oracle = pair(steps: steps)
    for step in 0..<steps {
      for number in 0...2 {
        let found = counts.count { $0[step] == Double(number) }
        expectCount(
          Double(found), of: Double(counts.count), chance: oracle[step][number],
          "\(number) in step \(step)")
      }
    }
  }

  private func sections(_ people: String, _ peers: String) -> String {
    """
    populations:
      people:
        \(people)
        peers: { \(peers), active: b }
        journey: { stages: [a, b], start: a, transitions: { ab: { from: a, to: b, ratePerWeek: 0.1, effects: { peers: 5 } } } }
    """
  }

  @Test("of two who listen to each other adopt as the exact chain of the pair says")
  func contacts() throws {
    let world = try World(sections("size: 2", "contacts: 1"), steps: 8)
    expectPairs(try (0..<20_000).map { try world.run(replicate: $0).series("stage:b") }, steps: 8)
  }

  @Test("of one group count, those of other groups do not")
  func groups() throws {
    let people =
      "agents: pairs.csv\n    attributes: { pair: { column: pair } }\n    breakdown: pair"
    let world = try World(
      sections(people, "group: pair"), steps: 8, files: ["pairs.csv": "pair\nx\ny\nx\ny\nz\n"])
    let histories = try (0..<10_000).map { try world.run(replicate: $0) }
    for cell in 0..<2 {
      expectPairs(try histories.map { try $0.series("stage:b", cell: cell) }, steps: 8)
    }
    // The third group has one member, who has no peers: the plain survival.
    for step in 0..<8 {
      let waiting = try histories.count { try $0.series("stage:a", cell: 2)[step] == 1 }
      expectCount(
        Double(waiting), of: 10_000, chance: Elementary.exp(-0.1 * Double(step + 1)))
    }
  }

  @Test("who are all of one's own pair adopt as the exact chain of the pair says")
  func near() throws {
    let people =
      "agents: pairs.csv\n    attributes: { pair: { column: pair } }\n    breakdown: pair"
    let world = try World(
      sections(people, "contacts: 2, mostlyWithin: pair, share: 1"), steps: 8,
      files: ["pairs.csv": "pair\nx\ny\nx\ny\n"])
    let histories = try (0..<10_000).map { try world.run(replicate: $0) }
    for cell in 0..<2 {
      expectPairs(try histories.map { try $0.series("stage:b", cell: cell) }, steps: 8)
    }
  }

  @Test("spread in a large group as the mean field says")
  func meanField() throws {
    let size = 200_000
    let world = try World(
      sections("size: \(size)\n    attributes: { kind: { shares: { x: 1 } } }", "group: kind"))
    var waiting = 1.0
    for (step, count) in try world.run().series("stage:a").enumerated() {
      waiting *= Elementary.exp(-0.1 * Elementary.pow(5, 1 - waiting))
      // An early fluctuation grows with the epidemic, at most by the full ratio of five; 4.9
      // standard deviations leave one in a million.
      let half = 5 * 4.9 * (waiting * (1 - waiting) / Double(size)).squareRoot()
      #expect(abs(count / Double(size) - waiting) <= half, "step \(step)")
    }
  }

  @Test("are heard by everybody who listens to them, and hear only whom they listen to")
  func direction() throws {
    // Everybody listens to the star, the only one of positive weight; the star's own contact is
    // somebody else. The star adopts at once, the others practically never by themselves.
    let rows = (0..<50).map { $0 == 17 ? "1,yes" : "0,no" }.joined(separator: "\n")
    let world = try World(
      """
      populations:
        people:
          agents: stars.csv
          attributes: { weight: { numberColumn: weight }, star: { column: star } }
          peers: { contacts: 1, weightedBy: weight, active: b }
          journey:
            stages: [a, b]
            start: a
            transitions: { ab: { from: a, to: b, ratePerWeek: 1.0e-9, effects: { peers: 1.0e+12, attributes: { star: { yes: 1.0e+12 } } } } }
      """, steps: 3, files: ["stars.csv": "weight,star\n\(rows)\n"])
    #expect(try world.run().series("stage:b") == [1, 50, 50])
  }

  @Test("are drawn in proportion to weights, never oneself, so many for each listener")
  func weights() throws {
    let size = 2_000
    let weights = (0..<size).map { $0 % 10 == 0 ? 9.0 : 1 }
    let stream = RandomStream(seed: 3, replicate: 0, purpose: "test/contacts")
    let network = ContactNetwork(contacts: 6, weights: weights, size: size, stream: stream)
    var listening = [Int](repeating: 0, count: size)
    var heavy = 0
    for agent in 0..<size {
      let range = Int(network.firstFollower[agent])..<Int(network.firstFollower[agent + 1])
      for follower in network.followers[range] {
        #expect(Int(follower) != agent)
        listening[Int(follower)] += 1
        if weights[agent] == 9 { heavy += 1 }
      }
    }
    #expect(listening.allSatisfy { $0 == 6 })
    // Weights sum to 1,800 · 1 + 200 · 9 = 3,600; whoever draws cannot draw itself.
    let chance = 0.9 * 1_800 / 3_599 + 0.1 * 1_791 / 3_591
    expectCount(Double(heavy), of: Double(size * 6), chance: chance)
  }
}
