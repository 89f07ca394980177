import Foundation
import Testing

@Suite("--json")
struct JSONOutputTests {
  private func answer(_ arguments: [String], in folder: TestFolder) async throws -> Tool.Answer {
    try await Tool.run(arguments + ["--json"], in: folder)
  }

  @Test("of run names the folder, and says whether it was found")
  func run() async throws {
    let folder = try TestFolder()
    for isFound in [false, true] {
      let answer = try await answer(["run", "tiny.yaml"], in: folder)
      expect(answer, status: 0, complaint: "")
      let fields = try object(answer.output)
      #expect(fields["ok"] as? Bool == true)
      #expect(fields["found"] as? Bool == isFound)
      let place = try #require(fields["folder"] as? String)
      #expect(fields["text"] as? String == (try folder.text("\(place)/summary.txt")))
      let table = try #require(fields["summary"] as? [String: Any])
      #expect(table["name"] as? String == "summary")
      #expect((table["rows"] as? [[Any]])?.count == 11)
    }
  }

  @Test("of compare holds the summary and every pair of arms")
  func compare() async throws {
    let folder = try TestFolder()
    let answer = try await answer(["compare", "tiny.yaml"], in: folder)
    expect(answer, status: 0, complaint: "")
    let fields = try object(answer.output)
    #expect(fields["ok"] as? Bool == true)
    let comparison = try #require(fields["comparison"] as? [String: Any])
    let rows = try #require(comparison["rows"] as? [[Any]])
    #expect(rows.count == 10)
    #expect(Set(rows.compactMap { $0[0] as? String }) == ["fill", "value", "cost", "romi"])
    #expect((fields["summary"] as? [String: Any])?["name"] as? String == "summary")
    #expect(try folder.contents("") == ["tiny.yaml"])
  }

  @Test("of validate lists the arms")
  func validate() async throws {
    let answer = try await answer(["validate", "tiny.yaml"], in: try TestFolder())
    expect(answer, status: 0, complaint: "")
    let fields = try object(answer.output)
    #expect(fields["ok"] as? Bool == true)
    #expect(fields["arms"] as? [String] == ["zero", "email", "email-and-rep"])
    #expect((fields["problems"] as? [Any])?.isEmpty == true)
  }

  @Test("of verify is the table of targets, also when one does not hold")
  func verify() async throws {
    let folder = try TestFolder()
    let held = try await answer(["verify", "tiny.yaml"], in: folder)
    expect(held, status: 0, complaint: "")
    #expect(try object(held.output)["ok"] as? Bool == true)
    let table = try #require(try object(held.output)["targets"] as? [String: Any])
    #expect(table["name"] as? String == "targets")
    #expect((table["rows"] as? [[Any]])?.map { $0[1] as? String } == ["yes"])
    try folder.writeTiny([("between: [1.0, 3.0]", "between: [5, 6]")], to: "wrong.yaml")
    let failed = try await answer(["verify", "wrong.yaml"], in: folder)
    expect(failed, status: 1, complaint: "")
    #expect(try object(failed.output)["ok"] as? Bool == false)
    let found = try #require(try object(failed.output)["targets"] as? [String: Any])
    let rows = try #require(found["rows"] as? [[Any]])
    #expect(rows.map { $0[1] as? String } == ["NO"])
  }

  @Test("of verify in words says what was measured and what was wanted")
  func verifyInWords() async throws {
    let folder = try TestFolder()
    try folder.writeTiny([("between: [1.0, 3.0]", "between: [5, 6]")], to: "wrong.yaml")
    let answer = try await Tool.run(["verify", "wrong.yaml"], in: folder)
    expect(answer, status: 1, complaint: "")
    #expect(answer.output.hasPrefix("0 of 1 targets hold, over 5 replicates"))
    #expect(
      answer.output.contains(
        "more-fills does not hold: Does promotion raise the prescriptions filled? Measured "))
    let none = try await Tool.run(["init", "new.yaml"], in: folder)
    #expect(none.status == 0)
    expect(
      try await Tool.run(["verify", "new.yaml"], in: folder), status: 0,
      output: "new.yaml declares no targets.\n", complaint: "")
  }

  @Test(
    "of an error lists the problems with line and path",
    arguments: ["run", "compare", "validate", "verify", "attribute"])
  func documentErrors(command: String) async throws {
    let folder = try TestFolder()
    try folder.writeTiny(
      [("consent: 0.8", "consnet: 0.8"), ("perTouch: 375", "perTouch: -375")], to: "wrong.yaml")
    let answer = try await answer([command, "wrong.yaml"], in: folder)
    expect(answer, status: 2, complaint: "")
    let fields = try object(answer.output)
    #expect(fields["ok"] as? Bool == false)
    let problems = try #require(fields["problems"] as? [[String: Any]])
    #expect(problems.map { $0["line"] as? Int } == [54, 68])
    #expect(
      problems.map { $0["path"] as? String }
        == ["channels.email.consnet", "channels.rep.cost.perTouch"])
    #expect(
      problems.map { $0["problem"] as? String }
        == ["unknown key; did you mean consent?", "-375 is not a number of at least 0"])
    #expect(problems.allSatisfy { $0["document"] as? String == "wrong.yaml" })
  }

  @Test(
    "of a file that is not there says so",
    arguments: ["run", "compare", "validate", "verify", "attribute"])
  func fileErrors(command: String) async throws {
    let answer = try await answer([command, "tinny.yaml"], in: try TestFolder())
    expect(answer, status: 2, complaint: "")
    let problems = try #require(try object(answer.output)["problems"] as? [[String: Any]])
    #expect(
      problems.map { $0["problem"] as? String } == [
        "tinny.yaml: cannot be read: there is no such file; did you mean tiny.yaml?"
      ])
  }
}
