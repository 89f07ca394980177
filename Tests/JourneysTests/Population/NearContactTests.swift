import Statistics
import TestSupport
import Testing

@testable import Journeys

/// Contacts that are mostly of one's own group.
///
/// False alarms: one in a million per check.
@Suite("Near contacts")
struct NearContactTests {
  private func network(
    _ groups: [Int32], weights: [Double]? = nil, contacts: Int = 6, share: Double?
  ) -> ContactNetwork {
    func stream(_ purpose: String) -> RandomStream {
      RandomStream(seed: 3, replicate: 0, purpose: purpose)
    }
    return ContactNetwork(
      contacts: contacts, weights: weights, size: groups.count, stream: stream("test/contacts"),
      near: share.map {
        NearContacts(share: $0, groups: groups, weights: weights, stream: stream("test/near"))
      })
  }

  /// Every pair of a listener and one of its contacts.
  private func pairs(_ network: ContactNetwork) -> [(listener: Int, contact: Int)] {
    (0..<network.firstFollower.count - 1).flatMap { contact in
      (Int(network.firstFollower[contact])..<Int(network.firstFollower[contact + 1])).map {
        (listener: Int(network.followers[$0]), contact: contact)
      }
    }
  }

  @Test(
    "are within the group as often as the share and everybody's weights say", arguments: [0.3, 0.8])
  func share(share: Double) {
    let size = 6_000
    let stream = RandomStream(seed: 5, replicate: 0, purpose: "test/groups")
    let groups = (0..<size).map { Int32(stream.uniform(agent: $0, step: 0) * 900) }
    let weights = (0..<size).map { $0 % 7 == 0 ? 5.0 : 1 }
    let pairs = pairs(network(groups, weights: weights, share: share))
    #expect(pairs.count == size * 6)
    #expect(pairs.allSatisfy { $0.listener != $0.contact })
    var byGroup = [Double](repeating: 0, count: 900)
    for (group, weight) in zip(groups, weights) { byGroup[Int(group)] += weight }
    let total = weights.reduce(0, +)
    // Who is alone in its group finds nobody there, and draws from everybody.
    let chances = zip(groups, weights).map { group, weight in
      let fellows = byGroup[Int(group)] - weight
      return fellows == 0 ? 0 : share + (1 - share) * fellows / (total - weight)
    }
    #expect(chances.contains(0))
    let near = pairs.count { groups[$0.listener] == groups[$0.contact] }
    let variance = 6 * chances.reduce(0) { $0 + $1 * (1 - $1) }
    let band = StatisticalBand.mean(
      6 * chances.reduce(0, +), standardDeviation: variance.squareRoot(), samples: 1,
      falseAlarm: 1e-6)
    #expect(band.contains(Double(near)))
  }

  @Test("are drawn within the group in proportion to weights, never oneself")
  func weights() {
    // Two groups of three, interleaved; agents 4 and 5 have no weight.
    let weights: [Double] = [1, 2, 3, 4, 0, 0]
    let pairs = pairs(network([0, 1, 0, 1, 0, 1], weights: weights, contacts: 30_000, share: 1))
    let chances: [[Double]] = [
      [0, 0, 1, 0, 0, 0], [0, 0, 0, 1, 0, 0], [1, 0, 0, 0, 0, 0],
      [0, 1, 0, 0, 0, 0], [0.25, 0, 0.75, 0, 0, 0], [0, 1.0 / 3, 0, 2.0 / 3, 0, 0],
    ]
    for (listener, own) in chances.enumerated() {
      for (contact, chance) in own.enumerated() {
        let count = pairs.count { $0.listener == listener && $0.contact == contact }
        expectCount(Double(count), of: 30_000, chance: chance)
      }
    }
  }

  @Test("come from everybody for who is alone or whose fellows have no weight")
  func alone() {
    let weights: [Double] = [1, 0, 2, 3, 0]
    // Agent 0 has only a fellow without weight, agents 2 and 3 are alone.
    let pairs = pairs(network([0, 0, 1, 2, 3], weights: weights, contacts: 20_000, share: 1))
    func count(_ listener: Int, _ contact: Int) -> Double {
      Double(pairs.count { $0.listener == listener && $0.contact == contact })
    }
    expectCount(count(0, 2), of: 20_000, chance: 2.0 / 5)
    expectCount(count(2, 3), of: 20_000, chance: 3.0 / 4)
    expectCount(count(4, 3), of: 20_000, chance: 3.0 / 6)
    #expect(count(1, 0) == 20_000)
  }

  @Test("are those of everybody when the share is 0, and all fellows when it is 1")
  func limits() {
    let groups = (0..<999).map { Int32($0 % 300) }
    let plain = network(groups, share: nil)
    let none = network(groups, share: 0)
    #expect(none.followers == plain.followers && none.firstFollower == plain.firstFollower)
    #expect(pairs(network(groups, share: 1)).allSatisfy { $0.listener % 300 == $0.contact % 300 })
  }
}
