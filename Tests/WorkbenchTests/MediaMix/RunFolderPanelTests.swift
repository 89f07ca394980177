import Estimation
import Foundation
import Interchange
import Journeys
import Studies
import Testing

@testable import Workbench

@Suite("Panels of forecasts")
struct RunFolderPanelTests {
  /// The smallest shipped scenario, run once for all tests.
  private static let forecast = Task {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(
      contentsOf: root.appending(path: "scenarios/tiny.yaml"), encoding: .utf8)
    return try await ForecastStudy(try ScenarioDocument(yaml: text, name: "tiny.yaml"))
      .run(threads: 2)
  }

  /// Keeps the run in a folder and gives its path.
  private func keep(in folder: TestFolder, study: String = "forecast") async throws -> String {
    let identity = RunIdentity(
      study: study, scenario: "tiny", scenarioBytes: [], seed: 1, replicates: 5)
    return try RunStore(root: folder.path).write(
      RunRecord(
        scenarioName: "tiny", study: study, identity: "3f9a12c0", scenarioText: [],
        tables: study == "forecast" ? [try await Self.forecast.value.forecastTable()] : [],
        provenance: identity.provenance(), summary: ""))
  }

  private func means(_ metric: String, arm: String, cells: [Int?] = [nil]) async throws -> [Double]
  {
    let forecast = try await Self.forecast.value
    let metric = try #require(Metric(metric, in: forecast.scenario))
    let place = try #require(forecast.study.arms.firstIndex(of: arm))
    return (0..<forecast.scenario.time.count).map { step in
      cells.reduce(0) { sum, cell in
        let values = forecast.values(metric, arm: place, step: step, cell: cell)
        return sum + values.reduce(0, +) / Double(values.count)
      }
    }
  }

  private func expectNear(_ first: [Double], _ second: [Double]) {
    #expect(first.count == second.count)
    #expect(zip(first, second).allSatisfy { ($0 - $1).magnitude <= 1e-9 * max(1, $1.magnitude) })
  }

  @Test("have a row per date: events, value, and each channel's touches, engagements and spend")
  func nation() async throws {
    let folder = try TestFolder()
    let path = try await keep(in: folder)
    let csv = try RunFolderPanel(path: path + "/", arm: "email-and-rep").csv
    #expect(csv.name == path)
    #expect(
      csv.header == [
        "date", "fill", "request", "value", "email_touches", "email_engaged", "email_spend",
        "rep_touches", "rep_engaged", "rep_spend",
      ])
    #expect(csv.rows.count == 12)
    #expect(try csv.column(named: "date").first == "2027-01-04")
    for (column, metric) in [
      ("fill", "event:fill"), ("value", "value"), ("rep_touches", "delivered:rep"),
      ("email_engaged", "engaged:email"), ("rep_spend", "cost:rep"),
    ] {
      expectNear(
        try csv.numbers(in: column), try await means(metric, arm: "email-and-rep"))
    }
  }

  @Test("have a row per unit and date by a breakdown, with heads, and channels spread by heads")
  func units() async throws {
    let folder = try TestFolder()
    let path = try await keep(in: folder)
    let csv = try RunFolderPanel(path: path, arm: "email-and-rep", by: ["age"]).csv
    #expect(
      csv.header == [
        "date", "unit", "size", "fill", "request", "email_touches", "email_engaged", "email_spend",
        "rep_touches", "rep_engaged", "rep_spend",
      ])
    #expect(
      try csv.column(named: "unit")
        == Array(repeating: "under65", count: 12) + Array(repeating: "from65", count: 12))
    let sizes = try csv.numbers(in: "size")
    #expect(sizes[0] + sizes[12] == 300 && Set(sizes).count == 2)
    let fills = try csv.numbers(in: "fill")
    expectNear(
      Array(fills[..<12]), try await means("event:fill", arm: "email-and-rep", cells: [0]))
    expectNear(
      Array(fills[12...]), try await means("event:fill", arm: "email-and-rep", cells: [1]))
    let touches = try csv.numbers(in: "rep_touches")
    let national = try await means("delivered:rep", arm: "email-and-rep")
    expectNear((0..<12).map { touches[$0] + touches[12 + $0] }, national)
    expectNear(Array(touches[..<12]), national.map { $0 * sizes[0] / 300 })
  }

  @Test("can be fitted")
  func fitted() async throws {
    let folder = try TestFolder()
    let csv = try RunFolderPanel(
      path: try await keep(in: folder), arm: "email-and-rep", by: ["age"], outcome: "fill"
    ).csv
    let spec = try MixSpec(
      yaml: """
        time: date
        unit: unit
        size: size
        outcome: fill
        channels: { rep: { exposure: rep_touches, spend: rep_spend } }
        """, name: "mmm.yaml")
    let design = try MixDesign(spec, try spec.panel(csv))
    #expect(design.units == ["under65", "from65"] && design.periods.count == 12)
  }

  @Test("say what cannot be found in a run")
  func messages() async throws {
    let folder = try TestFolder()
    let path = try await keep(in: folder)
    func words(_ arm: String?, by: [String] = [], outcome: String? = nil) -> String {
      folder.words { _ = try RunFolderPanel(path: path, arm: arm, by: by, outcome: outcome) }
        .replacing("tiny/forecast-3f9a12c0/tables/forecast.csv: ", with: "")
    }
    #expect(
      words(nil)
        == "arm: the run has several arms; name one of them with --arm: zero, email, email-and-rep")
    #expect(words("emial") == "arm: there is no arm \"emial\"; did you mean email?")
    #expect(
      words("everything")
        == "arm: there is no arm \"everything\"; the arms are zero, email, email-and-rep")
    #expect(
      words("email", by: ["aeg"])
        == "breakdown: there is no breakdown by \"aeg\"; did you mean age?")
    #expect(
      words("email", by: ["role"])
        == "breakdown: there is no breakdown by \"role\"; events are counted by age")
    #expect(
      words("email", by: ["age"], outcome: "fil")
        == "metric: there is no event \"fil\"; did you mean fill?")
    #expect(
      words("email", by: ["age"], outcome: "starts")
        == "metric: there is no event \"starts\"; the events are fill, request")
  }

  @Test("are not read from other places")
  func places() async throws {
    let folder = try TestFolder()
    let path = try await keep(in: folder, study: "audit")
    func words(_ path: String) -> String {
      folder.words { _ = try RunFolderPanel(path: path, arm: nil) }
    }
    let remedy = "name the folder that `rounds run` printed"
    #expect(
      words(path)
        == "tiny/audit-3f9a12c0: cannot be read: it is an audit, not a forecast; \(remedy)")
    #expect(
      words("\(folder.path)/tiny")
        == "tiny: cannot be read: it is no folder of a run; \(remedy)")
    let forecast = try await keep(in: folder)
    try FileManager.default.removeItem(atPath: "\(forecast)/tables/forecast.csv")
    #expect(
      words(forecast)
        == "tiny/forecast-3f9a12c0/tables/forecast.csv: cannot be read: there is no such file; "
        + "restore it, or run again")
  }
}
