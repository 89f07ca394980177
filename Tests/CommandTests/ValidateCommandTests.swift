import Foundation
import Testing

@Suite("rounds validate")
struct ValidateCommandTests {
  @Test("finds every shipped scenario fine", arguments: Shipped.names)
  func shipped(name: String) async throws {
    let folder = try TestFolder()
    let path = Shipped.folder().appending(path: name).path
    let answer = try await Tool.run(["validate", path], in: folder)
    expect(answer, status: 0, complaint: "")
    #expect(answer.output.hasPrefix("\(path): fine.\n"))
    let sources = try await Tool.run(["validate", path, "--sources", "--json"], in: folder)
    expect(sources, status: 0, complaint: "")
    let table = try #require(try object(sources.output)["sources"] as? [String: Any])
    #expect((table["rows"] as? [[Any]])?.isEmpty == false)
    #expect(try folder.contents("") == ["tiny.yaml"])
  }

  @Test("knows all shipped scenarios")
  func names() {
    #expect(
      Set(Shipped.names).isSuperset(of: [
        "adherence.yaml", "journey-mini.yaml", "specialty-launch.yaml", "starter.yaml", "tiny.yaml",
        "wellness-outreach.yaml",
      ]))
  }

  @Test("says what a scenario holds")
  func description() async throws {
    expect(
      try await Tool.run(["validate", "tiny.yaml"], in: try TestFolder()), status: 0,
      output: """
        tiny.yaml: fine.

          Thirty HCPs and three hundred patients
          12 weeks from 2027-01-04
          hcps: 30 agents, 3 stages, 3 transitions; hazards agent by agent
          patients: 300 agents, 3 stages, 2 transitions; hazards agent by agent
          channels: email, rep
          arms: zero, email, email-and-rep
          targets: 1

        """, complaint: "")
  }

  @Test("checks the changes of the call as well")
  func changes() async throws {
    let folder = try TestFolder()
    expect(
      try await Tool.run(["validate", "tiny.yaml", "--set", "seed=-1"], in: folder), status: 2,
      output: "", complaint: "tiny.yaml: seed: -1 is not a whole number of at least 0\n")
    expect(
      try await Tool.run(["validate", "tiny.yaml", "--set", "seed=7"], in: folder), status: 0,
      complaint: "")
  }
}
