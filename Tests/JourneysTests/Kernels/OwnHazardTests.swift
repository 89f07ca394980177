import Interchange
import Statistics
import Testing

@testable import Journeys

/// The kernels of own hazards and events do what the formulas say, agent by agent.
@Suite("Own hazards and events")
struct OwnHazardTests {
  private static func sections(peers: String) -> String {
    """
    populations:
      clinics: { size: 20, journey: { stages: [slow, keen], start: { slow: 0.5, keen: 0.5 } } }
      people:
        size: 1501
        parent: clinics
        attributes:
          kind: { shares: { x: 0.3, y: 0.7 } }
          volume: { lognormal: { mean: 3, sigma: 1 } }
        breakdown: kind
        peers: { \(peers), active: [b, c] }
        pressure: { retentionPerWeek: 0.8, tolerance: 2 }
        journey:
          stages: [a, b, c, d, e]
          start: { a: 0.3, b: 0.2, c: 0.2, d: 0.2, e: 0.1 }
          transitions:
            ab: { from: a, to: b, ratePerWeek: 0.1, effects: { channels: { one: 3, two: 1.5, three: 1.3 }, attributes: { kind: { x: 0.6 } }, peers: 4, pressure: 0.9, parent: { keen: 2 } } }
            ac: { from: [a, e], to: c, ratePerWeek: 0.05, effects: { channels: { one: 0.7 }, peers: 0.5 } }
            bc: { from: b, to: c, link: logit, probability: 0.05, effects: { channels: { one: 2, two: 2 }, pressure: 0.95 } }
            bd: { from: b, to: d, link: logit, probability: 0.02 }
            ca: { from: c, to: a, link: log, probability: 0.1, effects: { channels: { three: 1.5 }, parent: { keen: 0.5 } } }
            cd: { from: c, to: d, link: log, probability: 0.05 }
            de: { from: d, to: e, link: log, probability: 0.05, effects: { pressure: 1.1 } }
            da: { from: d, to: a, link: log, probability: rest }
            ea: { from: e, to: a, dwell: { weibull: { shape: 2, scaleDays: 56 } }, effects: { channels: { two: 2 } } }
    channels:
      one: { population: people, plan: { cadence: { perWeek: 1 } }, content: plain, saturation: { half: 1 } }
      two: { population: people, plan: { cadence: { perWeek: 1 } }, content: fine, saturation: { half: 0.5, slope: 2 } }
      three: { population: people, plan: { cadence: { perWeek: 1 } }, saturation: { half: 0.5, slope: 1.4 } }
    content:
      plain: { population: people, match: { stage: { a: 0.7, c: 0.2 } } }
      fine: { population: people, match: { stage: { b: 0.5 }, kind: { x: 0.6 } } }
    events:
      tick: { population: people, while: { a: 0.2, b: 1, d: 2 }, ratePerWeek: 0.4, times: volume, dispersion: 1.7, effects: { channels: { one: 4, two: 2 }, peers: 2, parent: { keen: 1.5 } } }
      rare: { population: people, while: { a: 1, c: 0.5 }, ratePerWeek: 0.002, effects: { channels: { three: 2 }, attributes: { kind: { x: 3 } } } }
      steady: { population: people, while: [a, b, c, e], ratePerWeek: 0.6, times: volume, dispersion: 1.7, effects: { attributes: { kind: { x: 1.5 } } } }
      chance: { population: people, while: { b: 0.5, c: 1 }, probability: 0.2, effects: { channels: { two: 1.5 } } }
      entry: { population: people, entering: { c: 0.5, a: 1 }, probability: 0.6, effects: { channels: { one: 1.5 } } }
    environment:
      change: { from: 2027-02-01, events: { steady: 1.4 }, transitions: { ab: 1.3 } }
    """
  }

  /// A population in a random state, which its own plan would not have brought about.
  private func people(_ world: World) -> PopulationWorld {
    var everybody: [People] = []
    for (place, spec) in world.scenario.populations.enumerated() {
      everybody.append(
        People(spec, parent: place == 0 ? nil : everybody[0], seed: 1, replicate: 0))
    }
    let records = world.scenario.events.indices.map {
      AgentRecord(
        Target.AgentQuestion(arm: "plan", event: $0, periodSteps: 1, only: [], firstStep: 0),
        channel: nil, scenario: world.scenario)
    }
    return PopulationWorld(
      world.plan.populations[1], spec: world.scenario.populations[1], scenario: world.scenario,
      people: everybody[1], replicate: 0, firstStep: 0, stepCount: world.plan.stepCount,
      records: records)
  }

  @Test(
    "move and count whom the formulas move and count",
    arguments: ["contacts: 4", "group: kind"])
  func twins(peers: String) throws {
    let world = try World(Self.sections(peers: peers), steps: 10)
    var people = people(world)
    let size = people.plan.size
    let parentStages = (0..<20).map { UInt8($0 % 2) }
    let luck = RandomStream(seed: 9, replicate: 0, purpose: "state")
    var moves = 0
    var totals = [Int](repeating: 0, count: world.scenario.events.count)
    for step in 0..<10 {
      for place in people.memory.indices {
        let uniform = luck.uniform(agent: place, step: step)
        people.memory[place] = max(0, 3 * uniform - 1)
      }
      for row in 0..<size {
        people.pressure[row] = 4 * luck.uniform(agent: row, step: step, draw: 1)
      }
      people.openTally(step: step)
      let expected = PlainTwin(world: people, step: step, parentStages: parentStages).transitions()
      try people.moveAgents(step: step, index: step, parentStages: parentStages)
      let rows = expected.indices.filter { expected[$0] >= 0 }
      #expect(people.moved.map { Int($0.row) } == rows)
      #expect(people.moved.map { Int($0.transition) } == rows.map { expected[$0] })
      moves += rows.count
      let twin = PlainTwin(world: people, step: step, parentStages: parentStages)
      try people.emitEvents(step: step, index: step, parentStages: parentStages) { _, _, _ in }
      for event in totals.indices {
        let counts = twin.counts(event: event)
        let record = people.records[event]
        #expect(counts == (0..<size).map { Int(record.events[$0 * 10 + step]) }, "event \(event)")
        let column = people.ledger.layout.column(event: event)
        let tallied = people.ledger.count(step: step, cell: nil, column: column)
        #expect(Int(tallied) == counts.reduce(0, +))
        totals[event] += counts.reduce(0, +)
      }
      people.closeTally(step: step)
    }
    #expect(moves > 1_000)
    #expect(totals.allSatisfy { $0 > 20 })
  }
}
