import Testing

/// Absolute paths that exist on one machine only.
enum MachinePaths {
  /// Folders under the root of the file system, without their first slash.
  static let folders = ["work/", "tmp/h", "home/", "root/", "Users/"]

  /// The folders and files that belong to the project.
  static let places = [
    "Sources", "Tests", "bench", "scenarios", "notebooks-output/README.md",
    "notebooks-output/example", "notebooks-output/mmm-national.ipynb",
    "notebooks-output/mmm-geo.ipynb", "notebooks-output/experiments.ipynb",
    "notebooks-output/calibration.ipynb", "notebooks-output/peer-spillover.md",
    "notebooks-output/physicians-calibration.md", ".ci/run", ".ci/setup", ".editorconfig",
    ".gitignore",
    "Makefile",
    "Package.swift", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "DECISIONS.md",
  ]

  static func findings(path: String, text: String) -> [Finding] {
    var findings: [Finding] = []
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() {
      for folder in folders where containsRootPath(Array(line.utf8), folder) {
        let problem = "a path that starts with /\(folder) exists on one machine only"
        findings.append(Finding(path: path, line: number + 1, problem: problem))
      }
    }
    return findings
  }

  /// Whether a line holds a slash and a folder, and the slash does not continue a longer path.
  private static func containsRootPath(_ line: [UInt8], _ folder: String) -> Bool {
    line.indices.contains { place in
      guard line[place] == UInt8(ascii: "/"), line[(place + 1)...].starts(with: folder.utf8) else {
        return false
      }
      guard place > 0 else { return true }
      switch line[place - 1] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
        return false
      case let byte: return !"_-.}*)~".utf8.contains(byte)
      }
    }
  }
}

@Suite("Machine paths")
struct MachinePathTests {
  @Test("stand in no file of the project")
  func everyFile() throws {
    for path in MachinePaths.places.flatMap(Repository.files) {
      expectNone(MachinePaths.findings(path: path, text: try Repository.text(path)))
    }
  }

  @Test("are noticed in text", arguments: MachinePaths.folders)
  func noticed(folder: String) {
    let text = "first\nread(\"/\(folder)x/y\")"
    #expect(MachinePaths.findings(path: "a.md", text: text).map(\.line) == [2])
  }

  @Test("are told from relative paths and addresses")
  func others() {
    let text = MachinePaths.folders.map { "team/\($0)a https://example.org/\($0)b" }.joined()
    #expect(MachinePaths.findings(path: "a.md", text: text).isEmpty)
  }
}
