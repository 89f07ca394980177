import Testing

@testable import Journeys

/// Parts of a world give together what the whole gives.
@Suite("Shards")
struct ShardTests {
  /// Prescribers with channels, and patients: enough of them for several parts.
  private static let sections = """
    populations:
      doctors:
        size: 900
        attributes:
          panel: { gamma: { mean: 1, shape: 2 } }
          decile: { decileOf: panel }
          liking: { gamma: { mean: 1, shape: 3 } }
        breakdown: decile
        pressure: { retentionPerWeek: 0.8, tolerance: 1, engagement: 0.9, optOut: 1.2 }
        journey:
          stages: [slow, keen]
          start: { slow: 0.9, keen: 0.1 }
          transitions:
            up: { from: slow, to: keen, ratePerWeek: 0.02, effects: { channels: { mail: 3 }, attributes: { decile: { 10: 2 } } } }
            down: { from: keen, to: slow, ratePerWeek: 0.03 }
      patients:
        size: 600_000
        parent: { population: doctors, weightedBy: panel }
        attributes: { adherence: { uniform: { low: 0.4, high: 0.9 } }, kind: { shares: { x: 0.3, y: 0.7 } } }
        breakdown: kind
        journey:
          stages: [well, ill, treated]
          start: { well: 0.9, ill: 0.1 }
          transitions:
            fall_ill: { from: well, to: ill, ratePerWeek: 0.02 }
            seek: { from: ill, to: treated, ratePerWeek: 0.1, effects: { parent: { keen: 2.5 } } }
            relapse: { from: treated, to: ill, ratePerWeek: 0.04 }
    channels:
      mail: { population: doctors, plan: { cadence: { perWeek: 0.7 } }, consent: 0.8, seen: 0.6, engaged: 0.3, affinity: liking, optOut: 0.01, cap: { touches: 2, perWeeks: 4 }, carryover: { halfLifeWeeks: 3 }, saturation: { half: 1 } }
    events:
      visit: { population: doctors, while: { keen: 1 }, ratePerWeek: 0.4, dispersion: 1.5 }
      tick: { population: patients, while: { treated: 1 }, probability: 0.8, times: adherence }
    """

  @Test("give the bytes of the whole, on any number of threads", arguments: [1, 2, 5])
  func bytes(threads: Int) async throws {
    let plan = try World(Self.sections, steps: 30).plan
    #expect(plan.partCount == 3)
    var whole = Simulation(plan, replicate: 2, followed: [])
    #expect(whole.shards.count == 1)
    try whole.run()
    var parts = Simulation(plan, replicate: 2)
    #expect(parts.shards.count == 3)
    try await parts.run(threads: threads)
    #expect(parts.nextStep == plan.stepCount)
    let (own, all) = (parts.ledger, whole.ledger)
    for population in 0..<2 {
      let (part, sum) = (own.populations[population], all.populations[population])
      #expect(part.initial == sum.initial)
      #expect(part.furthest == sum.furthest)
      let places = part.counts.indices.filter { part.counts[$0] != sum.counts[$0] }
      #expect(places.count == 0, "\(population): \(places.prefix(9)) of width \(part.width)")
    }
    let isSame = own == all
    #expect(isSame)
    #expect(parts.levels(population: 1, attribute: 1) == whole.levels(population: 1, attribute: 1))
    #expect(
      parts.numbers(population: 0, attribute: 0) == whole.numbers(population: 0, attribute: 0))
  }

  @Test("go step by step to the same bytes, and branch")
  func steps() throws {
    let plan = try World(Self.sections, steps: 12).plan
    var whole = Simulation(plan, replicate: 0)
    try whole.run()
    var stepped = Simulation(plan, replicate: 0)
    var branch = stepped.branched(to: plan, replicate: 0)
    while stepped.nextStep < 7 { try stepped.step() }
    let half = stepped.ledger
    let isWhole = half == whole.ledger
    #expect(!isWhole)
    while stepped.nextStep < plan.stepCount { try stepped.step() }
    let isSame = stepped.ledger == whole.ledger
    #expect(isSame)
    try branch.run()
    let isSameBranch = branch.ledger == whole.ledger
    #expect(isSameBranch)
    // What has happened is written down up to where everybody is.
    let patients = half.populations[1]
    let seventh = 6 * patients.cellCount * patients.width
    let end = seventh + patients.cellCount * patients.width
    #expect(patients.counts[seventh..<end].contains { $0 > 0 })
    #expect(patients.counts[end...].allSatisfy { $0 == 0 })
  }

  @Test("are not made of worlds with a burn-in, whose arms may be split another way")
  func burnIn() throws {
    let arms =
      "\narms: { held: { channels: { mail: { capacityPerWeek: 100 } } }, "
      + "own: { populations: { patients: { journey: { transitions: { seek: { effects: "
      + "{ attributes: { kind: { x: 2 } } } } } } } } } }"
    let world = try World(Self.sections + arms, arm: "zero", steps: 6, burnIn: 3)
    #expect(world.plan.partCount == 1)
    var past = Simulation(world.plan, replicate: 0)
    while past.nextStep < 0 { try past.step() }
    for name in ["held", "own"] {
      let arm = try World(world, arm: name)
      var branch = past.branched(to: arm.plan, replicate: 0, records: [])
      try branch.run()
      #expect(branch.ledger.populations[1].initial.reduce(0, +) == 600_000)
      var asked = past.branched(to: arm.plan, replicate: 0, followed: [(population: 1, agent: 3)])
      try asked.run()
      let isSame = asked.ledger == branch.ledger
      #expect(isSame)
    }
  }

  @Test("are not made of worlds whose people look at each other")
  func coupled() throws {
    for change in [
      "peers: { group: decile, active: [keen] }", "paths: 3", "trust: { start: 0.7, deadEnd: 0.1 }",
    ] {
      let text = Self.sections.replacing(
        "    breakdown: decile\n", with: "    breakdown: decile\n    \(change)\n")
      guard let world = try? World(text, steps: 3) else {
        Issue.record("the world with \(change) cannot be read")
        continue
      }
      #expect(world.plan.partCount == 1)
    }
    let short = Self.sections.replacing("seen: 0.6", with: "seen: 0.6, capacityPerWeek: 100")
    #expect(try World(short, steps: 3).plan.partCount == 1)
  }
}
