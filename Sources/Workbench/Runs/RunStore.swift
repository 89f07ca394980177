import Interchange

/// Where runs are kept: one folder per scenario, and in it one per run, named by its content.
public struct RunStore: Sendable {
  /// The folder of all runs, as the user typed it.
  public let root: String

  /// A store in a folder, which is made with the first run.
  ///
  /// - Parameter root: The folder of all runs, such as `notebooks-output`.
  public init(root: String) {
    var trimmed = root
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    self.root = trimmed
  }

  /// The folder of a run, whether it is there or not.
  ///
  /// - Parameters:
  ///   - scenario: The name of the scenario.
  ///   - study: The study, such as `forecast`.
  ///   - identity: The eight characters of `RunIdentity`.
  /// - Returns: A path such as `notebooks-output/launch/forecast-3f9a12c0`.
  public func folder(scenario: String, study: String, identity: String) -> String {
    "\(root == "/" ? "" : root)/\(scenario)/\(study)-\(identity)"
  }

  /// The run of an identity; nil when it was never made, or is not complete.
  ///
  /// - Parameters:
  ///   - scenario: The name of the scenario.
  ///   - study: The study, such as `forecast`.
  ///   - identity: The eight characters of `RunIdentity`.
  /// - Returns: The folder with what it says.
  public func existing(scenario: String, study: String, identity: String) -> RunFolder? {
    guard [scenario, study, identity].allSatisfy({ Self.isName($0) }) else { return nil }
    return RunFolder(path: folder(scenario: scenario, study: study, identity: identity))
  }

  /// Makes sure that a run can be kept before it is computed.
  ///
  /// - Parameters:
  ///   - scenario: The name of the scenario.
  ///   - study: The study, such as `forecast`.
  ///   - identity: The eight characters of `RunIdentity`.
  /// - Throws: `WorkbenchError` when the folder cannot be made.
  public func probe(scenario: String, study: String, identity: String) throws {
    try PartialFolder(for: folder(scenario: scenario, study: study, identity: identity)).discard()
  }

  /// Keeps a run.
  ///
  /// The folder appears complete or not at all; a folder of the same name is replaced only when the
  /// new one is complete.
  ///
  /// - Parameter run: The run.
  /// - Returns: The path of its folder.
  /// - Throws: `WorkbenchError` with the file that could not be written; nothing is left then.
  @discardableResult
  public func write(_ run: RunRecord) throws -> String {
    try checkNames(of: run)
    let folder = try PartialFolder(
      for: self.folder(scenario: run.scenarioName, study: run.study, identity: run.identity))
    do {
      try Self.fill(folder, with: run)
      try folder.complete()
    } catch {
      folder.discard()
      throw error
    }
    return folder.path
  }

  private static func fill(_ folder: PartialFolder, with run: RunRecord) throws(WorkbenchError) {
    try folder.write(run.scenarioText, to: run.documentName)
    try folder.write(run.summary.utf8, to: "summary.txt")
    try folder.makeFolder("tables")
    for table in run.tables {
      try folder.write(table.csvBytes(), to: "tables/\(table.name).csv")
      try folder.write(table.jsonBytes(), to: "tables/\(table.name).json")
    }
    for file in run.files { try folder.write(file.bytes, to: file.name) }
    if let notebook = run.notebook {
      let text = notebook.text(summary: run.summary, provenance: run.provenance)
      try folder.write(text.utf8, to: "notebook.ipynb")
    }
    try folder.write((run.provenance.jsonValue.text(indent: 2) + "\n").utf8, to: "run.json")
  }

  /// Names become folders and files, so they may not lead elsewhere.
  private func checkNames(of run: RunRecord) throws(WorkbenchError) {
    func refusal(_ reason: String, _ remedy: String) -> WorkbenchError {
      WorkbenchError(path: root, operation: "cannot be written", reason: reason, remedy: remedy)
    }
    for name in [run.scenarioName, run.study, run.identity] where !Self.isName(name) {
      throw refusal(
        "\"\(name)\" cannot name a folder", "use letters, digits and hyphens")
    }
    var seen: Set<String> = []
    for table in run.tables {
      let stem = table.name.filter { $0 != "_" }
      guard stem.isEmpty || Self.isName(stem), !table.name.isEmpty else {
        throw refusal(
          "\"\(table.name)\" cannot name a table", "use letters, digits, hyphens and underscores")
      }
      guard seen.insert(table.name).inserted else {
        throw refusal("two tables are named \(table.name)", "give each table its own name")
      }
    }
    var files: Set<String> = ["summary.txt", "run.json", "notebook.ipynb"]
    for table in run.tables {
      files.formUnion(["csv", "json"].map { "tables/\(table.name).\($0)" })
    }
    for name in [run.documentName] + run.files.map(\.name) {
      guard Self.isFileName(name) else {
        throw refusal(
          "\"\(name)\" cannot name a file",
          "use letters, digits, hyphens, underscores and dots, alone or in tables/")
      }
      guard files.insert(name).inserted else {
        throw refusal("two files are named \(name)", "give each file its own name")
      }
    }
  }

  /// Whether a path stays in the run's folder: a name that is not hidden, alone or in `tables/`.
  private static func isFileName(_ path: String) -> Bool {
    let name = path.hasPrefix("tables/") ? path.dropFirst("tables/".count) : path[...]
    return !name.isEmpty && !name.hasPrefix(".")
      && name.allSatisfy { $0.isLetter || $0.isNumber || "-_.".contains($0) }
  }

  private static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
  }
}
