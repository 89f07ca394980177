import Interchange
import Testing

@testable import Journeys

/// The same bytes for any number of threads and any break, with every rule at work.
@Suite("Determinism with all rules")
struct RuleDeterminismTests {
  private func ledgers(threads: Int) async throws -> [Ledger] {
    let plan = try World(LeverWorld(size: 200).sections, steps: 20, burnIn: 3).plan
    return try await runReplicates(6, threads: threads) { replicate in
      var simulation = Simulation(plan, replicate: replicate)
      try simulation.run()
      return simulation.ledger
    }
  }

  @Test("gives the same ledgers for one thread and for two")
  func threads() async throws {
    let one = try await ledgers(threads: 1)
    #expect(try await ledgers(threads: 2) == one)
    #expect(one[0] != one[1])
  }

  @Test(
    "resumes a copy at any step to the same ledger and paths", arguments: [-4, -1, 0, 6, 17, 29])
  func snapshot(at step: Int) throws {
    let plan = try World(LeverWorld().sections, steps: 30, burnIn: 5).plan
    var simulation = Simulation(plan, replicate: 1)
    while simulation.nextStep < step { try simulation.step() }
    var copy = simulation
    try simulation.run()
    try copy.run()
    #expect(copy.ledger == simulation.ledger)
    #expect(copy.paths(population: 0) == simulation.paths(population: 0))
  }

  @Test("has every rule at work in the world that it is tested on")
  func coverage() throws {
    let history = try World(LeverWorld().sections, steps: 30, burnIn: 5).run()
    let scenario = history.plan.scenario
    for metric in Metric.all(in: scenario) {
      let name = metric.name(in: scenario)
      let isAbsent = [
        "held:web", "held:text", "held:word", "late:web", "late:call", "late:text", "late:word",
        "optouts:web", "optouts:call", "optouts:text", "optouts:word", "cost:web", "cost:text",
        "cost:word", "continued:mail", "continued:post", "continued:text", "continued:word",
      ].contains(name)
      #expect((try history.total(name) == 0) == isAbsent, "\(name)")
    }
  }

  @Test("meets the same luck whether paths are kept or not")
  func paths() throws {
    let kept = try World(LeverWorld().sections, steps: 20).run()
    let plain = try World(
      LeverWorld().sections.replacing("paths: 400", with: "paths: 0"), steps: 20
    ).run()
    #expect(plain.ledger == kept.ledger)
    #expect(plain.simulation.paths(population: 0).isEmpty)
  }
}
