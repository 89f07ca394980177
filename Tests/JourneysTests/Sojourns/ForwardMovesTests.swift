import Statistics
import Testing

@testable import Journeys

/// Moving sixteen agents at a time gives what walking gives, step by step.
@Suite("Forward journeys")
struct ForwardMovesTests {
  /// Hazards of all sizes: rare ones, none before the doctor is keen, certain ones; stages with one,
  /// two and three ways out, and stages that are skipped.
  private func world(size: Int, steps: Int, flips: Double = 0.04, season: Bool = false) throws
    -> World
  {
    try World(
      """
      populations:
        doctors:
          size: 30
          journey:
            stages: [slow, keen]
            start: { slow: 0.7, keen: 0.3 }
            transitions:
              up: { from: slow, to: keen, ratePerWeek: \(flips) }
              down: { from: keen, to: slow, ratePerWeek: \(flips) }
        patients:
          size: \(size)
          parent: doctors
          attributes: { kind: { shares: { x: 0.3, y: 0.7 } } }
          breakdown: kind
          journey:
            stages: [well, ill, waiting, treated, stable, gone]
            start: { well: 0.6, ill: 0.3, treated: 0.1 }
            transitions:
              fall_ill: { from: well, to: ill, ratePerWeek: 0.05, effects: { parent: { keen: 1.7 } } }
              leave: { from: well, to: gone, ratePerWeek: 0.00001 }
              seek: { from: ill, to: waiting, ratePerWeek: 0.08, effects: { parent: { slow: 0 } } }
              start: { from: waiting, to: treated, link: log, probability: 0.5, effects: { parent: { keen: 2 } } }
              respond: { from: treated, to: stable, ratePerWeek: 0.1 }
              fail: { from: treated, to: gone, ratePerWeek: 0.03, effects: { parent: { keen: 0 } } }
              move_away: { from: [treated, stable], to: gone, ratePerWeek: 0.004 }
      events: { tick: { population: patients, while: [waiting, stable], probability: 0.7 } }
      \(season ? "environment: { winter: { byMonth: [0.5, 0.5, 1, 1, 1, 1, 1, 1, 1, 1, 0.7, 0.5], transitions: { fall_ill: 1 } } }" : "")
      """, steps: steps)
  }

  /// With 250,000 patients some hundred moves lie so near to the end of a step that single precision
  /// cannot tell which step they belong to.
  @Test(
    "move everybody as walking does",
    arguments: [(104, 0.04, false), (104, 0.04, true), (31, 0.5, false), (400, 0.01, false)])
  func moves(steps: Int, flips: Double, season: Bool) throws {
    let world = try world(size: 250_000, steps: steps, flips: flips, season: season)
    #expect(try #require(world.plan.populations[1].sojourns).get().forward != nil)
    let expected = try WalkedMoves.counts(world.plan, population: 1, replicate: 0)
    let counted = try WalkedMoves.counted(world, population: 1, replicate: 0)
    #expect(counted == expected)
    #expect(expected.joined().reduce(0, +) > 300_000)
  }

  @Test(
    "move in the first steps, too, of many stages in families of many", arguments: [1, 2, 3, 6, 9])
  func firstSteps(steps: Int) throws {
    let world = try World(
      """
      populations:
        doctors: { size: 2, journey: { stages: [here], start: here } }
        patients:
          size: 700
          parent: doctors
          journey:
            stages: [a, b, c, d, e, f, g, h]
            start: a
            transitions:
              ab: { from: a, to: b, ratePerWeek: 0.9 }
              bc: { from: b, to: c, ratePerWeek: 0.7 }
              cd: { from: c, to: d, ratePerWeek: 0.8 }
              de: { from: d, to: e, ratePerWeek: 0.6 }
              ef: { from: e, to: f, ratePerWeek: 0.9 }
              fg: { from: f, to: g, ratePerWeek: 0.5 }
              gh: { from: g, to: h, ratePerWeek: 0.9 }
      events: { tick: { population: patients, while: [a, c, e, g], probability: 0.3 } }
      """, steps: steps)
    #expect(try #require(world.plan.populations[1].sojourns).get().forward != nil)
    let expected = try WalkedMoves.counts(world.plan, population: 1, replicate: 0)
    #expect(try WalkedMoves.counted(world, population: 1, replicate: 0) == expected)
    // What is known so far is the beginning of the whole.
    let whole = try world.run().ledger.populations[1]
    var simulation = Simulation(world.plan, replicate: 0)
    for step in 1...steps {
      try simulation.step()
      let known = simulation.ledger.populations[1]
      let column = known.layout.column(transition: 0)
      for place in 0..<step * known.cellCount {
        let row = place * known.width
        #expect(known.counts[row..<row + column + 7] == whole.counts[row..<row + column + 7])
      }
    }
  }

  /// Spells of a whole block are added up together where nothing tells agents apart.
  @Test(
    "count the same events for everybody and for those who are followed", arguments: [140, 300])
  func events(steps: Int) throws {
    // 80.25 of 256: every 256th word ties, and a quarter of those happen.
    let world = try World(
      """
      populations:
        people:
          size: 1_500
          journey:
            stages: [a, b, c, d]
            start: { a: 0.8, b: 0.2 }
            transitions:
              ab: { from: a, to: b, ratePerWeek: 0.06 }
              bc: { from: b, to: c, ratePerWeek: 0.03 }
              cd: { from: c, to: d, ratePerWeek: 0.02 }
      events:
        tick: { population: people, while: [a, b, c], probability: 0.3134765625 }
        chime: { population: people, while: [b, d], probability: 0.0041 }
        bell: { population: people, while: [c], probability: 0.998 }
      """, steps: steps)
    #expect(try #require(world.plan.populations[0].sojourns).get().forward != nil)
    var plain = Simulation(world.plan, replicate: 3, followed: [(population: 0, agent: 7)])
    try plain.run()
    let history = try world.run(replicate: 3)
    #expect(try history.total("event:tick") > 10_000)
    #expect(try history.total("event:chime") > 100)
    let isSame = history.ledger == plain.ledger
    #expect(isSame)
  }

  /// Too many changes of the environment call for a search, which takes the same draws.
  @Test("are left to search where hazards change too often")
  func search() throws {
    let world = try world(size: 20_000, steps: 300, season: true)
    #expect(try #require(world.plan.populations[1].sojourns).get().forward == nil)
    let expected = try WalkedMoves.counts(world.plan, population: 1, replicate: 0)
    let counted = try WalkedMoves.counted(world, population: 1, replicate: 0)
    #expect(counted == expected)
  }

  /// Waits lie within the bounds that moves in doubt are told by.
  @Test("wait for the negative logarithm of their word, within the stated error")
  func waits() {
    var worst: Float = 0
    for index in 0..<200_000 {
      // All sizes of words, and words near the highest.
      let word =
        index % 2 == 0
        ? UInt32(truncatingIfNeeded: index &* 21_475) : ~(UInt32(index) << UInt32(index % 14))
      let wait = -Elementary.log(RandomStream.uniform(from: word))
      let error = abs(Float(Double(WaitingTime.wait(word)) - wait))
      worst = max(
        worst, error / (Float(wait) * WaitingTime.relativeError + WaitingTime.absoluteError))
    }
    #expect(worst < 1)
    #expect(worst > 0.01)
    #expect(WaitingTime.wait(.max) >= 0)
  }
}
