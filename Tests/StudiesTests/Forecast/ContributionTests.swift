import Interchange
import Journeys
import Studies
import Testing

@Suite("Contributions")
struct ContributionTests {
  /// A market with a useless and a useful channel; `ratio` is that of the useful one.
  private func market(ratio: Double, price: Double = 1, value: Double = 10) throws
    -> ScenarioDocument
  {
    try Worlds.small(
      """
      populations:
        people:
          size: 400
          journey:
            stages: [a, b]
            start: a
            transitions:
              go: { from: a, to: b, ratePerWeek: 0.05, effects: { channels: { idle: 1, real: \(ratio) } } }
      channels:
        idle: { population: people, plan: { cadence: { perWeek: 0.5 } }, cost: { perTouch: 1 } }
        real: { population: people, plan: { cadence: { perWeek: 0.5 } }, cost: { perTouch: \(price) } }
      events: { tick: { population: people, entering: b, probability: 1, value: \(value) } }
      arms: { both: {}, only: { channelsInUse: [real] } }
      """, weeks: 12)
  }

  private func run(_ document: ScenarioDocument, replicates: Int = 4) async throws -> Forecast {
    try await ForecastStudy(document, replicates: replicates, measuresContributions: true)
      .run(threads: 2)
  }

  private func cell(_ table: Table, _ arm: String, _ channel: String, _ column: String) throws
    -> Double
  {
    let row = try #require(try table.rows(where: ["arm": arm, "channel": channel]).first)
    return try table.numbers(column)[row]
  }

  @Test("of a channel with ratio 1 are exactly zero in every replicate")
  func nullChannel() async throws {
    let forecast = try await run(try market(ratio: 3))
    let both = try #require(forecast.study.arms.firstIndex(of: "both"))
    for (replicate, whole) in forecast.headlines(arm: both).enumerated() {
      let variants = forecast.worlds[replicate][both].variants
      let idle = try #require(variants.first { $0.channel == 0 })
      #expect(idle.without.outcome == whole.outcome)
      #expect(idle.more?.outcome == whole.outcome)
      #expect(idle.without.cost < whole.cost && (idle.more?.cost ?? 0) > whole.cost)
    }
    let table = forecast.channelTable()
    for column in ["contribution", "contribution_p05", "contribution_p95"] {
      #expect(try cell(table, "both", "idle", column) == 0)
    }
    // It loses all that it costs.
    #expect(try cell(table, "both", "idle", "romi") == -1)
    #expect(try cell(table, "both", "idle", "marginal_romi") == -1)
  }

  @Test("of the only channel are the arm less the zero arm")
  func onlyChannel() async throws {
    let forecast = try await run(try market(ratio: 3))
    let only = try #require(forecast.study.arms.firstIndex(of: "only"))
    let (base, whole) = (forecast.headlines(arm: 0), forecast.headlines(arm: only))
    for replicate in whole.indices {
      let variants = forecast.worlds[replicate][only].variants
      #expect(variants.map(\.channel) == [1])
      #expect(variants[0].without == base[replicate])
      #expect(whole[replicate].outcome > base[replicate].outcome)
    }
    let table = forecast.channelTable()
    let gains = zip(whole, base).map { $0.outcome - $1.outcome }
    #expect(try cell(table, "only", "real", "contribution") == Spread(gains).mean)
    let summary = forecast.summaryTable()
    let row = try #require(try summary.rows(where: ["arm": "only", "metric": "romi"]).first)
    #expect(try cell(table, "only", "real", "romi") == summary.numbers("mean")[row])
    // A channel that an arm does not use is worth nothing there that could be measured.
    #expect(try cell(table, "only", "idle", "contribution").isNaN)
    #expect(try cell(table, "zero", "real", "contribution").isNaN)
  }

  @Test("of the last tenth are positive returns where touches are cheap, and losses where dear")
  func marginalSign() async throws {
    let cheap = try await run(try market(ratio: 3, price: 0.01, value: 100), replicates: 6)
    #expect(try cell(cheap.channelTable(), "only", "real", "marginal_romi") > 0)
    let dear = try await run(try market(ratio: 3, price: 1_000, value: 100), replicates: 6)
    #expect(try cell(dear.channelTable(), "only", "real", "marginal_romi") < 0)
    #expect(try cell(dear.channelTable(), "only", "real", "marginal_romi") >= -1.0001)
  }

  @Test("stand in columns of their own, only when they are measured")
  func columns() async throws {
    let document = try market(ratio: 2)
    let plain = try await ForecastStudy(document, replicates: 1).run().channelTable()
    #expect(plain["contribution"] == nil && plain["romi"] == nil)
    #expect(plain["cost_per_engagement"] != nil)
    let table = try await run(document, replicates: 1).channelTable()
    for name in ["contribution", "romi", "marginal_romi"] {
      #expect(table[name] != nil && table["\(name)_p05"] != nil && table["\(name)_p95"] != nil)
    }
  }
}
