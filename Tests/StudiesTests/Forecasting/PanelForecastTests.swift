import Interchange
import Statistics
import Testing

@testable import Estimation
@testable import Studies

@Suite("Panel forecast")
struct PanelForecastTests {
  private static let history = OutcomeHistory(
    units: ["a", "b"], periods: PeriodAxis(first: 1, step: .number, count: 8),
    outcome: [3, 5, 2, 4, 3, 6, 4, 5, 10, 12, 11, 9, 14, 13, 12, 11])

  private static func spec(_ more: String = "") throws -> ForecastSpec {
    try ForecastSpec(
      yaml: "title: Test\ntime: month\nunit: id\noutcome: scripts\ndraws: 400\nmethod: naive\n"
        + more, name: "s.yaml")
  }

  @Test("gives units, the total, and the whole horizon")
  func table() async throws {
    let forecast = try await PanelForecast(
      Self.spec(), Self.history, document: "p.csv", horizon: 2)
    let table = forecast.forecastTable()
    guard case .text(let units)? = table["unit"]?.values,
      case .text(let periods)? = table["period"]?.values,
      case .number(let means)? = table["mean"]?.values
    else {
      Issue.record("the columns have their kinds")
      return
    }
    #expect(units == ["all", "all", "all", "a", "a", "a", "b", "b", "b"])
    #expect(periods == ["9", "10", "all", "9", "10", "all", "9", "10", "all"])
    for step in 0..<3 {
      #expect((means[step] - means[3 + step] - means[6 + step]).magnitude < 1e-9)
    }
    #expect((means[2] - means[0] - means[1]).magnitude < 1e-9)
    for (name, level) in [("50", 0.5), ("90", 0.9)] {
      let interval = PredictionInterval(
        forecast.draws.draws(unit: 0, step: 1).map { Double($0) }.sorted(), level: level)
      #expect(interval.low < interval.high)
      #expect(try table.numbers("low_\(name)")[4] == interval.low)
      #expect(try table.numbers("high_\(name)")[4] == interval.high)
    }
  }

  @Test("says the total, and what it was before")
  func words() async throws {
    let text = try await PanelForecast(Self.spec(), Self.history, document: "p.csv", horizon: 2)
      .text(width: 300)
    #expect(text.contains(" scripts in the 2 periods after 8, with a 90 % interval from "))
    #expect(text.contains("; by last value from 8 periods of 2 units.\nThe last 2 seen were 32.\n"))
    #expect(text.contains("Units share out a forecast of the total"))
  }

  /// Three units over eight numbered months, with calls that vary.
  private static let called = OutcomeHistory(
    units: ["a", "b", "c"], periods: PeriodAxis(first: 1, step: .number, count: 8),
    outcome: [5, 4, 6, 5, 7, 4, 5, 6, 9, 8, 11, 10, 9, 12, 10, 9, 1, 0, 2, 1, 1, 0, 1, 2],
    driverNames: ["calls"],
    drivers: [[1, 0, 2, 1, 2, 0, 1, 2, 2, 2, 4, 3, 2, 4, 3, 2, 0, 0, 1, 0, 1, 0, 0, 1]])

  private static func called(
    _ method: ForecastMethod, horizon: Int = 1, reconcile: String = "topDown",
    plan: [[Double]]? = nil
  ) async throws -> PanelForecast {
    let spec = try spec(
      "drivers: [calls]\nfuture: { meanOfLast: 30 }\nreconcile: \(reconcile)\n")
    return try await PanelForecast(
      spec.replacingMethod(method), called, document: "p.csv", horizon: horizon, plan: plan)
  }

  @Test("says what drivers are taken to do, and which figures follow them")
  func drivers() async throws {
    let unused = try await Self.called(.naive).text(width: 400)
    #expect(unused.contains("\ncalls: not used by last value.\n"))
    let shares =
      "The total is forecast by exponential smoothing, which does not use calls, so that only the "
      + "shares of units follow calls; write reconcile: bottomUp, or method: hierarchical, for a total "
      + "that does.\n"
    let held = try await Self.called(.regression).text(width: 400)
    #expect(
      held.contains(
        "\ncalls: no plan is given, and the mean of the last 8 periods of each unit goes on.\n"
          + shares))
    let planned = try await Self.called(.regression, plan: [[0, 9, 0]]).text(width: 400)
    #expect(planned.contains("\ncalls: as planned.\n" + shares))
    let alone = try await Self.called(.regression, reconcile: "bottomUp").text(width: 400)
    #expect(!alone.contains("The total is forecast by"))
  }

  @Test("takes no plan for a method that uses none")
  func vainPlan() async throws {
    await #expect {
      _ = try await Self.called(.ets, plan: [[1, 1, 1]])
    } throws: { error in
      "\(error)"
        == "--plan: method ets uses no drivers; leave --plan out, or write method: hierarchical"
    }
  }

  @Test("takes no plan where the specification names no drivers")
  func planWithoutDrivers() async throws {
    let spec = try Self.spec().replacingMethod(.hierarchical)
    await #expect {
      _ = try await PanelForecast(
        spec, Self.history, document: "p.csv", horizon: 1, plan: [])
    } throws: { error in
      "\(error)"
        == "--plan: the specification names no drivers; list the columns of the plan under drivers, or "
        + "leave --plan out"
    }
  }

  @Test("says that nothing shows how good forecasts beyond the history's length are")
  func far() async throws {
    let sentence = "The horizon is longer than the history"
    #expect(try await Self.called(.naive, horizon: 9).text(width: 400).contains(sentence))
    #expect(try await !Self.called(.naive, horizon: 8).text(width: 400).contains(sentence))
  }

  @Test("keeps what the hierarchical model learned, and says what calls go with")
  func learned() async throws {
    let forecast = try await Self.called(.hierarchical)
    #expect(forecast.tables().map(\.name) == PanelForecast.tableNames(of: .hierarchical))
    let table = try #require(forecast.tables().last)
    guard case .text(let names)? = table["parameter"]?.values,
      case .number(let means)? = table["mean"]?.values,
      case .number(let largest)? = table["r_hat"]?.values
    else {
      Issue.record("the columns have their kinds")
      return
    }
    #expect(names.count == 12 && largest.allSatisfy { $0.isFinite })
    let effect = means[try #require(names.firstIndex(of: "effect of calls"))]
    // From log 2 to log 3 of one more than the driver over its mean.
    let doubled = HumanNumber.percent(Elementary.expm1(effect * Elementary.log(1.5)))
    #expect(
      forecast.text(width: 400).contains(
        "\ncalls: twice the average, kept up, goes with \(doubled) more scripts of the same unit"))
  }

  @Test("warns of chains that do not agree")
  func warnings() {
    func words(_ rHat: Double, _ divergences: Int) -> [String] {
      PanelForecast.warnings(
        of: CountPanelFit.Diagnostics(
          largestRHat: rHat, smallestEffectiveSize: 100, divergences: divergences, deepest: 0,
          evaluations: 1))
    }
    #expect(words(1.05, 0).isEmpty)
    #expect(words(1.06, 0).first?.hasPrefix("The chains of the model do not agree (R̂ 1.06") == true)
    #expect(words(.nan, 0).count == 1)
    #expect(words(1, 2).first?.hasPrefix("2 draws of the model diverged") == true)
  }

  @Test("refuses more futures than fit into memory")
  func memory() async throws {
    await #expect {
      _ = try await PanelForecast(
        Self.spec(), Self.history,
        document: "p.csv", horizon: 600_000)
    } throws: { error in
      "\(error)"
        == "Test: 2 units, 600000 periods and 400 draws are too many futures at once; write draws: "
        + "333, or forecast fewer units at a time"
    }
  }

  @Test("needs its method")
  func methodNeeded() async throws {
    await #expect {
      _ = try await PanelForecast(
        Self.spec("season: 12\n").replacingMethod(.seasonalNaive), Self.history,
        document: "p.csv", horizon: 1)
    } throws: { error in
      "\(error)"
        == "p.csv: method seasonalNaive: needs 14 periods to learn from and has 8; write another "
        + "method"
    }
  }
}

extension ForecastSpec {
  fileprivate func replacingMethod(_ method: ForecastMethod) -> ForecastSpec {
    var spec = self
    spec.method = method
    return spec
  }
}
