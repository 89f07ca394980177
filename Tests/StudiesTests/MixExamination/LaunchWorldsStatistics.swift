import Interchange
import Journeys
import Studies
import Testing

@Suite("Worlds of the launch", .enabled(if: Slow.isWanted))
struct LaunchWorldsStatistics {
  @Test("are seen by nation, place and person, with experiments that find what calls bring")
  func launch() async throws {
    let document = try Worlds.shipped("specialty-launch")
    var flighting = Flighting.usual
    flighting.localShapes = [.walk(sdPerWeek: 0.15, halfLifeWeeks: 8)]
    flighting.attribute = "geo"
    let worlds = try MixWorlds(
      document, arm: "multichannel", count: 8, drawsParameters: true,
      observations: [
        Observation(), Observation(units: .levels(["geo"])),
        Observation(units: .agents(attributes: ["decile"], atMost: 1000), period: .steps(4)),
      ], flighting: flighting, places: MixWorlds.Places(count: 20),
      holdouts: [Holdout(channel: "rep", steps: 52..<78)])
    let clock = ContinuousClock()
    let took = try clock.measure { _ = try worlds.world(0) }
    print("launch world", took)
    let examination = try await worlds.run(threads: 2) { world in
      #expect(world.panels.map(\.granularity) == ["nation", "geo", "agents, 4 steps"])
      let nation = world.panels[0].panel["nrx"]?.reduce(0, +)
      #expect(world.panels[1].panel["nrx"]?.reduce(0, +) == nation)
      #expect(world.panels[2].share == 1000.0 / 15_000)
      return []
    }
    for lift in examination.lifts(of: "rep") { print(lift) }
    print(
      examination.worlds[0].truth.channels.map {
        ($0.channel, $0.incrementalOutcome, $0.spend, $0.returnOnSpend, $0.marginalReturn)
      })
  }
}
