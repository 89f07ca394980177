import Foundation
import Testing

/// `rounds plan experiment` and `rounds plan holdout` as a user calls them.
@Suite("Commands of planning within a market")
struct PlanExperimentCommandTests {
  private func folder() throws -> TestFolder {
    let folder = try TestFolder()
    try folder.write(try Shipped.text("dead-end-audit.yaml"), to: "audit.yaml")
    return folder
  }

  private static let small = ["--replicates", "2", "--sizes", "400", "--weeks", "8"]

  @Test(
    "keep their tables in a folder of their own, and find them again",
    arguments: [
      (
        "experiment", ["audit.yaml"] + small, ["course", "experiment"]
      ),
      (
        "holdout", ["audit.yaml", "--shares", "0.1", "--weeks", "8", "--replicates", "2"],
        ["course", "experiment", "holdout"]
      ),
    ])
  func kept(command: String, words: [String], tables: [String]) async throws {
    let folder = try folder()
    let arguments = ["plan", command] + words
    let answer = try await Tool.run(arguments, in: folder)
    expect(answer, status: 0, complaint: "")
    #expect(answer.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    let line = try #require(answer.output.split(separator: "\n").last)
    let place = String(line.dropFirst("Tables: ".count))
    #expect(place.hasPrefix("notebooks-output/dead-end-audit/plan-\(command)-"))
    let files =
      ["run.json", "scenario.yaml", "summary.txt", "tables"]
      + tables.flatMap { ["tables/\($0).csv", "tables/\($0).json"] }
    #expect(try folder.contents(place) == files.sorted())
    let again = try await Tool.run(arguments, in: folder)
    #expect(again.output.contains("This run was made before; --again repeats it."))
    let json = try await Tool.run(arguments + ["--json"], in: folder)
    let object = try object(json.output)
    #expect(object["ok"] as? Bool == true && object[command] != nil)
  }

  static let wrong: [(arguments: [String], message: String)] = [
    (["--design", "cluster"], "Error: --design cluster: name the clusters with --unit"),
    (["--design", "stratified"], "Error: --design stratified: name the strata with --by"),
    (
      ["--design", "geos"],
      "Error: --design geos: write individual, stratified, pairs, cluster or stepped"
    ),
    (["--sizes", "many"], "Error: --sizes many: write numbers of people, or all"),
    (["--weeks", "0"], "Error: --weeks 0: write whole numbers of at least 1"),
    (["--weeks", "4,,8"], "Error: --weeks 4,,8: write values separated by commas"),
    (["--pre", "-1"], "Error: "),
    (["--alpha", "0.7"], "Error: --alpha 0.7: write a chance between 0 and 0.5, such as 0.05"),
    (["--power", "0.01"], "Error: --power 0.01: write a chance between alpha and 1, such as 0.8"),
    (
      ["--control-share", "1"],
      "Error: --control-share 1: write shares between 0 and 1, such as 0.1"
    ),
  ]

  @Test("end with 64 and the reason when the command line is wrong", arguments: wrong.indices)
  func usage(index: Int) async throws {
    let answer = try await Tool.run(
      ["plan", "experiment", "audit.yaml"] + Self.wrong[index].arguments, in: try folder())
    expect(answer, status: 64, output: "")
    #expect(answer.complaint.hasPrefix(Self.wrong[index].message), "\(answer.complaint)")
  }

  static let unfit: [(arguments: [String], message: String)] = [
    (["--arms", "as-is"], "a test compares arms; name at least two different ones with --arms"),
    (["--arms", "as-is,as-iz"], "arms: no arm \"as-iz\"; did you mean as-is?"),
    (["--design", "cluster", "--unit", "teritory"], "no category \"teritory\" of specialists; "),
    (["--weeks", "900"], "does not fit into the horizon of"),
    (["--sizes", "9000000"], "a test of 9,000,000 people: specialists has "),
    (["--population", "patients"], "people who can be assigned are specialists"),
  ]

  @Test("end with 2 and the reason when the scenario has no such test", arguments: unfit.indices)
  func refused(index: Int) async throws {
    let folder = try folder()
    let answer = try await Tool.run(
      ["plan", "experiment", "audit.yaml"] + Self.unfit[index].arguments, in: folder)
    expect(answer, status: 2, output: "")
    #expect(answer.complaint.contains(Self.unfit[index].message), "\(answer.complaint)")
    #expect(try folder.contents("").filter { $0.hasPrefix("notebooks-output") }.isEmpty)
  }
}
