import Interchange
import Journeys
import Testing

@Suite("Conservation")
struct ConservationTests {
  /// A world that uses every step of the funnel, short capacity, caps, opting out and budgets.
  static func sections(size: Int = 1_000) -> String {
    """
    populations:
      people:
        size: \(size)
        paths: \(size)
        attributes:
          role: { shares: { x: 0.5, y: 0.3, z: 0.2 } }
          open: { shares: { yes: 0.6, no: 0.4 } }
          volume: { lognormal: { mean: 5, sigma: 1 } }
        breakdown: [role, open]
        peers: { contacts: 4, active: c }
        pressure: { halfLifeWeeks: 2, tolerance: 1, engagement: 0.7, optOut: 1.5 }
        journey:
          stages: [a, b, c]
          start: { a: 0.8, b: 0.2 }
          transitions:
            ab: { from: a, to: b, ratePerWeek: 0.1, effects: { channels: { mail: 2, call: 3 } } }
            bc: { from: b, to: c, ratePerWeek: 0.1, effects: { peers: 2, channels: { call: 2 } } }
            ba: { from: b, to: a, ratePerWeek: 0.05 }
            ca: { from: c, to: a, ratePerWeek: 0.05 }
            cc: { from: c, to: c, ratePerWeek: 0.05 }
    channels:
      mail: { population: people, plan: { cadence: { perWeek: 1.6 } }, consent: 0.7, seen: 0.5, engaged: 0.6, optOut: 0.02, cap: { touches: 5, perWeeks: 4 } }
      call: { population: people, plan: { cadence: { perWeek: { by: role, values: { x: 0.3, y: 0.6, z: 1 } } } }, access: { by: open, values: { yes: 0.9, no: 0.1 } }, capacityPerWeek: 100.5, cap: { touches: 2, perWeeks: 2 }, engaged: 0.9 }
      visit: { population: people, plan: { cadence: { perWeek: 0.5 } }, capacityPerWeek: 40, capacityOrder: volume, optOut: 0.1 }
      gift: { population: people, plan: { budget: { perWeek: 777, weightedBy: volume }, stages: [b, c] }, cost: { perTouch: 10 } }
      even: { population: people, plan: { cadence: { perWeek: 0.37, spacing: even } } }
    """
  }

  static let channels = ["mail", "call", "visit", "gift", "even"]

  @Test("keeps everybody: stages sum to the population in every step and to the cell in each cell")
  func occupancy() throws {
    let world = try World(Self.sections())
    let history = try world.run()
    let breakdown = Breakdown(world.scenario.populations[0])
    let roles = history.simulation.levels(population: 0, attribute: 0)
    let open = history.simulation.levels(population: 0, attribute: 1)
    #expect(breakdown.cellCount == 6)
    for cell in 0..<breakdown.cellCount {
      let people = zip(roles, open).count {
        Int($0) == breakdown.level(of: 0, inCell: cell)
          && Int($1) == breakdown.level(of: 1, inCell: cell)
      }
      let stages = try ["a", "b", "c"].map { try history.series("stage:" + $0, cell: cell) }
      for step in 0..<20 {
        #expect(stages.reduce(0) { $0 + $1[step] } == Double(people), "cell \(cell), step \(step)")
      }
    }
    #expect(roles.count == 1_000)
  }

  @Test("changes a stage by its moves in less its moves out, in every cell")
  func flows() throws {
    let history = try World(Self.sections()).run()
    let names = ["ab", "bc", "ba", "ca", "cc"]
    for cell in 0..<6 {
      let moves = try names.map { try history.series("transition:" + $0, cell: cell) }
      for stage in ["a", "b", "c"] {
        let counts = try history.series("stage:" + stage, cell: cell)
        for step in 1..<20 {
          let change = zip(names, moves).reduce(0.0) { sum, way in
            sum + (way.0.hasSuffix(stage) ? way.1[step] : 0)
              - (way.0.hasPrefix(stage) ? way.1[step] : 0)
          }
          #expect(counts[step] - counts[step - 1] == change, "\(stage), cell \(cell), step \(step)")
        }
      }
    }
    #expect(try history.total("transition:cc") > 0)
  }

  @Test("narrows the funnel: planned, delivered, seen, engaged, continued", arguments: channels)
  func funnel(channel: String) throws {
    let history = try World(Self.sections()).run()
    let steps = ["planned", "delivered", "seen", "engaged", "continued"]
    let counts = try steps.map { try history.series("\($0):\(channel)") }
    for (wide, narrow) in zip(counts, counts.dropFirst()) {
      #expect(zip(wide, narrow).allSatisfy { $0 >= $1 })
    }
    #expect(counts[3].reduce(0, +) > 0)
  }

  @Test("delivers no more than the capacity of a step, and all of it when more is wanted")
  func capacity() throws {
    let history = try World(Self.sections()).run()
    let calls = try history.series("delivered:call")
    #expect(calls.allSatisfy { $0 == 100 || $0 == 101 })
    #expect(calls.contains(100) && calls.contains(101))
    #expect(try history.series("delivered:visit").allSatisfy { $0 == 40 })
  }

  @Test("serves the agents of highest order first when capacity is short")
  func capacityOrder() throws {
    let history = try World(
      """
      populations: { people: { size: 100, paths: 100, attributes: { volume: { lognormal: { mean: 5, sigma: 1 } } }, journey: { stages: [a], start: a } } }
      channels: { visit: { population: people, plan: { cadence: { perWeek: 1 } }, capacityPerWeek: 30, capacityOrder: volume } }
      """, steps: 1
    ).run()
    let volume = history.simulation.numbers(population: 0, attribute: 0)
    let best = volume.indices.sorted { volume[$0] > volume[$1] }.prefix(30)
    #expect(Set(touches(history, 0).map(\.agent)) == Set(best))
  }

  private func touches(_ history: History, _ channel: Int) -> [PathStep] {
    history.simulation.paths(population: 0).filter {
      if case .touch(channel, _) = $0.kind { true } else { false }
    }
  }

  @Test("never passes a cap in any of its windows", arguments: [(0, 4, 5), (1, 2, 2)])
  func caps(channel: Int, window: Int, most: Int) throws {
    let history = try World(Self.sections()).run()
    var counts: [Int: Int] = [:]
    for touch in touches(history, channel) {
      counts[touch.agent * 100 + touch.step / window, default: 0] += 1
    }
    #expect(counts.values.max() == most)
  }

  @Test("touches nobody without consent, and nobody again after opting out")
  func optingOut() throws {
    let world = try World(Self.sections())
    let history = try world.run()
    let withdrawn = try history.total("optouts:mail")
    let touched = Set(touches(history, 0).map(\.agent)).count
    #expect(withdrawn > 100)
    // Consent of 0.7 at the start: 1,000 agents, five standard deviations are 72.
    #expect((628...772).contains(touched))
    // Everybody who consents withdraws at the first touch: one delivery each, in one step.
    let once = try World(
      """
      populations: { people: { size: 500, journey: { stages: [a], start: a } } }
      channels: { mail: { population: people, plan: { cadence: { perWeek: 1 } }, consent: 0.5, optOut: 1 } }
      """
    ).run()
    let delivered = try once.series("delivered:mail")
    #expect(try delivered == once.series("optouts:mail"))
    #expect(delivered[0] == delivered.reduce(0, +))
    #expect((180...320).contains(delivered[0]))
    #expect(try once.series("planned:mail").allSatisfy { $0 == 500 })
  }

  @Test("meets a budget within one touch in every step, among the eligible only")
  func budget() throws {
    let history = try World(Self.sections()).run()
    #expect(try history.series("planned:gift").allSatisfy { $0 == 77 || $0 == 78 })
    let mean = try history.total("planned:gift") / 20
    #expect(abs(mean - 77.7) < 0.5)
    let reading = LedgerReading(history.plan)
    #expect(reading.touches(channel: 3, stage: 0, in: history.ledger).delivered == 0)
    #expect(reading.touches(channel: 3, stage: 1, in: history.ledger).delivered > 0)
  }

  @Test("gives every agent its cadence within one touch when spacing is even")
  func evenSpacing() throws {
    let history = try World(Self.sections()).run()
    var counts = [Int](repeating: 0, count: 1_000)
    for touch in touches(history, 4) { counts[touch.agent] += 1 }
    // 0.37 · 20 is 7.4.
    #expect(Set(counts) == [7, 8])
    #expect(abs(Double(counts.reduce(0, +)) / 1_000 - 7.4) < 0.1)
  }
}
