import Statistics

/// Who is in a planned test, and under which arm.
struct TestAssignment {
  /// Arm of each person of the assigned population; `outside` for those not in the test.
  let arms: [UInt8]
  /// Rows of the people in the test.
  let people: [Int]
  /// Pair or stratum of each person in the test; nil without any.
  var blocks: [Int]?
  /// Cluster of each person in the test; nil where people were assigned one by one.
  var clusters: [Int]?

  /// Clusters of an arm and of the control group; 0 where people were assigned one by one.
  func clusterCount(of arm: Int) -> Int {
    guard let clusters else { return 0 }
    let own = people.indices.filter {
      arms[people[$0]] == 0 || Int(arms[people[$0]]) == arm
    }
    return Set(own.map { clusters[$0] }).count
  }

  /// The mark of people who are not in the test: they live on as the control arm does, and nobody asks.
  static let outside: UInt8 = .max

  /// What is known of the people when they are assigned.
  struct Candidates {
    /// Level of everybody in the attributes that make strata, combined; empty without strata.
    var strata: [Int] = []
    /// Cluster of everybody; empty where people are assigned one by one.
    var clusters: [Int] = []
    /// Outcome before the test, for pairs; empty without.
    var past: [Double] = []
    /// Number of people.
    var count: Int
  }

  /// Puts units to arms by chance.
  ///
  /// - Parameters:
  ///   - design: How.
  ///   - size: People in the test; nil for everybody. Clusters are taken until it is reached.
  ///   - shares: Share of the test's units in each arm.
  ///   - candidates: Whom there is.
  ///   - stream: The chance: one number per unit decides who is in the test, another one the arm.
  /// - Returns: The assignment.
  static func drawn(
    _ design: TestDesign, size: Int?, shares: [Double], _ candidates: Candidates,
    stream: RandomStream
  ) -> TestAssignment {
    if design.clusters != nil {
      return clusters(candidates.clusters, size: size, shares: shares, stream: stream)
    }
    let everybody = order(0..<candidates.count, stream, draw: 0)
    let chosen = size.map { Array(everybody.prefix($0)) } ?? everybody
    var people = order(chosen, stream, draw: 1)
    var blocks: [Int]?
    switch design {
    case .individual, .cluster, .stepped: break
    case .stratified:
      people = people.enumerated().sorted {
        (candidates.strata[$0.element], $0.offset) < (candidates.strata[$1.element], $1.offset)
      }.map(\.element)
      blocks = people.map { candidates.strata[$0] }
    case .pairs:
      people = people.enumerated().sorted {
        (candidates.past[$0.element], $0.offset) < (candidates.past[$1.element], $1.offset)
      }.map(\.element)
      if people.count % 2 == 1 { people.removeLast() }
      blocks = people.indices.map { $0 / 2 }
    }
    var arms = [UInt8](repeating: outside, count: candidates.count)
    if design == .pairs {
      for first in stride(from: 0, to: people.count, by: 2) {
        let isFirstTreated = stream.uniform(agent: people[first], step: 0, draw: 2) < 0.5
        arms[people[first]] = isFirstTreated ? 1 : 0
        arms[people[first + 1]] = isFirstTreated ? 0 : 1
      }
    } else {
      for (place, arm) in Self.arms(of: people.count, shares: shares).enumerated() {
        arms[people[place]] = arm
      }
    }
    return TestAssignment(arms: arms, people: people, blocks: blocks)
  }

  /// Whole clusters.
  private static func clusters(
    _ clusters: [Int], size: Int?, shares: [Double], stream: RandomStream
  ) -> TestAssignment {
    var members: [Int: Int] = [:]
    for cluster in clusters { members[cluster, default: 0] += 1 }
    var chosen: [Int] = []
    var sum = 0
    for cluster in order(members.keys.sorted(), stream, draw: 0) {
      // Two clusters an arm is the least that spreads.
      if let size, sum >= size, chosen.count >= 2 * shares.count { break }
      chosen.append(cluster)
      sum += members[cluster] ?? 0
    }
    var armOf: [Int: UInt8] = [:]
    let order = order(chosen, stream, draw: 1)
    for (cluster, arm) in zip(order, arms(of: order.count, shares: shares)) {
      armOf[cluster] = arm
    }
    let arms = clusters.map { armOf[$0] ?? outside }
    let people = clusters.indices.filter { arms[$0] != outside }
    return TestAssignment(arms: arms, people: people, clusters: people.map { clusters[$0] })
  }

  /// Units in the order of their chance.
  private static func order(
    _ units: some Sequence<Int>, _ stream: RandomStream, draw: Int
  ) -> [Int] {
    units.map { (chance: stream.uniform(agent: $0, step: 0, draw: draw), unit: $0) }
      .sorted { ($0.chance, $0.unit) < ($1.chance, $1.unit) }.map(\.unit)
  }

  /// Arms along a line of units, each as often as its share up to every place: a stratum that stands
  /// together in the line is shared out as evenly as its size allows.
  private static func arms(of count: Int, shares: [Double]) -> [UInt8] {
    var given = [Double](repeating: 0, count: shares.count)
    return (0..<count).map { place in
      let arm =
        shares.indices.max {
          shares[$0] * Double(place + 1) - given[$0] < shares[$1] * Double(place + 1) - given[$1]
        } ?? 0
      given[arm] += 1
      return UInt8(arm)
    }
  }
}
