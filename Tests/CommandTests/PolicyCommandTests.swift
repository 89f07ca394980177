import Foundation
import Testing

/// `rounds ladder`, `audit` and `trace` as a user calls them.
@Suite("Commands of coordination")
struct PolicyCommandTests {
  private func folder() throws -> TestFolder {
    let folder = try TestFolder()
    try folder.write(try Shipped.text("dead-end-audit.yaml"), to: "audit.yaml")
    return folder
  }

  @Test(
    "keep their tables in a folder of their own, and find them again",
    arguments: [("ladder", ["ladder"]), ("audit", ["content", "deadends", "deadends_by"])])
  func kept(command: String, tables: [String]) async throws {
    let folder = try folder()
    let arguments = [command, "audit.yaml", "--replicates", "1"]
    let answer = try await Tool.run(arguments, in: folder)
    expect(answer, status: 0, complaint: "")
    #expect(answer.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    let line = try #require(answer.output.split(separator: "\n").last)
    let place = String(line.dropFirst("Tables: ".count))
    #expect(place.hasPrefix("notebooks-output/dead-end-audit/\(command)-"))
    let files =
      ["run.json", "scenario.yaml", "summary.txt", "tables"]
      + tables.flatMap { ["tables/\($0).csv", "tables/\($0).json"] }
    #expect(try folder.contents(place) == files.sorted())
    let again = try await Tool.run(arguments, in: folder)
    #expect(again.output.contains("This run was made before; --again repeats it."))
    let json = try await Tool.run(arguments + ["--json"], in: folder)
    let object = try object(json.output)
    #expect(object["ok"] as? Bool == true && object[tables[0]] != nil)
  }

  @Test("tell one person's story, in words and as JSON")
  func trace() async throws {
    let folder = try folder()
    let arguments = ["trace", "audit.yaml", "--agent", "4711"]
    let answer = try await Tool.run(arguments, in: folder)
    expect(answer, status: 0, complaint: "")
    #expect(answer.output.contains("starts as depth_0"))
    let json = try object(try await Tool.run(arguments + ["--json"], in: folder).output)
    #expect((json["trace"] as? [String: Any]) != nil)
    let nobody = try await Tool.run(["trace", "audit.yaml", "--agent", "9999999"], in: folder)
    #expect(nobody.status == 2 && nobody.complaint.contains("has no agent 9999999"))
    let missing = try await Tool.run(["trace", "audit.yaml"], in: folder)
    #expect(missing.status == 64)
  }
}
