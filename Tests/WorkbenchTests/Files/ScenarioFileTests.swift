import Foundation
import Interchange
import Testing

@testable import Workbench

@Suite("Scenario file")
struct ScenarioFileTests {
  private let text = """
    rounds: 1
    name: mini
    populations:
      hcps: { agents: people.csv }
      patients: { agents: missing.csv }
    arms:
      more: { populations: { hcps: { agents: more.csv } } }
    """

  @Test("keeps the path as typed, the text and every byte")
  func content() throws {
    let folder = try TestFolder()
    let path = try folder.write("name: \u{E9}\r\n", to: "a.yaml")
    let file = try ScenarioFile(path: path)
    #expect(file.path == path)
    #expect(file.text == "name: \u{E9}\r\n")
    #expect(file.bytes == Array("name: \u{E9}\r\n".utf8))
  }

  @Test("reads the tables beside it that the document and its arms name, and hashes them")
  func tables() throws {
    let folder = try TestFolder()
    try folder.write("role\nnp\n", to: "people.csv")
    try folder.write("role\nmd\n", to: "more.csv")
    let file = try ScenarioFile(path: folder.write(text, to: "a.yaml"))
    #expect(file.files == ["people.csv": "role\nnp\n", "more.csv": "role\nmd\n"])
    #expect(file.inputs.map(\.name) == ["people.csv", "more.csv"])
    #expect(file.inputs.map(\.hash) == ["role\nnp\n", "role\nmd\n"].map { contentHash($0.utf8) })
  }

  @Test("reads a table that only a change names")
  func changedTable() throws {
    let folder = try TestFolder()
    try folder.write("role\nnp\n", to: "other.csv")
    let path = try folder.write(text, to: "a.yaml")
    let file = try ScenarioFile(path: path, changes: [("populations.hcps.agents", "other.csv")])
    #expect(file.inputs.map(\.name) == ["other.csv"])
  }

  @Test("says what stands where no scenario is")
  func refusals() throws {
    let folder = try TestFolder()
    try folder.write("name: x", to: "launch.yaml")
    let place = folder.path
    func words(_ name: String) -> String {
      folder.words { _ = try ScenarioFile(path: "\(place)/\(name)") }
    }
    #expect(
      words("lanch.yaml")
        == "lanch.yaml: cannot be read: there is no such file; did you mean launch.yaml?")
    #expect(
      words("quite-other.txt")
        == "quite-other.txt: cannot be read: there is no such file; check the name and the folder")
    #expect(
      words("no/launch.yaml")
        == "no/launch.yaml: cannot be read: there is no such file; check the name of the folder")
    try FileManager.default.createDirectory(
      atPath: "\(place)/sub", withIntermediateDirectories: false)
    #expect(words("sub") == "sub: cannot be read: it is a folder; name a file in it")
  }

  @Test("refuses a device, and an empty path")
  func devices() {
    #expect(throws: WorkbenchError.self) { try ScenarioFile(path: "") }
    #expect(
      throws: WorkbenchError(
        path: "/dev/zero", operation: "cannot be read", reason: "it is not a regular file",
        remedy: "save the text in a file and name that")
    ) { try ScenarioFile(path: "/dev/zero") }
  }

  @Test("names the first line that is not UTF-8")
  func encoding() throws {
    let folder = try TestFolder()
    let path = "\(folder.path)/latin.yaml"
    try Data([0x61, 0x0A, 0x62, 0xE9, 0x0A]).write(to: URL(filePath: path))
    #expect(
      folder.words { _ = try ScenarioFile(path: path) }
        == "latin.yaml: cannot be read: line 2 is not UTF-8 text; save the file as UTF-8")
  }

  @Test("refuses a file of 200 MB without reading it", .timeLimit(.minutes(10)))
  func size() throws {
    let folder = try TestFolder()
    let path = try folder.write("", to: "big.yaml")
    let handle = try FileHandle(forWritingTo: URL(filePath: path))
    try handle.truncate(atOffset: 200_000_000)
    try handle.close()
    let took = ContinuousClock().measure {
      #expect(
        folder.words { _ = try ScenarioFile(path: path) }
          == "big.yaml: cannot be read: it is 200,000,000 bytes long; a scenario is at most 8 MiB")
    }
    // Reading them would allocate 200 MB; looking at the size takes microseconds.
    #expect(took < .milliseconds(500))
  }

  @Test("accepts 8 MiB to the byte", arguments: [(0, true), (1, false)])
  func limit(extra: Int, isAccepted: Bool) throws {
    let folder = try TestFolder()
    let path = try folder.write(String(repeating: "#", count: (8 << 20) + extra), to: "a.yaml")
    #expect(((try? ScenarioFile(path: path)) != nil) == isAccepted)
  }
}
