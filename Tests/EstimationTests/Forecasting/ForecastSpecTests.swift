import Interchange
import Testing

@testable import Estimation

@Suite("Forecast specification")
struct ForecastSpecTests {
  private static let smallest = "time: month\nunit: id\noutcome: scripts\n"

  private func problems(_ yaml: String) -> String {
    do {
      _ = try ForecastSpec(yaml: yaml, name: "s.yaml")
      return ""
    } catch {
      return error.description
    }
  }

  @Test("has defaults")
  func defaults() throws {
    let spec = try ForecastSpec(yaml: Self.smallest, name: "s.yaml")
    #expect(spec.title == "s.yaml" && spec.drawCount == 1000 && spec.seed == 1)
    #expect(
      spec.methods == [.hierarchical, .naive, .seasonalNaive, .ownHistory, .ets, .regression])
    let series = try ForecastSpec(yaml: "time: month\noutcome: scripts", name: "s.yaml")
    #expect(series.methods == [.ets, .naive, .seasonalNaive, .ownHistory, .regression])
    #expect(spec.reconciliation == .topDown && !spec.missingRowsAreZero && spec.season == nil)
    #expect(spec.future == ForecastSpec.Future(meanOfLast: 3, isKnownInBacktests: false))
  }

  @Test("reads everything that may be said")
  func everything() throws {
    let spec = try ForecastSpec(
      yaml: Self.smallest + """
        title: Scripts
        drivers: { calls: { retention: 0.25 }, samples: }
        method: regression
        baselines: [naive, ets]
        season: 6
        draws: 500
        seed: 7
        reconcile: minimumTrace
        future: { meanOfLast: 2, backtest: known }
        missing: zero
        source: nobody
        note: a test
        """, name: "s.yaml")
    #expect(spec.methods == [.regression, .naive, .ets])
    #expect(spec.drivers.map(\.column) == ["calls", "samples"])
    #expect(spec.drivers.map(\.retention) == [0.25, 0.5])
    #expect(spec.season == 6 && spec.drawCount == 500 && spec.seed == 7)
    #expect(spec.reconciliation == .minimumTrace && spec.missingRowsAreZero)
    #expect(spec.future == ForecastSpec.Future(meanOfLast: 2, isKnownInBacktests: true))
  }

  @Test("says all that is wrong in form at once")
  func form() {
    #expect(
      problems("unit: id\noutcome: scripts\nmethod: arima\ndraws: 10\nseasn: 12") == """
        s.yaml:1: time: is missing; write a text (Column of dates, YYYY-MM-DD, or of whole numbers \
        of periods)
        s.yaml:3: method: "arima" is not one of \
        \(ForecastMethod.allCases.map(\.rawValue).joined(separator: ", "))
        s.yaml:4: draws: 10 is not a whole number of at least 100
        s.yaml:5: seasn: unknown key; did you mean season?
        """)
  }

  @Test("says all that does not go together at once")
  func together() {
    #expect(
      problems(
        Self.smallest + """
          drivers: { scripts: , calls: { retention: 1 } }
          method: naive
          baselines: [ets, naive, ets]
          """) == """
          s.yaml:4: drivers.calls.retention: an effect that never ends has no scale; write a share \
          below 1
          s.yaml:4: drivers.scripts: "scripts" is the outcome already; name another column
          s.yaml:6: baselines[1]: naive is the method itself; name others to hold it against
          s.yaml:6: baselines[2]: ets is named twice; keep one of them
          """)
  }

  private func panel(_ rows: String, more: String = "") throws -> Panel {
    let spec = try ForecastSpec(
      yaml: Self.smallest + "drivers: [calls]\n" + more, name: "s.yaml")
    return try spec.panel(CSVFile(text: "id,month,scripts,calls\n" + rows, name: "p.csv"))
  }

  private func complaint(_ rows: String, more: String = "") -> String {
    do {
      _ = try panel(rows, more: more)
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test("finds gaps, repetitions and cells that are no counts, with unit and period")
  func wrongPanel() {
    #expect(
      complaint("a,1,2,1\na,3,1.5,1\nb,1,-1,0\nb,2,1,0\nb,2,1,0\nb,3,1,0\n") == """
        p.csv:3: month: "a" has no row for 2 before this one; add a row per period, with 0 where \
        nothing was done
        p.csv:3: scripts: 1.5 is not a count; write a whole number of at least 0
        p.csv:4: scripts: -1 is not a count; write a whole number of at least 0
        p.csv:6: month: "b" has a row for 2 in line 5 already; keep one of them
        """)
  }

  @Test("finds columns that never vary")
  func zeroVariance() {
    #expect(
      complaint("a,1,2,1\na,2,2,1\nb,1,2,1\nb,2,2,1\n") == """
        p.csv: scripts: every row has the value 2; there is nothing to forecast; check the column
        p.csv: calls: every row has the value 1; it explains nothing; drop the driver
        """)
  }

  @Test("takes a missing row for zeros where it says so, but no missing period")
  func absentRows() throws {
    let rows = "a,1,2,1\na,3,1,1\nb,2,4,2\n"
    #expect(try panel(rows, more: "missing: zero")["scripts"] == [2, 0, 1, 0, 4, 0])
    #expect(
      complaint("a,1,2,1\na,2,1,1\nb,4,4,2\n", more: "missing: zero")
        == "p.csv: month: no row is of 3; add one, or the rows that were lost")
  }

  @Test("takes units to which nothing happened")
  func nothing() throws {
    #expect(try panel("a,1,0,1\na,2,0,0\nb,1,3,1\nb,2,2,1\n")["scripts"] == [0, 0, 3, 2])
  }

  @Test("reads a plan of its drivers, and says what is wrong in one")
  func plan() throws {
    let history = try panel("a,1,2,1\na,2,1,1\nb,1,4,2\nb,2,4,1\n")
    let spec = try ForecastSpec(yaml: Self.smallest + "drivers: [calls]", name: "s.yaml")
    func plan(_ rows: String, _ horizon: Int) throws -> [[Double]] {
      try spec.plan(
        CSVFile(text: "id,month,calls\n" + rows, name: "plan.csv"), continuing: history,
        horizon: horizon)
    }
    #expect(try plan("b,3,5\na,3,1\na,4,2\nb,4,6\n", 2) == [[1, 2, 5, 6]])
    #expect(try plan("b,3,5\na,3,1\na,4,2\nb,4,6\n", 1) == [[1, 5]])
    func words(_ rows: String, _ horizon: Int) -> String {
      do {
        _ = try plan(rows, horizon)
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(
      words("a,3,1\nb,3,1\n", 3)
        == "plan.csv: month: the plan ends at 3 and the forecast at 5; plan 3 periods, or forecast 1"
    )
    #expect(
      words("a,3,1\nc,3,1\n", 1) == """
        plan.csv: id: "b" has no rows; plan every unit of p.csv
        plan.csv:3: id: "c" is no unit of p.csv; did you mean a?
        """)
  }

  @Test("knows the season of the calendar")
  func season() {
    func season(_ step: PeriodAxis.Step) -> Int? {
      PeriodAxis(first: 0, step: step, count: 3).seasonByCalendar
    }
    #expect(season(.months(1)) == 12 && season(.months(3)) == 4)
    #expect(season(.days(7)) == 52 && season(.days(1)) == 7)
    #expect(season(.number) == nil && season(.days(10)) == nil)
  }
}
