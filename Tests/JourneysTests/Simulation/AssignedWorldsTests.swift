import Interchange
import Statistics
import Testing

@testable import Journeys

/// Experiments within a world: each claim is exact, because arms share their random numbers.
@Suite("Assigned worlds")
struct AssignedWorldsTests {
  /// People who try a product when called on, and sooner when their contacts use it.
  private func market(peers: String, arms: String = "", children: String = "") throws -> World {
    try World(
      """
      populations:
        people:
          size: 600
          attributes: { shop: { shares: { n: 0.3, s: 0.3, e: 0.4 } } }
          \(peers)
          journey:
            stages: [a, b]
            start: a
            transitions:
              try: { from: a, to: b, ratePerWeek: 0.02, effects: { channels: { call: 6 }\(peers.isEmpty ? "" : ", peers: 8") } }
              stop: { from: b, to: a, ratePerWeek: 0.01 }
        \(children)
      channels:
        call: { population: people, plan: { cadence: { perWeek: 0.3 } }, carryover: { halfLifeWeeks: 3 } }
      events: { tick: { population: people, while: b, ratePerWeek: 0.7 } }
      arms: { usual: { channelsInUse: none }, plan: {}\(arms) }
      """, arm: "usual", steps: 40)
  }

  private let contacts = "peers: { contacts: 4, active: [b] }"

  private func start(
    _ world: World, _ arm: String, records: Bool = true, at step: Int = 0,
    after past: Simulation? = nil
  ) throws -> Simulation {
    let scenario = try world.document.scenario(arm: arm)
    let plan = SimulationPlan(scenario, branches: true)
    let wanted =
      records
      ? [AgentRecord(event: scenario.outcome, channel: nil, periodSteps: 1, scenario: scenario)]
      : []
    return past?.branched(to: plan, replicate: 0, records: wanted)
      ?? Simulation(plan, replicate: 0, records: wanted)
  }

  private func alone(_ world: World, _ arm: String) throws -> Simulation {
    var simulation = try start(world, arm)
    try simulation.run()
    return simulation
  }

  private func together(_ world: World, _ assignment: [UInt8]) throws -> AssignedWorlds {
    var worlds = AssignedWorlds(
      [try start(world, "usual"), try start(world, "plan")], of: 0, assignment: assignment)
    try worlds.run(until: 40)
    return worlds
  }

  private func events(_ simulation: Simulation, of rows: [Int]) -> [UInt32] {
    let record = simulation.records[0]
    return rows.flatMap { record.events[$0 * 40..<($0 + 1) * 40] }
  }

  @Test(
    "with everybody in one arm are that arm's world",
    arguments: ["peers: { contacts: 4, active: [b] }", "peers: { group: shop, active: [b] }"])
  func everybody(_ peers: String) throws {
    let world = try market(peers: peers)
    let arms = ["usual", "plan"]
    for arm in arms.indices {
      let worlds = try together(world, [UInt8](repeating: UInt8(arm), count: 600))
      let alone = try alone(world, arms[arm])
      #expect(events(worlds.arms[arm], of: Array(0..<600)) == events(alone, of: Array(0..<600)))
      #expect(worlds.arms[arm].ledger.populations[0].counts == alone.ledger.populations[0].counts)
    }
  }

  @Test("without ties are slices of the arms' worlds")
  func slices() throws {
    let world = try market(peers: "")
    #expect(!AssignedWorlds.areTied(in: world.plan))
    let assignment = (0..<600).map { UInt8($0 % 3 == 0 ? 1 : 0) }
    let worlds = try together(world, assignment)
    for (arm, name) in ["usual", "plan"].enumerated() {
      let rows = (0..<600).filter { assignment[$0] == arm }
      #expect(events(worlds.arms[arm], of: rows) == events(try alone(world, name), of: rows))
    }
  }

  @Test(
    "count active peers where these live, at every step",
    arguments: ["peers: { contacts: 4, active: [b] }", "peers: { group: shop, active: [b] }"])
  func counts(_ peers: String) throws {
    let world = try market(peers: peers)
    #expect(AssignedWorlds.areTied(in: world.plan))
    let assignment = (0..<600).map { UInt8($0 % 2) }
    var worlds = AssignedWorlds(
      [try start(world, "usual"), try start(world, "plan")], of: 0, assignment: assignment)
    for step in 1...40 {
      try worlds.run(until: step)
      let own = try worlds.arms.map { try #require($0.shards[0]).populations[0] }
      let stages = (0..<600).map { own[Int(assignment[$0])].stage[$0] }
      for population in own {
        let truth = PopulationWorld.peers(
          population.plan, people: population.people, stage: stages, network: population.network)
        #expect(population.activeContacts == truth.contacts)
        #expect(population.activeInGroup == truth.active)
      }
    }
  }

  @Test("let what the treated do reach the control group")
  func spillover() throws {
    let world = try market(peers: contacts)
    let assignment = (0..<600).map { UInt8($0 % 2) }
    let control = (0..<600).filter { $0 % 2 == 0 }
    let mixed = events(try together(world, assignment).arms[0], of: control).reduce(0, +)
    let pure = events(try alone(world, "usual"), of: control).reduce(0, +)
    // On common random numbers a higher hazard only adds moves, and 300 people gain many.
    #expect(mixed > pure + pure / 10)
  }

  @Test("let people cross to an arm that is added later")
  func crossing() throws {
    let world = try market(peers: "")
    let past = try start(world, "usual")
    var worlds = AssignedWorlds(
      [past], of: 0, assignment: (0..<600).map { UInt8($0 % 2) })
    try worlds.run(until: 15)
    worlds.add(try start(world, "plan", after: worlds.arms[0]))
    try worlds.run(until: 40)
    let plain = try alone(world, "usual")
    var branch = try start(world, "usual")
    while branch.nextStep < 15 { try branch.step() }
    branch = try start(world, "plan", after: branch)
    try branch.run()
    let odd = (0..<600).filter { $0 % 2 == 1 }
    let even = (0..<600).filter { $0 % 2 == 0 }
    #expect(events(worlds.arms[1], of: odd) == events(branch, of: odd))
    #expect(events(worlds.arms[0], of: even) == events(plain, of: even))
    // Before the crossing everybody lives in the first world, and nothing is counted in the second.
    #expect(worlds.arms[1].records[0].events[1 * 40..<1 * 40 + 15].allSatisfy { $0 == 0 })
  }

  @Test("count active peers where these live, also of people who crossed later")
  func laterPeers() throws {
    let world = try market(peers: contacts)
    let assignment = (0..<600).map { UInt8($0 % 3) }
    var worlds = AssignedWorlds([try start(world, "usual")], of: 0, assignment: assignment)
    for crossing in 1...2 {
      try worlds.run(until: 10 * crossing)
      worlds.add(try start(world, "plan", after: worlds.arms[0]))
    }
    for step in 21...40 {
      try worlds.run(until: step)
      let own = try worlds.arms.map { try #require($0.shards[0]).populations[0] }
      let stages = (0..<600).map { own[Int(assignment[$0])].stage[$0] }
      for population in own {
        let truth = PopulationWorld.peers(
          population.plan, people: population.people, stage: stages, network: population.network)
        #expect(population.activeContacts == truth.contacts)
      }
    }
  }

  @Test("carry word of mouth from where it is spoken to where it is heard, once")
  func wordOfMouth() throws {
    let world = try World(
      """
      populations:
        people: { size: 500, journey: { stages: [a], start: a } }
      channels:
        talk: { population: people }
        mail: { population: people, plan: { cadence: { perWeek: 1 } } }
      events:
        tick: { population: people, while: a, ratePerWeek: 0.2, effects: { channels: { mail: 5 } }, touchesPeers: { channel: talk } }
      arms: { usual: { channelsInUse: [talk] }, plan: {} }
      """, arm: "usual", steps: 40)
    #expect(AssignedWorlds.areTied(in: world.plan))
    let assignment = (0..<500).map { UInt8($0 % 2) }
    var worlds = AssignedWorlds(
      [try start(world, "usual"), try start(world, "plan")], of: 0, assignment: assignment)
    try worlds.run(until: 20)
    let heard = try worlds.arms.map {
      try #require($0.shards[0]).populations[0].arriving[0].sorted()
    }
    #expect(heard[0] == heard[1])
    var spoken = 0
    for arm in 0..<2 {
      let record = worlds.arms[arm].records[0]
      for row in 0..<500 where Int(assignment[row]) == arm {
        spoken += Int(record.events[row * 40 + 19])
      }
    }
    // One in 500 draws names the speaker itself, who then tells nobody.
    #expect(heard[0].count <= spoken && heard[0].count >= spoken - 8)
    #expect(spoken > 100)
  }

  @Test("keep children with their parents")
  func families() throws {
    let world = try market(
      peers: "",
      children: """
        patients:
            size: 1800
            parent: people
            journey: { stages: [ill, better], start: ill, transitions: { heal: { from: ill, to: better, ratePerWeek: 0.03, effects: { parent: { b: 4 } } } } }
        """)
    let scenario = try world.document.scenario(arm: "usual")
    let assignment = (0..<600).map { UInt8($0 % 2) }
    var worlds = AssignedWorlds(
      [try start(world, "usual"), try start(world, "plan")], of: 0, assignment: assignment)
    try worlds.run(until: 10)
    let children = try #require(scenario.populations.firstIndex { $0.name == "patients" })
    let own = try worlds.arms.map { try #require($0.shards[0]) }
    for (arm, shard) in own.enumerated() {
      let world = try #require(shard.populations.first { $0.plan.index == children })
      for row in 0..<1800 {
        #expect(world.residents[row] == (Int(assignment[Int(world.people.parents[row])]) == arm))
      }
    }
  }
}
