import Statistics
import TestSupport
import Testing

@testable import Journeys

/// The people of a population of doctors with some attributes.
private func drawn(
  _ attributes: String, size: String = "size: 20000", files: [String: String] = [:]
) throws -> (people: People, population: PopulationSpec) {
  let world = try World(
    """
    populations: { people: { \(size), attributes: { \(attributes) }, journey: { stages: [a], start: a } } }
    """, files: files)
  let population = world.scenario.populations[0]
  return (People(population, parent: nil, seed: 1, replicate: 0), population)
}

/// Whether two columns are the same; comparing them inside an expectation would print them.
private func areSame<Value: Equatable>(_ left: [Value], _ right: [Value]) -> Bool { left == right }

/// What every agent of each group has; more than one entry where they differ.
private func found<Value: Hashable>(_ values: [Value], in groups: [Int32]) -> [Int32: Set<Value>] {
  Dictionary(zip(groups, values).map { ($0, [$1]) }, uniquingKeysWith: { $0.union($1) })
}

@Suite("Groups")
struct GroupTests {
  @Test(
    "are numbered from 1; up to 256 of them are a category", arguments: [1, 150, 256, 257, 3000])
  func levels(count: Int) throws {
    let (people, population) = try drawn("area: { groups: \(count) }")
    let area = population.attributes[0]
    #expect(area.levels == (1...count).map { "\($0)" })
    #expect(area.isCategorical == (count <= 256))
    #expect(!area.isReal)
    let groups = people.groups(of: 0)
    #expect(groups.count == 20_000)
    #expect(groups.allSatisfy { (0..<Int32(count)).contains($0) })
    #expect(areSame(people.codes[0].map { Int32($0) }, count <= 256 ? groups : []))
  }

  @Test("share a number, a level or a group of higher order, each drawn once by its own address")
  func shared() throws {
    let rest =
      "kind: { %shares: { x: 0.3, y: 0.7 } }, market: { %gamma: { mean: 1, shape: 40 } }, "
      + "reach: { sharedBy: kind, uniform: { low: 0, high: 1 }, scaledBy: { kind: { x: 1, y: 9 } } }"
    func attributes(_ owner: String) -> String {
      "practice: { groups: 700 }, area: { %groups: 400 }, \(rest)".replacing("%", with: owner)
    }
    let people = try drawn(attributes("sharedBy: practice, ")).people
    // 700 agents who draw for themselves draw what 700 groups draw.
    let owners = try drawn(attributes(""), size: "size: 700").people
    let practices = people.groups(of: 0)
    for attribute in 1...2 {
      let own = owners.groups(of: attribute)
      #expect(areSame(people.groups(of: attribute), practices.map { own[Int($0)] }))
    }
    #expect(areSame(people.reals[3], practices.map { owners.reals[3][Int($0)] }))
    #expect(found(people.groups(of: 1), in: practices).values.allSatisfy { $0.count == 1 })
    // What is shared is multiplied for each agent by its own levels.
    let reach = found(people.reals[4], in: people.groups(of: 2))
    let unscaled = try drawn("reach: { uniform: { low: 0, high: 1 } }", size: "size: 2").people
      .reals[0]
    let isScaled = reach == [0: [unscaled[0]], 1: [9 * unscaled[1]]]
    #expect(isScaled)
  }

  @Test("are read from a column of more values than a category has")
  func column() throws {
    let names = (0..<600).map { "site \($0 * 7 % 300)" }
    let (people, population) = try drawn(
      "site: { column: site }, load: { sharedBy: site, normal: { mean: 0, sd: 1 } }",
      size: "agents: sites.csv",
      files: ["sites.csv": "site\n" + names.joined(separator: "\n") + "\n"])
    let site = population.attributes[0]
    #expect(site.levels.count == 300 && !site.isCategorical)
    #expect(areSame(people.groups(of: 0).map { site.levels[Int($0)] }, names))
    #expect(areSame(Array(people.reals[1][..<300]), Array(people.reals[1][300...])))
  }

  @Test("are passed on by parents")
  func parents() throws {
    let world = try World(
      """
      populations:
        people: { size: 3_001, parent: doctors, attributes: { practice: { fromParent: practice }, area: { fromParent: area } }, journey: { stages: [a], start: a } }
        doctors: { size: 900, attributes: { practice: { groups: 400 }, area: { groups: 7 } }, journey: { stages: [p], start: p } }
      """)
    let simulation = Simulation(world.plan, replicate: 0)
    for attribute in 0..<2 {
      let own = simulation.groups(population: 1, attribute: attribute)
      #expect(
        areSame(
          simulation.groups(population: 0, attribute: attribute),
          (0..<3_001).map { own[$0 * 900 / 3_001] }))
    }
  }

  /// Prescribers who listen to colleagues, and a market of their practice.
  private func market(_ extra: String, peers: String = "", steps: Int = 12, burnIn: Int = 0)
    throws -> World
  {
    try World(
      """
      populations:
        people:
          size: 900
          attributes:
            volume: { lognormal: { mean: 2, sigma: 1 } }
      \(extra)
          peers: { contacts: 4, weightedBy: volume, \(peers)active: b }
          journey: { stages: [a, b], start: a, transitions: { ab: { from: a, to: b, ratePerWeek: 0.03, effects: { peers: 5 } } } }
      events: { tick: { population: people, while: { b: 1 }, ratePerWeek: 0.4, times: volume } }
      """, steps: steps, burnIn: burnIn)
  }

  private let groups =
    "      practice: { groups: 300 }\n      area: { groups: 9, sharedBy: practice }"

  @Test("change nothing by being there, nor do contacts that are near with a share of 0")
  func bystanders() throws {
    let plain = try market("").run().ledger
    let isSame = try plain == market(groups).run().ledger
    #expect(isSame)
    let isFar =
      try plain == market(groups, peers: "mostlyWithin: practice, share: 0, ").run().ledger
    #expect(isFar)
    let isNear =
      try plain == market(groups, peers: "mostlyWithin: practice, share: 0.5, ").run().ledger
    #expect(!isNear)
  }

  @Test("go on from a snapshot and from a burn-in with the same bytes")
  func snapshots() throws {
    let world = try market(
      groups, peers: "mostlyWithin: practice, share: 0.7, ", steps: 20, burnIn: 8)
    var whole = Simulation(world.plan, replicate: 1)
    try whole.run()
    var half = Simulation(world.plan, replicate: 1)
    while half.nextStep < 0 { try half.step() }
    var branch = half.branched(to: world.plan, replicate: 1)
    while half.nextStep < 9 { try half.step() }
    var copy = half
    try half.run()
    try copy.run()
    try branch.run()
    for other in [half, copy, branch] {
      let isSame = other.ledger == whole.ledger
      #expect(isSame)
    }
  }

  @Test("and their numbers are the same in parts of a world as in the whole", arguments: [1, 3])
  func parts(threads: Int) async throws {
    let plan = try World(
      """
      populations:
        people:
          size: 600_000
          attributes:
            practice: { groups: 5000 }
            area: { groups: 40, sharedBy: practice }
            market: { sharedBy: area, lognormal: { mean: 1, sigma: 0.5 } }
          breakdown: area
          journey: { stages: [a, b], start: a, transitions: { ab: { from: a, to: b, ratePerWeek: 0.03 } } }
      events: { tick: { population: people, while: { b: 1 }, ratePerWeek: 0.4, times: market } }
      """, steps: 6
    ).plan
    var whole = Simulation(plan, replicate: 2, followed: [])
    try whole.run()
    var parts = Simulation(plan, replicate: 2)
    #expect(parts.shards.count == 3 && whole.shards.count == 1)
    try await parts.run(threads: threads)
    let isSame = parts.ledger == whole.ledger
    #expect(isSame)
    for attribute in 0..<2 {
      #expect(
        areSame(
          parts.groups(population: 0, attribute: attribute),
          whole.groups(population: 0, attribute: attribute)))
    }
  }
}

/// False alarms: one in a million per check.
@Suite("Groups, statistics")
struct GroupStatistics {
  /// Pearson's statistic of counts that are all expected to be the same.
  private func chiSquare(_ groups: [Int32], count: Int) -> Double {
    var sizes = [Double](repeating: 0, count: count)
    for group in groups { sizes[Int(group)] += 1 }
    let expected = Double(groups.count) / Double(count)
    return sizes.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
  }

  @Test("are as large as equal chances say", arguments: [150, 2_000])
  func sizes(count: Int) throws {
    let groups = try drawn("area: { groups: \(count) }", size: "size: \(100 * count)").people
      .groups(of: 0)
    let band = StatisticalBand.chiSquare(degrees: count - 1, falseAlarm: 1e-6)
    #expect(band.contains(chiSquare(groups, count: count)))
  }

  @Test("of higher order hold as many groups as equal chances say, whatever their sizes")
  func nesting() throws {
    let (people, _) = try drawn(
      "practice: { groups: 4_000 }, area: { groups: 40, sharedBy: practice }", size: "size: 60_000")
    let areas = found(people.groups(of: 1), in: people.groups(of: 0)).values.flatMap { $0 }
    // Fifteen agents a practice: none is empty but for one chance in a thousand.
    #expect(areas.count == 4_000)
    let band = StatisticalBand.chiSquare(degrees: 39, falseAlarm: 1e-6)
    #expect(band.contains(chiSquare(areas, count: 40)))
  }

  @Test("share numbers that spread between them as the distribution says, so that agents are alike")
  func moments() throws {
    let count = 40_000
    let (people, _) = try drawn(
      "practice: { groups: \(count) }, market: { sharedBy: practice, normal: { mean: 3, sd: 0.5 } }, "
        + "own: { normal: { mean: 0, sd: 1 } }", size: "size: 400_000")
    let markets = found(people.reals[1], in: people.groups(of: 0)).values.flatMap { $0 }
    #expect(markets.count <= count)
    let mean = markets.reduce(0, +) / Double(markets.count)
    let spread = markets.reduce(0) { $0 + ($1 - 3) * ($1 - 3) }
    #expect(
      StatisticalBand.mean(
        3, standardDeviation: 0.5, samples: markets.count, falseAlarm: 1e-6
      ).contains(mean))
    #expect(
      StatisticalBand.chiSquare(degrees: markets.count, falseAlarm: 1e-6).contains(spread / 0.25))
  }
}
