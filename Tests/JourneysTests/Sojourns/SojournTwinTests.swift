import Statistics
import Testing

@testable import Journeys

/// What the vectorised search and count give, found again one step after the other.
@Suite("Sojourns")
struct SojournTwinTests {
  /// Moves of everybody, found by walking: transitions by step, agent after agent.
  private func walked(_ plan: SimulationPlan, population: Int, replicate: Int) throws -> [[Int]] {
    let scenario = plan.scenario
    let own = plan.populations[population]
    let sojourns = try #require(own.sojourns).get()
    var simulation = Simulation(plan, replicate: replicate)
    let shard = try #require(simulation.shards[0])
    let world = try #require(shard.sojourns.first)
    // The parents' stages in every step.
    var stages: [[UInt8]] = []
    for _ in 0..<plan.stepCount {
      try simulation.step()
      stages.append(try #require(simulation.shards[0]).populations[0].stage)
    }
    let stream = RandomStream(
      seed: scenario.seed, replicate: replicate,
      purpose: Purpose.transition(scenario.populations[population].name))
    var moves = [[Int]](
      repeating: [Int](repeating: 0, count: own.transitions.count), count: plan.stepCount)
    for row in 0..<world.people.size {
      var stage = Int(world.stage[row])
      var next = 0
      var visit = 0
      while next < plan.stepCount, sojourns.isLeft[stage] {
        // Who only goes forward takes the words of the stage's place, others those of the visit.
        let place = sojourns.forward?.stages.firstIndex(of: stage) ?? visit
        let words = stream.quartet(agent: row, step: 0, draw: place / 2)
        let when = place % 2 == 0 ? words.0 : words.2
        let which = place % 2 == 0 ? words.1 : words.3
        let uniform = RandomStream.uniform(from: when)
        var survival = 1.0
        var step = next
        var chances = 0
        repeat {
          let parent = Int(stages[step][Int(world.people.parents[row])])
          chances = sojourns.environment[step] * sojourns.parents + parent
          survival *= sojourns.stay[chances * sojourns.paddedStages + stage]
          step += 1
        } while survival > uniform && step < plan.stepCount
        guard survival <= uniform else { break }
        var exit = Int(sojourns.firstExit[stage])
        for end in 0..<sojourns.ways - 1 {
          let place = (chances * sojourns.stages + stage) * (sojourns.ways - 1) + end
          if UInt64(which) >= sojourns.upperEnds[place] { exit += 1 }
        }
        moves[step - 1][sojourns.transition[exit]] += 1
        stage = sojourns.to[exit]
        next = step
        visit += 1
      }
    }
    return moves
  }

  @Test(
    "are found by table and vector as by walking", arguments: [false, true],
    [15, 30, 31, 63, 120, 127, 255, 300])
  func moves(isForward: Bool, steps: Int) throws {
    let world = try World(
      SojournWorlds.sections(isForward: isForward, season: steps == 120), steps: steps)
    let expected = try walked(world.plan, population: 1, replicate: 1)
    let ledger = try world.run(replicate: 1).ledger.populations[1]
    for step in 0..<steps {
      for transition in expected[step].indices {
        let counted = (0..<ledger.cellCount).reduce(0) { sum, cell in
          sum
            + Int(
              ledger.counts[
                (step * ledger.cellCount + cell) * ledger.width
                  + ledger.layout.column(transition: transition)])
        }
        #expect(counted == expected[step][transition])
      }
    }
    #expect(expected.joined().reduce(0, +) > 1_000)
  }

  @Test("leave a stage that is certain to be left, however often", arguments: [20, 400])
  func certainty(steps: Int) throws {
    // Products of chances to stay vanish: moves are walked.
    let world = try World(
      """
      populations:
        people:
          size: 3_000
          journey:
            stages: [a, b]
            start: a
            transitions:
              ab: { from: a, to: b, link: log, probability: 1 }
              ba: { from: b, to: a, link: log, probability: 0.9999 }
      events: { tick: { population: people, while: a, probability: 0.5 } }
      """, steps: steps)
    #expect(world.plan.kernelDescription(population: 0).contains("stage by stage"))
    let history = try world.run()
    let there = try history.series("transition:ab")
    let back = try history.series("transition:ba")
    #expect(there[0] == 3_000)
    // Everybody who is in a leaves it in the next step.
    for step in 1..<steps { #expect(there[step] == back[step - 1]) }
    #expect(back[1] > 2_990)
  }

  @Test(
    "count the same events for everybody and for those who are followed", arguments: [false, true])
  func events(season: Bool) throws {
    for isForward in [false, true] {
      let fast = try World(
        SojournWorlds.sections(isForward: isForward, season: season), steps: 140)
      var plain = Simulation(fast.plan, replicate: 0, followed: [(population: 1, agent: 7)])
      try plain.run()
      let history = try fast.run()
      #expect(try history.total("event:tick") > 10_000)
      let isSame = history.ledger == plain.ledger
      #expect(isSame)
      #expect(plain.paths(population: 1).contains { $0.agent == 7 })
    }
  }

  @Test("visit in every step of a stage where a visit is certain")
  func certainEvents() throws {
    let history = try World(SojournWorlds.sections(), steps: 60).run()
    let visits = try history.series("event:visit")
    let ill = try history.series("stage:ill")
    let treated = try history.series("stage:treated")
    for step in 0..<60 { #expect(visits[step] == ill[step] + treated[step]) }
  }

  @Test("keep stages, moves and first visits in balance", arguments: [false, true])
  func balance(isForward: Bool) throws {
    let world = try World(SojournWorlds.sections(isForward: isForward), steps: 50)
    let ledger = try world.run().ledger.populations[1]
    let size = UInt32(world.scenario.populations[1].size)
    #expect(ledger.initial.reduce(0, +) == size)
    #expect(ledger.furthest.reduce(0, +) == size)
    for step in 0..<50 {
      let people = (0..<ledger.cellCount).reduce(UInt32(0)) { sum, cell in
        let row = (step * ledger.cellCount + cell) * ledger.width
        return sum + ledger.counts[row..<row + 4].reduce(0, +)
      }
      #expect(people == size)
    }
    // Nobody visits a stage for the first time more than once.
    for stage in 0..<4 {
      let first = (0...50).reduce(UInt32(0)) { $0 + ledger.firstEntries[$1 * 4 + stage] }
      #expect(first <= size)
    }
  }

  @Test("happen always at a chance that rounds to one", arguments: ["0.9999999999", "1"])
  func nearlyCertain(chance: String) throws {
    let world = try World(
      """
      populations:
        people:
          size: 500
          journey: { stages: [a, b], start: a, transitions: { ab: { from: a, to: b, ratePerWeek: 0.1 } } }
      events: { tick: { population: people, while: a, probability: \(chance) } }
      """, steps: 30)
    let history = try world.run()
    let (ticks, here) = (try history.series("event:tick"), try history.series("stage:a"))
    #expect(ticks == here)
  }
}
