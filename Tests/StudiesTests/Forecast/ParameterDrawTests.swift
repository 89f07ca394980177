import Interchange
import Journeys
import Studies
import Testing

@Suite("Parameter draws")
struct ParameterDrawTests {
  /// Twenty people tick once a week for sure; what a tick is worth is not known.
  ///
  /// The number of
  /// coins is luck alone.
  private func market() throws -> ScenarioDocument {
    try Worlds.small(
      """
      parameters: { worth: { value: 10, prior: uniform, low: 5, high: 15 } }
      populations: { people: { size: 20, journey: { stages: [a], start: a, transitions: {} } } }
      events:
        tick: { population: people, while: a, probability: 1, value: $worth }
        coin: { population: people, while: a, probability: 0.5 }
      """)
  }

  private func values(_ forecast: Forecast, _ metric: String) -> [Double] {
    forecast.headlineFigures().first { $0.metric == metric && $0.arm == "plan" }?.values ?? []
  }

  @Test("are shared by two neighboring replicates, and differ from pair to pair")
  func pairs() async throws {
    let forecast = try await ForecastStudy(try market(), replicates: 12).run(threads: 2)
    #expect(forecast.study.drawsParameters)
    #expect(values(forecast, "tick") == [Double](repeating: 200, count: 12))
    let value = values(forecast, "value")
    for pair in stride(from: 0, to: 12, by: 2) { #expect(value[pair] == value[pair + 1]) }
    #expect(Set(value).count == 6)
    #expect(value.allSatisfy { (1_000...3_000).contains($0) })
    // Luck is not shared: the coins of a pair differ.
    let coins = try forecast.totals("event:coin", arm: "plan")
    #expect(stride(from: 0, to: 12, by: 2).contains { coins[$0] != coins[$0 + 1] })
  }

  @Test("make all of the spread where the outcome follows from the parameter")
  func split() async throws {
    let forecast = try await ForecastStudy(try market(), replicates: 40).run(threads: 2)
    let table = forecast.summaryTable()
    let row = try #require(try table.rows(where: ["arm": "plan", "metric": "value"]).first)
    #expect(try table.numbers("sd_noise")[row] == 0)
    let parameters = try table.numbers("sd_parameters")[row]
    let draws = stride(from: 0, to: 40, by: 2).map { values(forecast, "value")[$0] }
    #expect(abs(parameters - Spread(draws).sd) < 1e-9 * parameters)
    // A uniform number from 1,000 to 3,000 has the standard deviation 577.
    #expect((400...750).contains(parameters))
  }

  @Test("are named in words as the source of a spread that is all theirs")
  func words() async throws {
    let document = try Worlds.small(
      """
      parameters: { days: { value: 35, prior: uniform, low: 7, high: 63 } }
      populations:
        people:
          size: 20
          journey:
            stages: [a, b]
            start: a
            transitions: { go: { from: a, to: b, dwell: { fixedDays: $days } } }
      events: { tick: { population: people, while: a, probability: 1 } }
      arms:
        leave: { populations: { people: { journey: { transitions: { go: { dwell: { fixedDays: 7 } } } } } } }
        plan: { title: As drawn }
      baseline: leave
      """)
    let forecast = try await ForecastStudy(document, replicates: 20).run()
    #expect(Set(values(forecast, "tick")).count > 1)
    #expect(
      forecast.summaryText(width: 400).contains(
        "zero against leave: about 100 % of the variance of this difference comes from not "
          + "knowing the parameters"))
    let few = try await ForecastStudy(document, replicates: 8).run()
    #expect(
      few.summaryText(width: 400).contains(
        "CAUTION: 4 parameter draws (two replicates share one) say little about how sure these "
          + "figures are; use --replicates 20 or more."))
  }

  @Test("leave the split open where replicates do not come in pairs")
  func oddReplicates() async throws {
    let table = try await ForecastStudy(try market(), replicates: 5).run().summaryTable()
    let row = try #require(try table.rows(where: ["arm": "plan", "metric": "value"]).first)
    #expect(try table.numbers("sd_parameters")[row].isNaN)
    let noise = try table.numbers("sd_noise")[row]
    #expect(noise.isNaN)
  }

  @Test("make none of the spread where the parameter does not matter")
  func noise() async throws {
    let forecast = try await ForecastStudy(try market(), replicates: 8).run()
    let table = forecast.summaryTable()
    let row = try #require(try table.rows(where: ["arm": "plan", "metric": "tick"]).first)
    #expect(try table.numbers("sd")[row] == 0)
    #expect(try table.numbers("sd_parameters")[row] == 0)
  }

  @Test("are left out when parameters are fixed, and where no parameter has a prior")
  func fixed() async throws {
    let document = try market()
    let forecast = try await ForecastStudy(document, replicates: 4, drawsParameters: false).run()
    #expect(!forecast.study.drawsParameters)
    #expect(values(forecast, "value") == [2_000, 2_000, 2_000, 2_000])
    let table = forecast.summaryTable()
    #expect(try table.numbers("sd_parameters").allSatisfy { $0 == 0 })
    #expect(!forecast.summaryText(width: 100).contains("not knowing"))
    let mini = try Worlds.shipped("journey-mini")
    #expect(
      try ForecastStudy(mini, arms: []).drawsParameters
        == mini.parameters(arm: "zero")
        .contains { $0.prior != nil })
  }

  @Test("follow the seed of the call")
  func seed() async throws {
    let own = try await ForecastStudy(try market(), replicates: 4).run()
    let other = try await ForecastStudy(try market(), replicates: 4, seed: 2).run()
    let coins = try own.totals("event:coin", arm: "plan")
    #expect(try other.totals("event:coin", arm: "plan") != coins)
    let (values, others) = (values(own, "value"), values(other, "value"))
    #expect(others != values)
  }

  @Test("stay the same when replicates are added")
  func prefix() async throws {
    let few = try await ForecastStudy(try market(), replicates: 4).run()
    let many = try await ForecastStudy(try market(), replicates: 8).run(threads: 2)
    #expect(values(few, "value") == Array(values(many, "value").prefix(4)))
  }
}
