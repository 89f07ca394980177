import Statistics
import Testing

@testable import Journeys

/// What the vectorised search and count give, found again one step after the other.
@Suite("Sojourns")
struct SojournTwinTests {
  @Test(
    "are found by table and vector as by walking", arguments: [false, true],
    [15, 30, 31, 63, 120, 127, 255, 300])
  func moves(isForward: Bool, steps: Int) throws {
    let world = try World(
      SojournWorlds.sections(isForward: isForward, season: steps == 120), steps: steps)
    let expected = try WalkedMoves.counts(world.plan, population: 1, replicate: 1)
    let counted = try WalkedMoves.counted(world, population: 1, replicate: 1)
    #expect(counted == expected)
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
