import Estimation
import Interchange
import Statistics
import Testing

@testable import Studies

@Suite("Backtest")
struct BacktestTests {
  /// Counts of some units over numbered periods, with a driver; the last unit never changes.
  private static func history(units: Int = 12, periods: Int = 14) -> OutcomeHistory {
    let stream = RandomStream(seed: 2, replicate: 0, purpose: "test/backtest")
    func column(_ draw: Int, _ mean: (Int) -> Double) -> [Double] {
      (0..<units).flatMap { unit in
        (0..<periods).map { period in
          guard draw == 1 || unit < units - 1 else { return 4 }
          return Double(
            Poisson.count(
              mean: mean(unit), uniform: stream.uniform(agent: unit, step: period, draw: draw)))
        }
      }
    }
    return OutcomeHistory(
      units: (1...units).map { "H\($0)" },
      periods: PeriodAxis(first: 1, step: .number, count: periods),
      outcome: column(0) { 2 + Double($0) }, driverNames: ["calls"], drivers: [column(1) { _ in 2 }]
    )
  }

  private static func spec(_ more: String = "") throws -> ForecastSpec {
    try ForecastSpec(
      yaml: "title: Test\ntime: month\nunit: id\noutcome: scripts\ndrivers: [calls]\ndraws: 200\n"
        + more, name: "s.yaml")
  }

  private static func backtest(_ more: String = "", horizon: Int = 2) async throws -> Backtest {
    try await BacktestStudy(
      spec(more), history(), document: "p.csv", originCount: 3, horizon: horizon
    ).run()
  }

  @Test("scores what each method would have said from each origin")
  func scores() async throws {
    let result = try await Self.backtest(
      "method: ownHistory\nbaselines: [naive]\nreconcile: bottomUp")
    let spec = try Self.spec()
    let history = Self.history()
    var ranked = 0.0
    var totals: [Double] = []
    for known in 10...12 {
      let past = history.first(known)
      let draws = try await ForecastMethod.ownHistory.draws(
        of: past, spec.question(of: past, horizon: 2))
      for step in 0..<2 {
        for unit in 0..<12 {
          ranked += ProperScore.ranked(
            draws.draws(unit: unit, step: step).map { Double($0) },
            observed: history.outcome[unit * 14 + known + step])
        }
        totals.append(
          ProperScore.ranked(
            draws.totals(step: step),
            observed: (0..<12).reduce(0) { $0 + history.outcome[$1 * 14 + known + step] }))
      }
    }
    let sums = result.results[0].all
    #expect(sums.count == 72 && sums.scaledCount == 66)
    #expect((sums.ranked - ranked).magnitude < 1e-9)
    let found = result.results[0].totals.flatMap { $0.map(\.ranked) }
    #expect(zip(found, totals).allSatisfy { ($0 - $1).magnitude < 1e-9 })
  }

  @Test("says how often intervals held, and how often those of right forecasts would")
  func coverage() async throws {
    let result = try await Self.backtest(
      "method: ownHistory\nbaselines: [naive]\nreconcile: bottomUp")
    let spec = try Self.spec()
    let history = Self.history()
    var (inside, expected) = (0.0, 0.0)
    var ends: [[Double]] = []
    for known in 10...12 {
      let past = history.first(known)
      let draws = try await ForecastMethod.ownHistory.draws(
        of: past, spec.question(of: past, horizon: 2))
      for step in 0..<2 {
        for unit in 0..<12 {
          let interval = PredictionInterval(
            draws.draws(unit: unit, step: step).map { Double($0) }.sorted(), level: 0.9)
          inside += interval.contains(history.outcome[unit * 14 + known + step]) ? 1 : 0
          expected += interval.share
        }
        let total = draws.totals(step: step).sorted()
        ends.append(
          [0.5, 0.8, 0.9].map { PredictionInterval(total, level: $0) }.flatMap {
            [$0.low, $0.high]
          })
      }
    }
    let table = result.coverageTable()
    #expect(try table.numbers("coverage")[2] == inside / 72)
    #expect((try table.numbers("expected")[2] - expected / 72).magnitude < 1e-12)
    #expect(inside / 72 != expected / 72)
    let names = ["50", "80", "90"].flatMap { ["low_\($0)", "high_\($0)"] }
    let columns = try names.map { try result.originTable().numbers($0) }
    for row in 0..<6 { #expect(columns.map { $0[row] } == ends[row]) }
    let (held, right) = (HumanNumber.percent(inside / 72), HumanNumber.percent(expected / 72))
    let text = result.text(width: 1000)
    #expect(
      text.contains("90 % intervals held \(held); of right forecasts they would hold \(right)."))
    #expect(text.contains("\n  if it is right"))
  }

  @Test("says what a method gains over a baseline, with the error between units")
  func skill() async throws {
    let result = try await Self.backtest("method: ownHistory\nbaselines: [naive]")
    let (method, naive) = (result.results[0], result.results[1])
    let skill = ForecastSkill(units: method, against: naive)
    let gains = zip(method.units, naive.units).map { ($1.ranked - $0.ranked) / 6 }
    let mean = gains.reduce(0, +) / 12
    let variance = gains.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 11
    #expect((skill.gain - mean).magnitude < 1e-12)
    #expect((skill.standardError - (variance / 12).squareRoot()).magnitude < 1e-12)
    #expect(skill.gain > 0)
  }

  @Test("leaves out baselines that the history does not allow, and says why")
  func leftOut() async throws {
    let result = try await Self.backtest(
      "method: ets\nbaselines: [seasonalNaive, naive]\nseason: 12")
    #expect(result.results.map(\.method) == [.ets, .naive])
    #expect(
      result.text(width: 300).contains(
        "Left out: last season (needs 14 periods to learn from and has 10).\n"))
  }

  @Test("needs its method")
  func methodNeeded() async throws {
    let study = try BacktestStudy(
      Self.spec("method: seasonalNaive"), Self.history(), document: "p.csv", originCount: 3,
      horizon: 2)
    await #expect {
      _ = try await study.run()
    } throws: { error in
      "\(error)"
        == "p.csv: method seasonalNaive: no season is known; write the periods of a season under "
        + "season; use fewer origins, or another method"
    }
  }

  @Test(
    "says how many origins and periods a history holds",
    arguments: [
      (
        5, 12,
        "p.csv: 14 periods cannot hold 5 origins of horizon 12, which need 19 (3 to learn from); use "
          + "at most --horizon 7"
      ),
      (
        9, 5,
        "p.csv: 14 periods cannot hold 9 origins of horizon 5, which need 16 (3 to learn from); use "
          + "at most --origins 7 or --horizon 3"
      ),
      (
        20, 20,
        "p.csv: 14 periods cannot hold 20 origins of horizon 20, which need 42 (3 to learn from); add "
          + "periods"
      ),
    ])
  func tooShort(origins: Int, horizon: Int, words: String) throws {
    #expect {
      _ = try BacktestStudy(
        Self.spec(), Self.history(), document: "p.csv", originCount: origins, horizon: horizon)
    } throws: { error in
      "\(error)" == words
    }
  }

  @Test("sees what comes after an origin only where it may")
  func knownDrivers() async throws {
    let more = "method: regression\nbaselines: []\n"
    let held = try await Self.backtest(more)
    let known = try await Self.backtest(more + "future: { backtest: known }")
    #expect(held.results[0].all != known.results[0].all)
    #expect(
      held.text(width: 300).contains(
        "After an origin forecasts know nothing of calls: the mean of the last 3 periods of each unit "
          + "goes on."))
    #expect(
      known.text(width: 300).contains(
        "After an origin forecasts know what calls were, as where plans are carried out."))
  }

  @Test("has all of its tables, with a row for every score")
  func tables() async throws {
    let result = try await Self.backtest("method: ownHistory\nbaselines: [naive, ets]")
    let tables = result.tables()
    #expect(Set(tables.map(\.name)) == Backtest.tableNames)
    let rows = Dictionary(uniqueKeysWithValues: tables.map { ($0.name, $0.rowCount) })
    #expect(
      rows == [
        "scores": 3 * 2 * 3, "skill": 2 * 2, "coverage": 3 * 2 * 3 * 3, "pit": 3 * 10,
        "origins": 3 * 3 * 2, "series": 3 * 12,
      ])
  }

  @Test("fits a terminal", arguments: [60, 80, 100])
  func width(_ width: Int) async throws {
    let text = try await Self.backtest("method: ets").text(width: width)
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= width })
    #expect(
      text.contains("6 forecasts of units that had never changed")
        && text.hasPrefix("Test: forecasts held against what came true\n"))
  }

  @Test("names the best of the others for units and for the total")
  func best() async throws {
    let text = try await Self.backtest("method: ownHistory\nbaselines: [naive]\n")
      .text(width: 1000)
    #expect(text.contains("than the best of the other methods, last value. 90 % intervals held"))
    #expect(text.contains("than the best of the others for it, last value; mean absolute error"))
  }

  /// Student's 95 % points: 4.303 at two degrees of freedom, 3.182 at three.
  @Test("says whether a gain could be luck")
  func luck() {
    func words(_ gains: [Double], baseline: Double = 10) -> String {
      Backtest.words(ForecastSkill(gains, baseline: baseline), over: "origin")
    }
    #expect(words([0, 0, 0]) == "as good as")
    #expect(words([1]) == "10 % better (by 1; 1 origin cannot tell it from luck) than")
    #expect(words([-1, -3]) == "20 % worse (by 2; 2 origins cannot tell it from luck) than")
    #expect(words([2, 2, 2]) == "20 % better (by 2) than")
    #expect(
      words([1, 2, 3])
        == "20 % better (by 2, standard error over 3 origins 0.577, so perhaps by luck) than")
    #expect(
      words([2, 3, 3, 4]) == "30 % better (by 3, standard error over 4 origins 0.408) than")
    #expect(words([1], baseline: 0).hasPrefix("better (by 1; "))
  }
}
