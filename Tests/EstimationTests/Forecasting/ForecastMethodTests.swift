import Interchange
import Statistics
import Testing

@testable import Estimation

@Suite("Forecast methods")
struct ForecastMethodTests {
  /// Counts of units around their own levels, which share the shocks of periods, with a driver.
  static func world(units: Int = 60, periods: Int = 16, seed: UInt64 = 1) -> OutcomeHistory {
    let stream = RandomStream(seed: seed, replicate: 0, purpose: "test/world")
    var rows: [[Double]] = []
    var calls: [[Double]] = []
    let shocks = (0..<periods).map {
      0.2 * Normal.quantile(stream.uniform(agent: 1_000_000, step: $0))
    }
    for unit in 0..<units {
      let level =
        1 + 0.6 * Normal.quantile(stream.uniform(agent: unit, step: 0, draw: 1))
      let own = (0..<periods).map {
        Double(Poisson.count(mean: 2, uniform: stream.uniform(agent: unit, step: $0, draw: 2)))
      }
      calls.append(own)
      rows.append(
        (0..<periods).map { period in
          let mean = Elementary.exp(
            level + shocks[period] + 0.3 * Elementary.log1p(own[period]))
          return Double(
            Poisson.count(
              mean: mean, uniform: stream.uniform(agent: unit, step: period, draw: 3)))
        })
    }
    return SmallHistory.of(rows, driver: calls)
  }

  @Test("teaches the hierarchical model the season of the question")
  func seasons() async throws {
    let history = Self.world(units: 8, periods: 8)
    func names(_ season: Int?) async throws -> [String] {
      try await CountPanelFit.learned(
        from: history, for: question(history, horizon: 1, season: season)
      ).summaries.map(\.parameter.name)
    }
    #expect(try await names(4).contains("spread of seasons"))
    #expect(try await !names(nil).contains("spread of seasons"))
  }

  private func question(
    _ history: OutcomeHistory, horizon: Int, draws: Int = 200, season: Int? = 4
  ) -> ForecastQuestion {
    ForecastQuestion(
      horizon: horizon, drawCount: draws, seed: 5, season: season,
      retentions: history.drivers.map { _ in 0.3 },
      futureDrivers: history.heldDrivers(horizon: horizon, meanOfLast: 3))
  }

  @Test(
    "give whole numbers of at least 0, the same for the same seed",
    arguments: ForecastMethod.allCases)
  func wholeNumbers(_ method: ForecastMethod) async throws {
    let history = Self.world()
    let question = question(history, horizon: 3)
    let draws = try await method.draws(of: history, question)
    #expect(draws.unitCount == 60 && draws.horizon == 3 && draws.drawCount == 200)
    #expect(draws.values.allSatisfy { $0 >= 0 && $0 == $0.rounded() })
    #expect(try await method.draws(of: history, question) == draws)
    var other = question
    other.seed = 6
    #expect(try await method.draws(of: history, other) != draws)
  }

  @Test("see nothing of what comes after an origin", arguments: ForecastMethod.allCases)
  func noLeakage(_ method: ForecastMethod) async throws {
    let history = Self.world()
    let origin = RollingOrigin(known: 12, horizon: 3)
    // Another future: everything after the origin is turned upside down.
    var outcome = history.outcome
    var driver = history.drivers[0]
    for unit in history.units.indices {
      for period in 12..<16 {
        outcome[unit * 16 + period] = 500 - outcome[unit * 16 + period]
        driver[unit * 16 + period] = 50 - driver[unit * 16 + period]
      }
    }
    let changed = OutcomeHistory(
      units: history.units, periods: history.periods, outcome: outcome, driverNames: ["calls"],
      drivers: [driver])
    func draws(_ whole: OutcomeHistory) async throws -> ForecastDraws {
      let past = origin.past(of: whole)
      return try await method.draws(of: past, question(past, horizon: 3))
    }
    let (first, second) = (try await draws(history), try await draws(changed))
    #expect(first == second)
    #expect(origin.truth(in: history) != origin.truth(in: changed))
  }

  @Test("of the last value lie around it as changes lay in the past")
  func naive() async throws {
    let history = SmallHistory.of([[5, 9, 7, 20]])
    let draws = try await ForecastMethod.naive.draws(
      of: history, question(history, horizon: 2, draws: 4000, season: nil))
    #expect(Set(draws.draws(unit: 0, step: 0)) == [24, 16, 18, 22, 33, 7])
    #expect(Set(draws.draws(unit: 0, step: 1)) == [22, 18, 31, 9])
    let sorted = draws.draws(unit: 0, step: 0).map { Double($0) }.sorted()
    #expect(quantile(sorted, 0.5) == 20)
  }

  @Test("of the last season repeat it")
  func seasonal() async throws {
    let history = SmallHistory.of([[1, 10, 100, 3, 12, 102, 5, 14, 104]])
    let draws = try await ForecastMethod.seasonalNaive.draws(
      of: history, question(history, horizon: 4, draws: 100, season: 3))
    #expect(Set(draws.draws(unit: 0, step: 0)) == [3, 7])
    #expect(Set(draws.draws(unit: 0, step: 1)) == [12, 16])
    #expect(Set(draws.draws(unit: 0, step: 2)) == [102, 106])
    #expect(Set(draws.draws(unit: 0, step: 3)) == [1, 9])
  }

  @Test("of a season need one, and a history beyond it")
  func seasonNeeded() async {
    let history = SmallHistory.of([[1, 2, 3, 4, 5]])
    await #expect(throws: ForecastError.noSeason) {
      try await ForecastMethod.seasonalNaive.draws(
        of: history, question(history, horizon: 1, season: nil))
    }
    await #expect(throws: ForecastError.tooFewPeriods(found: 5, needed: 6)) {
      try await ForecastMethod.seasonalNaive.draws(of: history, question(history, horizon: 1))
    }
    #expect(
      "\(ForecastError.noSeason)"
        == "no season is known; write the periods of a season under season")
    #expect(
      "\(ForecastError.tooFewPeriods(found: 5, needed: 6))"
        == "needs 6 periods to learn from and has 5")
  }

  @Test("of the own history repeat each period equally often, for all units alike")
  func ownHistory() async throws {
    let history = SmallHistory.of([[1, 2, 3, 4], [10, 20, 30, 40]])
    let draws = try await ForecastMethod.ownHistory.draws(
      of: history, question(history, horizon: 2, draws: 4000))
    let (first, second) = (draws.draws(unit: 0, step: 1), draws.draws(unit: 1, step: 1))
    #expect(zip(first, second).allSatisfy { $0 * 10 == $1 })
    for value: Float in [1, 2, 3, 4] {
      #expect(first.count { $0 == value } == 1000)
    }
  }

  /// 400 units over 20 periods, in which the mean is multiplied by 1.79 when calls rise from 0 to 6.
  @Test("of the regression follow drivers")
  func regressionDriver() async throws {
    let history = Self.world(units: 400, periods: 20)
    var question = question(history, horizon: 1, draws: 100)
    question.retentions = [0]
    func total(calls: Double) async throws -> Double {
      question.futureDrivers = [[Double](repeating: calls, count: 400)]
      return try await ForecastMethod.regression.draws(of: history, question).totals(step: 0)
        .reduce(0, +) / 100
    }
    let many = try await total(calls: 6)
    let ratio = many / (try await total(calls: 0))
    // The truth is 7^0.3 = 1.79.
    #expect((1.55...2.05).contains(ratio), "\(ratio)")
  }

  @Test("of the regression say why there is none")
  func regressionRefused() async {
    let history = SmallHistory.of([[0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]])
    await #expect(throws: ForecastError.regression(.allZero(outcome: "outcome"))) {
      try await ForecastMethod.regression.draws(of: history, question(history, horizon: 1))
    }
  }
}
