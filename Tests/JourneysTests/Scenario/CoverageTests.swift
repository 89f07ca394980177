import Foundation
import Interchange
import Journeys
import Testing

/// The checkout, as far as the coverage table speaks of it.
private enum Checkout {
  /// The files under a folder, by their paths from the root of the repository.
  static func paths(under folder: String, file: String = #filePath) throws -> [String] {
    let root = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
      .sorted().map { "\(folder)/\($0)" }
  }

  /// What a pattern captures in the Swift files under a folder.
  static func names(
    _ pattern: Regex<(Substring, Substring)>, under folder: String
  ) throws -> Set<String> {
    let sources = try paths(under: folder).filter { $0.hasSuffix(".swift") }
    return Set(
      try sources.flatMap { path in
        try RepositoryFile.text(path).matches(of: pattern).map { String($0.1) }
      })
  }

  /// The kinds of metrics that the shipped scenarios have: `delivered` of `delivered:rep`.
  static func metrics() throws -> Set<String> {
    var kinds: Set<String> = []
    for path in try paths(under: "scenarios").filter({ $0.hasSuffix(".yaml") }) {
      let text = try RepositoryFile.text(path)
      // Specifications of mix models stand there too; a scenario says its version.
      guard "\n\(text)".contains("\nrounds: 1") else { continue }
      let document = try ScenarioDocument(yaml: text, name: path)
      for arm in document.arms {
        let scenario = try document.scenario(arm: arm.name)
        for metric in Metric.all(in: scenario) {
          kinds.insert(String(metric.name(in: scenario).prefix { $0 != ":" }))
        }
      }
    }
    return kinds
  }

  static func vocabulary() throws -> CoverageVocabulary {
    CoverageVocabulary(
      shape: ScenarioShape.document,
      tables: try names(/[tT]able\(\s*"([a-z_]+)"/, under: "Sources/Studies"),
      metrics: try metrics(),
      commands: try names(/commandName:\s*"([a-z-]+)"/, under: "Sources/RoundsCLI"),
      files: Set(try paths(under: "scenarios")))
  }
}

@Suite("Coverage table")
struct CoverageTests {
  static let page = "scenarios/COVERAGE.md"
  static let ids = (1...546).map { number in
    "S" + String(repeating: "0", count: 3 - String(number).count) + String(number)
  }

  @Test("has every row once and in order, with right counts and reasons")
  func everyRow() throws {
    let table = CoverageTable(try RepositoryFile.text(Self.page))
    #expect(table.faults(ids: Self.ids) == [])
    #expect(table.counts["all"] == Self.ids.count)
  }

  @Test("names keys, tables, metrics, commands and files that exist")
  func everyKey() throws {
    let table = CoverageTable(try RepositoryFile.text(Self.page))
    let vocabulary = try Checkout.vocabulary()
    for row in table.rows where !row.isOpen {
      for key in row.keys where !vocabulary.knows(key) {
        Issue.record("\(row.id): \(key) does not exist")
      }
    }
  }

  @Test("names scenarios that use the keys")
  func everyScenario() throws {
    let table = CoverageTable(try RepositoryFile.text(Self.page))
    let documents = try table.files.mapValues { file in
      try SpecDocument(yaml: RepositoryFile.text("scenarios/\(file)"), name: file).root
    }
    for row in table.rows where !row.paths.isEmpty {
      for name in row.users {
        guard let root = documents[name] else { continue }
        for path in row.paths where !CoverageVocabulary.isUsed(path, in: root) {
          Issue.record("\(row.id): \(name) does not use \(path.joined(separator: "."))")
        }
      }
      for name in row.partialUsers {
        guard let root = documents[name] else { continue }
        let isUsed = row.paths.contains { CoverageVocabulary.isUsed($0, in: root) }
        if !isUsed { Issue.record("\(row.id): \(name) uses none of the keys") }
      }
    }
  }

  /// A table of four rows; the first column of the counts and the rows can be spoiled.
  private func sample(
    expressed: Int = 1, what: String = "Rep visit", place: String = "SC01; in part SC02",
    reason: String = "out of reach: a legal form"
  ) -> CoverageTable {
    CoverageTable(
      """
      | expressed | \(expressed) | there is a key |
      | approximately | 1 | something close |
      | out of reach | 1 | not here |
      | later | 1 | planned |
      | SC01 | [launch.yaml](launch.yaml) |
      | SC02 | [device.yaml](device.yaml) |

      ## CH. Channels (4)

      | S001 | \(what) | `channels.*.access`, `table:kpi` | \(place) |
      | S002 | Congress | `channels.*.plan.flights` | no file yet; approximately: no seats; no talks |
      | S003 | Contract | – | \(reason) |
      | S004 | Test | – | later: experiments |
      """)
  }

  @Test("is read with its statuses, keys and places")
  func reading() {
    let table = sample()
    #expect(table.faults(ids: ["S001", "S002", "S003", "S004"]) == [])
    #expect(table.rows.map(\.status) == [.expressed, .approximately, .outOfReach, .later])
    #expect(table.rows[0].keys == ["channels.*.access", "table:kpi"])
    #expect(table.rows[0].paths == [["channels", "*", "access"]])
    #expect(table.rows[0].users == ["SC01"])
    #expect(table.rows[0].partialUsers == ["SC02"])
    #expect(table.rows[1].users.isEmpty)
    #expect(sample(place: "in part SC02; approximately: a; b").rows[0].partialUsers == ["SC02"])
    #expect(sample(place: "in part SC02; approximately: a; b").rows[0].users.isEmpty)
    #expect(table.files == ["SC01": "launch.yaml", "SC02": "device.yaml"])
  }

  @Test("is found wanting for a missing row, a wrong count, a long text, a place and a reason")
  func faults() {
    let ids = ["S001", "S002", "S003", "S004"]
    #expect(sample().faults(ids: ids + ["S005"]) == ["S005 is expected where  stands"])
    #expect(sample().faults(ids: ["S001", "S003", "S002", "S004"]).count == 1)
    #expect(sample(expressed: 2).faults(ids: ids) == ["1 rows are expressed, not 2"])
    let long = String(repeating: "word ", count: 11)
    #expect(sample(what: long).faults(ids: ids) == ["S001: more than ten words; shorten them"])
    let unknown = "S001: \"SC03\" is none of the scenarios at the top"
    #expect(sample(place: "SC03").faults(ids: ids) == [unknown])
    #expect(sample(place: "").faults(ids: ids).count == 1)
    for reason in ["", "out of reach: ", "no"] {
      #expect(sample(reason: reason).faults(ids: ids) == ["S003: \"\(reason)\" gives no reason"])
    }
  }

  @Test("has its keys looked up in the language and its scenarios")
  func lookups() throws {
    let vocabulary = CoverageVocabulary(
      shape: ScenarioShape.document, tables: ["kpi"], metrics: ["seen"], commands: ["run"],
      files: ["scenarios/tiny.yaml"])
    let known = [
      "channels.*.access", "channels.rep.access.by", "channels.*.plan.flights.*.from", "outcome",
      "arms.*", "targets.*.value.where.*", "table:kpi", "metric:seen", "command:run",
      "file:scenarios/tiny.yaml",
    ]
    let unknown = [
      "channels.*.acces", "channels.access.by", "channels.*.access.by.more", "outcomes", "arms.*.x",
      "table:kpis", "metric:", "command:", "file:tiny.yaml", "chart:kpi", "",
    ]
    for key in known { #expect(vocabulary.knows(key), "\(key)") }
    for key in unknown { #expect(!vocabulary.knows(key), "\(key)") }
    let yaml = "channels: { rep: { access: 1 } }\narms: { more: { events: { nrx: { value: 2 } } } }"
    let root = try SpecDocument(yaml: yaml, name: "a.yaml").root
    #expect(CoverageVocabulary.isUsed(["channels", "*", "access"], in: root))
    #expect(CoverageVocabulary.isUsed(["events", "nrx", "value"], in: root))
    #expect(!CoverageVocabulary.isUsed(["channels", "*", "consent"], in: root))
    #expect(!CoverageVocabulary.isUsed(["channels", "*", "access", "by"], in: root))
  }
}
