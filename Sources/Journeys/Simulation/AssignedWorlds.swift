/// One market whose people live under different arms: an experiment within a world.
///
/// Everybody is followed under every arm, and lives in the world of its own arm. What ties people —
/// contacts, peer groups, word of mouth — reads each of them from where it lives, so that a treated
/// colleague reaches the control group as it would in the field. Capacities and the populations above
/// the assigned one are each arm's own, as if the arm held for everybody. Numbers of people who live
/// elsewhere are no results.
public struct AssignedWorlds: Sendable {
  /// The arms' worlds, the first of those who are assigned to no other.
  public private(set) var arms: [Simulation]
  /// Arm of each agent, by population; empty for populations that were not assigned.
  private let assignment: [[UInt8]]
  /// Where each agent lives, by population: the first world until that of its arm is there.
  private var homes: [[UInt8]] = []

  /// Worlds of the same people at the same step.
  ///
  /// - Parameters:
  ///   - arms: At least one world; others may be added later.
  ///   - population: The population that is assigned; its children live with their parents.
  ///   - assignment: Arm of each agent of it. Whose arm is not there yet lives in the first.
  public init(_ arms: [Simulation], of population: Int, assignment: [UInt8]) {
    precondition(!arms.isEmpty, "an experiment has an arm")
    self.arms = arms
    for index in self.arms.indices { self.arms[index].setUp() }
    self.assignment = Self.assignment(of: population, assignment, in: self.arms[0])
    settle()
  }

  /// Adds the world of an arm; those who were waiting for it live there from now on.
  public mutating func add(_ arm: Simulation) {
    precondition(arm.nextStep == arms[0].nextStep, "worlds of an experiment are at the same step")
    let stages = stages()
    arms.append(arm)
    arms[arms.count - 1].setUp()
    var place = 0
    arms[arms.count - 1].change { world in
      (world.activeContacts, world.activeInGroup, _) = PopulationWorld.peers(
        world.plan, people: world.people, stage: stages[place], network: world.network)
      place += 1
    }
    settle()
  }

  /// Runs up to a step, which is not run.
  ///
  /// - Throws: `SimulationError` when the scenario's chances contradict.
  public mutating func run(until step: Int) throws(SimulationError) {
    while arms[0].nextStep < step {
      for index in arms.indices { try arms[index].step() }
      connect()
    }
  }

  /// Whether what happens to one person can reach another one in a world of a plan.
  public static func areTied(in plan: SimulationPlan) -> Bool {
    plan.populations.contains { population in
      population.events.contains { $0.peerTouch != nil || $0.response.peers != 0 }
        || population.transitions.contains { $0.response.peers != 0 }
    }
  }

  /// The arm of the agents of all populations.
  private static func assignment(
    of population: Int, _ arms: [UInt8], in world: Simulation
  ) -> [[UInt8]] {
    let plan = world.plan
    var all: [[UInt8]] = plan.populations.map { _ in [] }
    precondition(arms.count == plan.populations[population].size, "everybody has an arm")
    precondition(world.people.partCount == 1, "worlds of an experiment are in one part")
    all[population] = arms
    let people = world.people.drawn(0)
    for child in plan.order {
      guard let parent = plan.populations[child].parent, !all[parent].isEmpty else { continue }
      all[child] = people[child].parents.map { all[parent][Int($0)] }
    }
    return all
  }

  /// Stage of each agent in the world where it lives, by population that goes step by step.
  private func stages() -> [[UInt8]] {
    let worlds = arms.map { ($0.shards.first ?? nil)?.populations ?? [] }
    return worlds[0].indices.map { place in
      let home = homes[worlds[0][place].plan.index]
      return worlds[0][place].stage.indices.map {
        worlds[home.isEmpty ? 0 : Int(home[$0])][place].stage[$0]
      }
    }
  }

  /// Says in every world who lives there.
  private mutating func settle() {
    homes = assignment.map { arms in arms.map { Int($0) < self.arms.count ? $0 : 0 } }
    let homes = homes
    for index in arms.indices {
      arms[index].change { world in
        let home = homes[world.plan.index]
        guard !home.isEmpty else { return }
        world.residents = RowBits(count: world.plan.size) { Int(home[$0]) == index }
        world.spoken = world.plan.channels.map { _ in [] }
      }
    }
  }

  /// Lets every world know what people who live in other worlds have done in this step.
  private mutating func connect() {
    let homes = homes
    let seen = arms.map { $0.noticedDeeds() }
    for index in arms.indices {
      var place = 0
      arms[index].change { world in
        defer { place += 1 }
        let home = homes[world.plan.index]
        guard !home.isEmpty else { return }
        world.correctPeers(seen[index][place].moves, sign: -1) { Int(home[$0]) != index }
        for other in seen.indices {
          world.hear(seen[other][place].spoken)
          if other == index { continue }
          world.correctPeers(seen[other][place].moves, sign: 1) { Int(home[$0]) == other }
        }
      }
    }
  }
}

/// What people of a population did in a step that others can notice.
struct NoticedDeeds: Sendable {
  /// Moves with the stages before and after.
  var moves: [(row: Int32, from: UInt8, to: UInt8)] = []
  /// Who hears of it, by channel of word of mouth.
  var spoken: [[Int32]] = []
}

extension Simulation {
  /// Changes the populations of a world in one part that go step by step.
  mutating func change(_ body: (inout PopulationWorld) -> Void) {
    for part in shards.indices {
      guard let count = shards[part]?.populations.count else { continue }
      for place in 0..<count {
        if var shard = shards[part].take() {
          body(&shard.populations[place])
          shards[part] = shard
        }
      }
    }
  }

  /// What the populations that go step by step did in the last one.
  func noticedDeeds() -> [NoticedDeeds] {
    (shards.first ?? nil)?.populations.map { world in
      var deeds = NoticedDeeds(spoken: world.spoken)
      if world.plan.peers != nil {
        deeds.moves = world.moved.map { ($0.row, $0.from, world.stage[Int($0.row)]) }
      }
      return deeds
    } ?? []
  }
}

extension PopulationWorld {
  /// Adds to what contacts know, or takes back from it, the moves of some people.
  mutating func correctPeers(
    _ moves: [(row: Int32, from: UInt8, to: UInt8)], sign: Int, of isMeant: (Int) -> Bool
  ) {
    guard let isActive = plan.peers?.isActive else { return }
    for move in moves where isActive[Int(move.from)] != isActive[Int(move.to)] {
      let row = Int(move.row)
      if isMeant(row) { changePeers(of: row, by: isActive[Int(move.to)] ? sign : -sign) }
    }
  }

  /// Takes in word of mouth, which touches in the next step.
  mutating func hear(_ words: [[Int32]]) {
    for channel in words.indices where plan.channels[channel].isActive {
      arriving[channel] += words[channel]
    }
    for channel in spoken.indices { spoken[channel].removeAll(keepingCapacity: true) }
  }
}
