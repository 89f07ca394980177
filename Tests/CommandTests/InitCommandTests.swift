import Foundation
import Testing

@Suite("rounds init")
struct InitCommandTests {
  @Test("writes a starter that validates and runs")
  func starter() async throws {
    let folder = try TestFolder()
    expect(
      try await Tool.run(["init", "my-brand.yaml"], in: folder), status: 0,
      output:
        "Wrote my-brand.yaml. Next: rounds validate my-brand.yaml, then rounds run my-brand.yaml.\n",
      complaint: "")
    #expect(try folder.text("my-brand.yaml").contains("\nname: my-brand\n"))
    let check = try await Tool.run(["validate", "my-brand.yaml"], in: folder)
    expect(check, status: 0, complaint: "")
    #expect(check.output.hasPrefix("my-brand.yaml: fine.\n"))
    let run = try await Tool.run(["run", "my-brand.yaml", "--replicates", "1"], in: folder)
    expect(run, status: 0, complaint: "")
    #expect(run.output.contains("Tables and notebook: notebooks-output/my-brand/forecast-"))
  }

  @Test("writes the starter that is shipped as an example, but for its name")
  func sameAsExample() async throws {
    let folder = try TestFolder()
    _ = try await Tool.run(["init", "starter.yaml"], in: folder)
    func body(_ text: String) -> [Substring] {
      text.split(separator: "\n").filter { !$0.hasPrefix("name:") }
    }
    #expect(body(try folder.text("starter.yaml")) == body(try Shipped.text("starter.yaml")))
  }

  @Test("refuses to overwrite a file, unless it is forced")
  func overwriting() async throws {
    let folder = try TestFolder()
    let before = try folder.text("tiny.yaml")
    expect(
      try await Tool.run(["init", "tiny.yaml"], in: folder), status: 1, output: "",
      complaint:
        "tiny.yaml: is not written: the file exists; choose another name, or replace it with --force\n"
    )
    #expect(try folder.text("tiny.yaml") == before)
    expect(try await Tool.run(["init", "tiny.yaml", "--force"], in: folder), status: 0)
    #expect(try folder.text("tiny.yaml") != before)
  }

  @Test("names the folder that is missing")
  func missingFolder() async throws {
    let folder = try TestFolder()
    let answer = try await Tool.run(["init", "none/brand.yaml"], in: folder)
    expect(
      answer, status: 1, output: "",
      complaint:
        "none/brand.yaml: cannot be written: there is no such file or folder; check the name and the folder\n"
    )
    #expect(try folder.contents("") == ["tiny.yaml"])
  }

  @Test("answers in JSON")
  func json() async throws {
    let folder = try TestFolder()
    let good = try object(
      try await Tool.run(["init", "a.yaml", "--json"], in: folder).output)
    #expect(good["ok"] as? Bool == true && good["file"] as? String == "a.yaml")
    let again = try await Tool.run(["init", "a.yaml", "--json"], in: folder)
    expect(again, status: 1, complaint: "")
    #expect(try object(again.output)["ok"] as? Bool == false)
  }
}
