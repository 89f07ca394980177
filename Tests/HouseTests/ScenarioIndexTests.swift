import Testing

/// The index of the scenarios that ship with the tool.
enum ScenarioIndex {
  /// The documents that an index does not name.
  static func unlisted(_ paths: [String], index: String) -> [String] {
    paths.filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }
      .filter { path in
        let name = path.hasPrefix("scenarios/") ? String(path.dropFirst("scenarios/".count)) : path
        return !mentions(index, name)
      }
  }

  /// Whether a text holds a file name that is not the end of a longer one.
  private static func mentions(_ text: String, _ name: String) -> Bool {
    text.split { !($0.isLetter || $0.isNumber || "-_./".contains($0)) }
      .contains { $0 == name || $0 == "scenarios/\(name)" || $0 == "./\(name)" || $0 == "\(name)." }
  }
}

@Suite("Scenario index")
struct ScenarioIndexTests {
  @Test(
    "lists every scenario",
    .enabled(if: Repository.exists("scenarios"), "There is no folder of scenarios."))
  func everyScenario() throws {
    let paths = Repository.files(under: "scenarios")
    let index = Repository.exists("scenarios/README.md") ? "scenarios/README.md" : nil
    let text = try index.map(Repository.text) ?? ""
    for path in ScenarioIndex.unlisted(paths, index: text) {
      Issue.record("\(path) is not listed in scenarios/README.md")
    }
  }

  @Test("is found wanting when it leaves one out")
  func missing() {
    let paths = ["scenarios/README.md", "scenarios/tiny.yaml", "scenarios/very-tiny.yaml"]
    let index = "| [`very-tiny.yaml`](very-tiny.yaml) | small |"
    #expect(ScenarioIndex.unlisted(paths, index: index) == ["scenarios/tiny.yaml"])
    #expect(ScenarioIndex.unlisted(paths, index: index + " and tiny.yaml.") == [])
  }
}
