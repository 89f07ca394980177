import Interchange
import Journeys
import Studies
import Testing

@Suite("Forecast tables")
struct ForecastTableTests {
  @Test("say what each column means, and in which unit a number is")
  func documented() async throws {
    let forecast = try await Worlds.tiny.value
    let tables = forecast.tables() + [forecast.comparisonTable()]
    #expect(
      tables.map(\.name) == [
        "summary", "forecast", "funnel", "journey", "channels", "kpi", "replicates", "parameters",
        "paths", "comparison",
      ])
    for table in tables {
      #expect(table.rowCount > 0, "\(table.name)")
      #expect(table.meaning.hasSuffix("."), "\(table.name)")
      for column in table.columns {
        #expect(column.meaning.count > 3 && column.meaning.hasSuffix("."), "\(column.name)")
        if case .number = column.values {
          #expect(!column.unit.isEmpty, "\(table.name).\(column.name)")
        }
      }
      #expect(Set(table.columns.map(\.name)).count == table.columns.count)
    }
  }

  @Test("hold quantiles in order, and the mean within the range of the replicates")
  func quantiles() async throws {
    let forecast = try await Worlds.tiny.value
    for table in [forecast.forecastTable(), forecast.summaryTable(), forecast.comparisonTable()] {
      let points = try ["p05", "p25", "p50", "p75", "p95"].map { try table.numbers($0) }
      let (sd, count) = (try table.numbers("sd"), try table.numbers("replicates"))
      for row in 0..<table.rowCount {
        let ordered = points.map { $0[row] }
        #expect(ordered == ordered.sorted(), "\(table.name) row \(row)")
        #expect(sd[row] >= 0)
        #expect(count[row] == 5)
      }
    }
  }

  @Test("give totals that are the sums over the cells of the breakdown")
  func cells() async throws {
    let table = try await Worlds.tiny.value.forecastTable()
    let (arms, metrics) = (try table.texts("arm"), try table.texts("metric"))
    let (cells, steps) = (try table.texts("breakdown"), try table.numbers("step"))
    let means = try table.numbers("mean")
    var totals: [String: Double] = [:]
    var sums: [String: Double] = [:]
    for row in 0..<table.rowCount {
      let key = "\(arms[row]) \(metrics[row]) \(steps[row])"
      if cells[row] == "all" {
        totals[key] = means[row]
      } else {
        sums[key, default: 0] += means[row]
      }
    }
    #expect(sums.count == 3 * 12 * (6 + 2))
    for (key, sum) in sums {
      #expect(abs(sum - (totals[key] ?? .nan)) < 1e-9, "\(key)")
    }
    #expect(Set(cells) == ["all", "role=physician", "role=np_pa", "age=under65", "age=from65"])
  }

  @Test("keep everybody in exactly one stage at every date")
  func conservation() async throws {
    let table = try await Worlds.tiny.value.forecastTable()
    let metrics = try table.texts("metric")
    let (arms, dates, means) = (
      try table.texts("arm"), try table.texts("date"), try table.numbers("mean")
    )
    var people: [String: Double] = [:]
    for row in try table.rows(where: ["breakdown": "all"]) where metrics[row].hasPrefix("stage:") {
      people["\(arms[row]) \(dates[row])", default: 0] += means[row]
    }
    #expect(people.count == 36)
    #expect(people.values.allSatisfy { abs($0 - 330) < 1e-9 })
    #expect(dates.min() == "2027-01-04" && dates.max() == "2027-03-22")
  }

  @Test("agree with each other on touches, cost and engagement")
  func agreement() async throws {
    let forecast = try await Worlds.tiny.value
    let (funnel, channels) = (forecast.funnelTable(), forecast.channelTable())
    let (kpi, series) = (forecast.kpiTable(), forecast.forecastTable())
    for row in 0..<funnel.rowCount {
      let key = ["arm": try funnel.texts("arm")[row], "channel": try funnel.texts("channel")[row]]
      let name = key["channel"] ?? ""
      let other = try #require(try channels.rows(where: key).first)
      for (mine, theirs) in [
        ("delivered", "touches"), ("engaged", "engagements"), ("cost", "cost"),
      ] {
        #expect(try funnel.numbers(mine)[row] == channels.numbers(theirs)[other])
      }
      for step in ["delivered", "engaged"] {
        let total = try funnel.numbers(step)[row]
        let parts = try kpi.rows(where: key).map { try kpi.numbers(step)[$0] }
        #expect(abs(parts.reduce(0, +) - total) < 1e-9)
        let weeks = try series.rows(
          where: ["arm": key["arm"] ?? "", "metric": "\(step):\(name)", "breakdown": "all"])
        #expect(abs(try weeks.map { try series.numbers("mean")[$0] }.reduce(0, +) - total) < 1e-9)
      }
      let path = try ["planned", "delivered", "seen", "engaged"].map {
        try funnel.numbers($0)[row]
      }
      #expect(path == path.sorted(by: >))
    }
  }

  @Test("of comparisons turn their sign when arms change places")
  func antisymmetry() async throws {
    let document = try Worlds.shipped("tiny")
    func comparison(_ arms: [String]) async throws -> Table {
      try await ForecastStudy(document, arms: arms).run(threads: 2).comparisonTable()
    }
    let there = try await comparison(["email", "email-and-rep"])
    let back = try await comparison(["email-and-rep", "email"])
    let means = try await Worlds.tiny.value.summaryTable()
    for metric in ["fill", "value", "cost"] {
      let both = try ["email-and-rep", "email"].map { arm in
        let row = try #require(try means.rows(where: ["arm": arm, "metric": metric]).first)
        return try means.numbers("mean")[row]
      }
      func row(_ table: Table, _ arm: String, _ other: String) throws -> Int {
        try #require(
          try table.rows(where: ["metric": metric, "arm": arm, "against": other]).first)
      }
      let (a, b) = (
        try row(there, "email-and-rep", "email"), try row(back, "email", "email-and-rep")
      )
      for (mine, theirs) in [("mean", "mean"), ("p05", "p95"), ("p25", "p75"), ("p50", "p50")] {
        #expect(abs(try there.numbers(mine)[a] + back.numbers(theirs)[b]) < 1e-9, "\(metric)")
      }
      #expect(abs(try there.numbers("mean")[a] - (both[0] - both[1])) < 1e-9)
      #expect(abs(try there.numbers("relative")[a] - both[0] / both[1]) < 1e-12)
      #expect(try there.numbers("sd")[a] == back.numbers("sd")[b])
      #expect(abs(try there.numbers("relative")[a] * back.numbers("relative")[b] - 1) < 1e-12)
      #expect(try there.numbers("higher_share")[a] + back.numbers("higher_share")[b] <= 1)
    }
  }

  @Test("follow single agents from a start, in the order in which things happened")
  func paths() async throws {
    let table = try #require(try await Worlds.tiny.value.pathTable())
    let (kinds, dates) = (try table.texts("kind"), try table.texts("date"))
    let (agents, arms) = (try table.numbers("agent"), try table.texts("arm"))
    #expect(Set(kinds).isSubset(of: ["start", "move", "touch", "event"]))
    for row in 1..<table.rowCount where agents[row] == agents[row - 1] && arms[row] == arms[row - 1]
    {
      #expect(dates[row] >= dates[row - 1])
      #expect(kinds[row] != "start")
    }
    for arm in ["zero", "email", "email-and-rep"] {
      let own = try table.rows(where: ["arm": arm])
      #expect(own.filter { kinds[$0] == "start" }.count == 5)
      if arm == "zero" { #expect(!own.contains { kinds[$0] == "touch" }) }
    }
  }
}
