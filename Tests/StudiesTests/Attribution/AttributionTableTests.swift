import Interchange
import Journeys
import Studies
import TestSupport
import Testing

@Suite("Attribution tables")
struct AttributionTableTests {
  /// Ads go to those who know nothing, calls to those who do; buying comes after both.
  static let funnel = Task {
    let document = try Worlds.small(
      """
      populations:
        people:
          size: 800
          journey:
            stages: [unaware, aware, buyer]
            start: unaware
            transitions:
              learn: { from: unaware, to: aware, ratePerWeek: 0.05, effects: { channels: { ad: 4 } } }
              buy: { from: aware, to: buyer, ratePerWeek: 0.1, effects: { channels: { call: 2 } } }
      channels:
        ad: { population: people, plan: { cadence: { perWeek: 0.5 }, stages: [unaware] } }
        call: { population: people, plan: { cadence: { perWeek: 0.3 }, stages: [aware] } }
      events: { tick: { title: Purchases, population: people, entering: buyer, probability: 1 } }
      """, weeks: 20)
    var question = AttributionStudy.Question()
    question.milestone = "aware"
    return try await AttributionStudy(document, question).run(threads: 2)
  }

  @Test("are those that a run promises, with a row for each model and channel")
  func names() async throws {
    let found = try await Self.funnel.value
    #expect(Set(found.tables().map(\.name)) == Attribution.tableNames)
    let table = found.attributionTable()
    #expect(table.rowCount == 9 * 2)
    #expect(try found.modelTable().texts("model").last == "exposure")
    #expect(found.modelTable().rowCount == 10 && found.exposureTable().rowCount == 2)
  }

  @Test("hold shares that sum to one, and errors against the truth")
  func shares() async throws {
    let found = try await Self.funnel.value
    let table = found.attributionTable()
    let (attributed, incremental) = (
      try table.numbers("attributed"), try table.numbers("incremental")
    )
    let errors = try table.numbers("error")
    #expect(errors.indices.allSatisfy { errors[$0] == attributed[$0] - incremental[$0] })
    for model in ["first", "markov", "data-driven"] {
      let rows = try table.rows(where: ["model": model])
      let shares = try table.numbers("credit_share")
      #expect(abs(rows.reduce(0) { $0 + shares[$1] } - 1) < 1e-9)
      let ranks = try table.numbers("rank")
      #expect(rows.map { ranks[$0] }.sorted() == [1, 2])
    }
    let models = found.modelTable()
    let first = try #require(try models.rows(where: ["model": "first"]).first)
    // Per replicate and then averaged, so at least the error of the means.
    let rows = try table.rows(where: ["model": "first"])
    let ofMeans = rows.reduce(0) { $0 + abs(errors[$1]) }
    #expect(try models.numbers("absolute_error")[first] >= ofMeans - 1e-9)
    #expect(try models.numbers("attributed")[first] > 0)
  }

  @Test("give awareness channels less by last touch than by first, and say so")
  func awareness() async throws {
    let found = try await Self.funnel.value
    let table = found.attributionTable()
    func share(_ model: String) throws -> Double {
      let row = try #require(try table.rows(where: ["model": model, "channel": "ad"]).first)
      return try table.numbers("credit_share")[row]
    }
    #expect(try share("last") < share("linear") && share("linear") < share("first"))
    let text = found.text(width: 100).replacing("\n", with: " ")
    #expect(text.contains("Last touch gives the awareness channels (ad) less than first touch: "))
    #expect(text.contains("Truth: without its channels the arm would have "))
    #expect(text.contains("Nearest to the truth is "))
    #expect(text.contains("of the conversions had no engagement since the one before"))
    #expect(found.text(width: 100).split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test("lead from pathways to drop-off and engagement")
  func analytics() async throws {
    let found = try await Self.funnel.value
    let pathways = found.pathwayTable()
    #expect(Set(try pathways.texts("pathway")).isSuperset(of: ["ad", "call", "ad > call"]))
    let (paths, converted) = (try pathways.numbers("paths"), try pathways.numbers("converted"))
    #expect(zip(paths, converted).allSatisfy { $0 >= $1 } && paths == paths.sorted(by: >))
    let drop = found.dropOffTable()
    let buyers = try #require(try drop.rows(where: ["last": "stage", "name": "buyer"]).first)
    #expect(try drop.numbers("people")[buyers] == 0)
    for last in ["channel", "stage"] {
      let rows = try drop.rows(where: ["last": last])
      let shares = try drop.numbers("share")
      #expect(abs(rows.reduce(0) { $0 + shares[$1] } - 1) < 1e-9)
    }
    let engagement = found.engagementTable()
    func figure(_ measure: String, _ group: String) throws -> Double {
      let row = try #require(
        try engagement.rows(where: ["measure": measure, "group": group]).first)
      return try engagement.numbers("figure")[row]
    }
    let people = try #require(try engagement.rows(where: ["measure": "converters"]).first)
    #expect(try engagement.numbers("cases")[people] == 5 * 800)
    let times = try ["p25", "p50", "p75"].map { try figure("time_from_start", $0) }
    #expect(times == times.sorted() && times[0] >= 7 && times[2] <= 19 * 7)
    #expect(
      try figure("follow_up_conversion", "call") > figure("follow_up_conversion", "ad"))
    #expect(
      try figure("cross_channel_progression", "ad") > figure("cross_channel_progression", "call"))
  }

  /// Both channels engage everybody in every week, so that each is first on half of the paths.
  ///
  /// The band has a false-alarm rate of 1e-6; by the order of declaration the share would be 0 or 1.
  @Test("do not look at the order in which channels are declared")
  func order() async throws {
    let plan = "{ population: people, plan: { cadence: { perWeek: 1, spacing: even } } }"
    let document = try Worlds.small(
      """
      populations: { people: { size: 1_000 } }
      channels: { one: \(plan), two: \(plan) }
      events: { tick: { population: people, while: present, probability: 0.05 } }
      """, weeks: 20)
    let found = try await AttributionStudy(document, replicates: 1).run()
    for model in 0...1 {
      let credits = found.replicates[0].credits[model]
      let all = credits.reduce(0, +)
      let band = StatisticalBand.proportion(0.5, trials: Int(all), falseAlarm: 1e-6)
      #expect(all > 500 && band.contains(credits[0] / all), "\(credits)")
    }
  }
}
