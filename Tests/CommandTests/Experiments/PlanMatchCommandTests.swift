import Foundation
import Testing

@Suite("rounds plan match")
struct PlanMatchCommandTests {
  /// Sixty HCPs, of whom those with many prescriptions were chosen more often.
  private static let pool =
    "hcp_id,specialty,pre_rx,calls\n"
    + (1...60).map { "\($0),\($0 % 3 == 0 ? "ON" : "GP"),\($0 * 7 % 23),\($0 * 5 % 11)" }
    .joined(separator: "\n") + "\n"

  private func folder(_ test: String = "hcp_id\n3\n10\n23\n26\n33\n59\n") throws -> TestFolder {
    let folder = try TestFolder()
    try folder.write(Self.pool, to: "pool.csv")
    try folder.write(test, to: "test.csv")
    return folder
  }

  @Test("writes matches and who has none, and shows the balance before and after")
  func matches() async throws {
    let folder = try folder()
    let arguments = ["plan", "match", "pool.csv", "--test", "test.csv", "--exact", "specialty"]
    let answer = try await Tool.run(arguments, in: folder)
    expect(answer, status: 0, complaint: "")
    #expect(
      answer.output.contains(
        "6 of 6 test units have 6 controls out of 54 candidates: nearest by propensity score"))
    #expect(answer.output.contains("The largest difference goes from "))
    #expect(answer.output.hasSuffix("Matches: matches.csv. Without: unmatched.csv.\n"))
    #expect(
      try folder.text("matches.csv").hasPrefix(
        "set,test,control,distance,test_score,control_score\n"))
    #expect(try folder.text("unmatched.csv") == "test,reason\n")
    expect(
      try await Tool.run(arguments, in: folder), status: 1, output: "",
      complaint:
        "matches.csv: is not written: the file exists; choose another folder with --out, or replace "
        + "it with --force\n")
    let json = try object(
      try await Tool.run(
        arguments + ["--force", "--json", "--optimal", "--mahalanobis", "--ratio", "2"], in: folder
      ).output)
    #expect(json["ok"] as? Bool == true && json["matches"] != nil && json["unmatched"] != nil)
  }

  @Test("says what would make a match feasible, with status 2 and nothing written")
  func infeasible() async throws {
    let folder = try folder()
    expect(
      try await Tool.run(
        ["plan", "match", "pool.csv", "--test", "test.csv", "--ratio", "10"], in: folder),
      status: 2,
      output: "",
      complaint:
        "pool.csv, test.csv: test list: 6 units with 10 controls each need 60 candidates, and the pool has 54; "
        + "add candidates, or match at most 5 of the units or with a smaller --ratio\n")
    try folder.write("hcp_id\n77\n", to: "other.csv")
    expect(
      try await Tool.run(["plan", "match", "pool.csv", "--test", "other.csv"], in: folder),
      status: 2,
      output: "",
      complaint: "other.csv:2: hcp_id: 77 is no candidate, and the test list has no specialty, "
        + "pre_rx, calls; add the unit to the candidates, or the columns to the test list\n")
    #expect(try folder.contents("") == ["other.csv", "pool.csv", "test.csv", "tiny.yaml"])
    let wrong = try await Tool.run(
      ["plan", "match", "pool.csv", "--test", "test.csv", "--ratio", "0"], in: folder)
    expect(wrong, status: 64)
    #expect(wrong.complaint.hasPrefix("Error: --ratio 0: write a number from 1 to 100\n"))
  }

  @Test("says that nothing is left to match on, and compares those that have a control")
  func exact() async throws {
    let folder = try folder()
    try folder.write("hcp_id,g\n1,a\n2,a\n3,b\n", to: "groups.csv")
    try folder.write("hcp_id\n1\n", to: "one.csv")
    let answer = try await Tool.run(
      ["plan", "match", "groups.csv", "--test", "one.csv", "--exact", "g", "--out", "one"],
      in: folder)
    expect(answer, status: 0, complaint: "")
    #expect(
      answer.output.hasPrefix(
        "1 of 1 test unit has 1 control out of 2 candidates, with the same g. No column is left to match on,\n"
          + "so that all candidates of a group are as near.\n"), "\(answer.output)")
    try folder.write("hcp_id\n1\n3\n", to: "two.csv")
    try folder.write("hcp_id,g\n1,a\n2,a\n3,b\n4,a\n", to: "more.csv")
    let some = try await Tool.run(
      ["plan", "match", "more.csv", "--test", "two.csv", "--exact", "g", "--out", "two"], in: folder
    )
    #expect(some.output.hasPrefix("1 of 2 test units has 1 control out of 2 candidates"))
    #expect(some.output.contains("column  test  pool  difference  matched  controls"))
  }
}
