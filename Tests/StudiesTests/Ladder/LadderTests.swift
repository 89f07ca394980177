import Interchange
import Journeys
import Testing

@testable import Studies

@Suite("Ladder of switches")
struct LadderTests {
  private static let ladder = Task {
    try await LadderStudy(try Levers.document(), replicates: 4).run(threads: 2)
  }

  private func row(_ table: Table, _ rung: String, _ name: String) throws -> [String: Double] {
    let rungs = try table.texts("rung")
    let names = try table.texts("switch")
    let place = try #require(rungs.indices.first { rungs[$0] == rung && names[$0] == name })
    return Dictionary(
      uniqueKeysWithValues: try ["outcome", "gain_mean", "cost_mean", "net_mean", "multiple"].map {
        ($0, try table.numbers($0)[place])
      })
  }

  @Test("gives a switch alone what an arm with that switch gains, replicate by replicate")
  func alone() async throws {
    let ladder = try await Self.ladder.value
    let forecast = try await ForecastStudy(
      try Levers.document(), arms: ["silo", "spine-alone", "both"], replicates: 4
    ).run(threads: 2)
    func outcomes(_ arm: String) throws -> [Double] { try forecast.totals("event:tick", arm: arm) }
    let gains = zip(try outcomes("spine-alone"), try outcomes("silo")).map { $0 - $1 }
    #expect(ladder.gain(.alone(0), over: .base).outcome == gains)
    #expect(gains.contains { $0 != 0 })
    // Without the third switch, which does nothing, stand the first two.
    #expect(ladder.values(.without(2), \.outcome) == (try outcomes("both")))
    #expect(ladder.values(.silence, \.outcome) == (try outcomes("zero")))
  }

  @Test("names as interaction what the switches gain beyond the sum of their parts")
  func interaction() async throws {
    let ladder = try await Self.ladder.value
    let whole = ladder.gain(.all, over: .base).outcome
    let parts = (0..<3).map { ladder.gain(.alone($0), over: .base).outcome }
    let rest = whole.indices.map { whole[$0] - parts[0][$0] - parts[1][$0] - parts[2][$0] }
    #expect(ladder.interaction.outcome == rest)
    // A follow-up needs the signal, and the signal alone is not followed up: they help each other.
    #expect(Spread(rest).mean > 0)
    let table = ladder.table()
    #expect(try row(table, "interaction", "")["gain_mean"] == Spread(rest).mean)
    #expect(try row(table, "all", "")["gain_mean"] == Spread(whole).mean)
    #expect(try row(table, "base", "")["multiple"] == 1)
  }

  @Test("says which switch changes nothing")
  func idle() async throws {
    let ladder = try await Self.ladder.value
    #expect(ladder.gain(.alone(2), over: .base).outcome.allSatisfy { $0 == 0 })
    #expect(ladder.text(width: 90).contains("Nothing changes by idle."))
    #expect(ladder.text(width: 90).split(separator: "\n").allSatisfy { $0.count <= 90 })
  }

  @Test("of a document without switches says what is missing")
  func missing() throws {
    let bare = try Worlds.small(
      """
      populations: { people: { size: 5 } }
      events: { tick: { population: people, while: present, ratePerWeek: 1 } }
      """)
    let error = #expect(throws: StudyError.self) { try LadderStudy(bare) }
    #expect(
      "\(try #require(error))"
        == "small.yaml: it declares no switches; add them, each with the part of the document that it "
        + "changes")
  }
}
