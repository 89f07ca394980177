import Interchange
import Journeys
import Testing

@Suite("Rhythm of a channel")
struct RhythmTests {
  static let sections = """
    populations:
      people:
        size: 4000
        attributes: { region: { shares: { north: 0.5, south: 0.5 } } }
        breakdown: region
        journey: { stages: [a], start: a, transitions: {} }
    channels:
      mail: { population: people, plan: { cadence: { perWeek: 0.5 } }, cost: { perTouch: 1, perWeek: 100 } }
      even: { population: people, plan: { cadence: { perWeek: 1.5, spacing: even } } }
      money: { population: people, plan: { budget: { perWeek: 2000 } }, cost: { perTouch: 1 } }
      ad: { population: people, direction: pull }
    triggers: { answer: { on: { event: ask }, send: ad } }
    events:
      tick: { population: people, while: a, ratePerWeek: 0.1 }
      ask: { population: people, while: a, ratePerWeek: 0.5 }
    """

  /// A world of the sections with rhythms on channels.
  static func history(_ rhythms: [(channel: String, rhythm: TouchRhythm)]) throws -> History {
    let world = try World(Self.sections)
    var scenario = world.scenario
    for (name, rhythm) in rhythms {
      let channel = try #require(scenario.channels.firstIndex { $0.name == name })
      scenario.channels[channel].rhythms.append(rhythm)
    }
    let plan = SimulationPlan(scenario)
    var simulation = Simulation(plan, replicate: 0)
    try simulation.run()
    return History(plan: plan, simulation: simulation)
  }

  /// 0 in the first half for the first level, and a factor elsewhere.
  static func halves(_ other: Double) -> TouchRhythm {
    TouchRhythm(
      attribute: 0,
      factors: (0..<20).map { $0 < 10 ? 0 : other } + [Double](repeating: other, count: 20))
  }

  @Test("of ones changes nothing")
  func ones() throws {
    let plain = try Self.history([])
    let ones = TouchRhythm(factors: [Double](repeating: 1, count: 20))
    let local = TouchRhythm(attribute: 0, factors: [Double](repeating: 1, count: 40))
    let same = try Self.history(
      ["mail", "even", "money", "ad"].flatMap { [($0, ones), ($0, local)] })
    #expect(plain.ledger == same.ledger)
  }

  @Test("takes a channel from the people of a level while its factor is 0")
  func withheld() throws {
    let plain = try Self.history([])
    let held = try Self.history(
      ["mail", "even", "money", "ad"].map { ($0, Self.halves(1)) })
    for name in ["mail", "even", "ad"] {
      let (before, after) = (
        try plain.series("delivered:\(name)", cell: 0),
        try held.series("delivered:\(name)", cell: 0)
      )
      #expect(after[..<10].allSatisfy { $0 == 0 }, "\(name)")
      #expect(Array(after[10...]) == Array(before[10...]), "\(name)")
      let others = (
        try plain.series("delivered:\(name)", cell: 1),
        try held.series("delivered:\(name)", cell: 1)
      )
      #expect(others.0 == others.1, "\(name)")
    }
    #expect(try held.series("delivered:money", cell: 0)[..<10].allSatisfy { $0 == 0 })
    #expect(try held.series("delivered:money", cell: 1) == plain.series("delivered:money", cell: 1))
  }

  @Test("scales planned touches by level, and the weekly costs with what holds for everybody")
  func scaled() throws {
    // 2000 people × 20 steps × mean touches; the bands are 5 standard deviations of a Poisson count,
    // a false alarm in about 2 million, and would show an error of 4 % of the mail.
    let factors = [Double](repeating: 0.5, count: 20) + [Double](repeating: 2, count: 20)
    let world = try Self.history(
      ["mail", "even", "money"].map { ($0, TouchRhythm(attribute: 0, factors: factors)) })
    let heads = try (0..<2).map { try Self.history([]).series("stage:a", cell: $0)[0] }
    for (name, rate) in [("mail", 0.5), ("even", 1.5), ("money", 0.5)] {
      for (cell, factor) in [(0, 0.5), (1, 2.0)] {
        let expected = rate * factor * heads[cell] * 20
        let touches = try world.total("delivered:\(name)", cell: cell)
        #expect(abs(touches - expected) < 5 * expected.squareRoot(), "\(name) in \(cell)")
      }
    }
    let doubled = try Self.history(
      [("mail", TouchRhythm(factors: (0..<20).map { $0 < 10 ? 2 : 0 }))])
    let touches = try doubled.series("delivered:mail")
    let cost = try doubled.series("cost:mail")
    for step in 0..<20 { #expect(cost[step] == touches[step] + (step < 10 ? 200 : 0)) }
  }

  @Test("keeps a part of what rules send, and adds none")
  func sent() throws {
    let plain = try Self.history([]).total("delivered:ad")
    let more = try Self.history([("ad", TouchRhythm(factors: [Double](repeating: 3, count: 20)))])
    #expect(try more.total("delivered:ad") == plain)
    let less = try Self.history([("ad", TouchRhythm(factors: [Double](repeating: 0.4, count: 20)))])
    let kept = try less.total("delivered:ad") / plain
    // About 39,000 touches: the band is 8 standard deviations of a share.
    #expect(abs(kept - 0.4) < 0.02)
  }
}
