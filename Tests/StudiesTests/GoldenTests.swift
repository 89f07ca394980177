import Interchange
import Studies
import TestSupport
import Testing

/// Whole tables of `scenarios/tiny.yaml`: counts and their means, so text is compared.
@Suite("Tables of the tiny scenario")
struct GoldenTests {
  @Test(
    "are as recorded", arguments: ["summary", "funnel", "journey", "channels", "kpi"])
  func whole(name: String) async throws {
    let tables = try await Worlds.tiny.value.tables()
    let table = try #require(tables.first { $0.name == name })
    expectGolden(table.csv(), named: "tiny-\(name).csv")
  }

  @Test("begin the forecast as recorded")
  func forecast() async throws {
    let table = try await Worlds.tiny.value.forecastTable()
    expectGolden(table.filtered(rows: Array(0..<50)).csv(), named: "tiny-forecast-50.csv")
  }

  @Test("of comparisons are as recorded")
  func comparison() async throws {
    expectGolden(try await Worlds.tiny.value.comparisonTable().csv(), named: "tiny-comparison.csv")
  }
}
