import Interchange
import Testing

@testable import Journeys

@Suite("Determinism")
struct DeterminismTests {
  /// A world with every kind of interaction, small enough to run many times.
  static let sections =
    ConservationTests.sections(size: 200) + """

      synergies: { warm: { first: mail, then: call, ratio: 1.5, withinWeeks: 2 } }
      events: { tick: { population: people, while: c, ratePerWeek: 1, dispersion: 1.5 } }
      """

  private func ledgers(_ count: Int, threads: Int) async throws -> [Ledger] {
    let plan = try World(Self.sections).plan
    return try await runReplicates(count, threads: threads) { replicate in
      var simulation = Simulation(plan, replicate: replicate)
      try simulation.run()
      return simulation.ledger
    }
  }

  @Test("gives the same ledgers for any number of threads", arguments: [2, 5])
  func threads(count: Int) async throws {
    let one = try await ledgers(7, threads: 1)
    #expect(try await ledgers(7, threads: count) == one)
    #expect(one[0] != one[1])
  }

  @Test("leaves earlier replicates as they are when more are added")
  func moreReplicates() async throws {
    let few = try await ledgers(3, threads: 2)
    let many = try await ledgers(6, threads: 2)
    #expect(Array(many.prefix(3)) == few)
  }

  @Test("gives other results for another seed")
  func seeds() throws {
    let first = try World(Self.sections).run().ledger
    #expect(try World(Self.sections, seed: 1).run().ledger == first)
    #expect(try World(Self.sections, seed: 2).run().ledger != first)
  }

  @Test(
    "resumes a copy at any step to the same ledger and paths", arguments: [-4, -1, 0, 1, 7, 19])
  func snapshot(at step: Int) throws {
    let plan = try World(Self.sections, burnIn: 5).plan
    var simulation = Simulation(plan, replicate: 3)
    while simulation.nextStep < step { try simulation.step() }
    var copy = simulation
    try simulation.run()
    try copy.run()
    #expect(copy.ledger == simulation.ledger)
    #expect(copy.paths(population: 0) == simulation.paths(population: 0))
  }

  @Test("branches a burn-in to the same plan without a trace")
  func branching() throws {
    let plan = try World(Self.sections, burnIn: 6).plan
    var whole = Simulation(plan, replicate: 2)
    try whole.run()
    var burnIn = Simulation(plan, replicate: 2)
    while burnIn.nextStep < 0 { try burnIn.step() }
    var branch = burnIn.branched(to: plan, replicate: 2)
    try branch.run()
    #expect(branch.ledger == whole.ledger)
    #expect(branch.paths(population: 0) == whole.paths(population: 0))
  }

  @Test("lets the memory of a channel fade in a branch that no longer uses it")
  func memoryAfterBranching() throws {
    let sections = """
      populations: { people: { size: 2_000, journey: { stages: [a], start: a } } }
      channels: { mail: { population: people, plan: { cadence: { perWeek: 1, spacing: even } }, carryover: { halfLifeWeeks: 1 } } }
      events: { tick: { population: people, while: a, probability: 0.2, effects: { channels: { mail: 4 } } } }
      """
    let used = try World(sections, steps: 30, burnIn: 10)
    let silent = try World(used, arm: "zero")
    var burnIn = Simulation(used.plan, replicate: 0)
    while burnIn.nextStep < 0 { try burnIn.step() }
    var branch = burnIn.branched(to: silent.plan, replicate: 0)
    try branch.run()
    let ticks = try History(plan: silent.plan, simulation: branch).series("event:tick")
    // Memory of two touches halves every week: after twenty weeks the chance is 0.2 again.
    #expect(ticks[0] > 800)
    let late = ticks[20...].reduce(0, +) / 10
    #expect((320...480).contains(late))
  }
}
