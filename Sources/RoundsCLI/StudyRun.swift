import Foundation
import Interchange
import Journeys
import Studies
import Workbench

/// A study as it is kept on disk: its identity, and its folder.
struct StudyRun {
  private let study: String
  private let name: String
  private let document: RunFile
  private let identity: RunIdentity
  private let tableNames: Set<String>
  private let threads: Int
  private let store: RunStore

  /// - Parameters:
  ///   - study: What is asked, such as `forecast`; the folder is named after it.
  ///   - scenario: Any arm of the scenario.
  ///   - file: Where the scenario was read from.
  ///   - changes: Changes that hold for this call.
  ///   - inputs: Other inputs, such as data, and the hashes of their contents.
  ///   - seed: Seed of all random numbers.
  ///   - replicates: Number of replicates.
  ///   - options: Everything else that determines the result, by name.
  ///   - tableNames: Tables that a complete run has.
  ///   - threads: Replicates that run at a time; not part of the identity.
  ///   - root: Folder of all runs.
  init(
    _ study: String, of scenario: Scenario, file: ScenarioFile,
    changes: [(path: String, value: String)], inputs: [(name: String, hash: UInt64)] = [],
    seed: UInt64, replicates: Int,
    options: [(name: String, value: String)], tableNames: Set<String>, threads: Int, root: String
  ) {
    self.init(
      study, named: scenario.name, document: RunFile("scenario.yaml", file.bytes),
      inputs: file.inputs + inputs, seed: seed, replicates: replicates,
      options: options
        + changes.enumerated().map {
          // Later changes win, so their order is part of the run.
          (name: "set \($0.offset + 1)", value: "\($0.element.path)=\($0.element.value)")
        },
      tableNames: tableNames, threads: threads, root: root)
  }

  /// A study of a document that is no scenario.
  ///
  /// - Parameters:
  ///   - study: What is asked, such as `mix-fit`; the folder is named after it.
  ///   - name: Name of the folder of runs: letters, digits and hyphens.
  ///   - document: The document byte for byte, under the name that it is kept by.
  ///   - inputs: Other inputs, such as data, and the hashes of their contents.
  ///   - seed: Seed of all random numbers.
  ///   - replicates: Number of replicates.
  ///   - options: Everything else that determines the result, by name.
  ///   - tableNames: Tables that a complete run has.
  ///   - threads: Parts that run at a time; not part of the identity.
  ///   - root: Folder of all runs.
  init(
    _ study: String, named name: String, document: RunFile,
    inputs: [(name: String, hash: UInt64)], seed: UInt64, replicates: Int = 1,
    options: [(name: String, value: String)], tableNames: Set<String>, threads: Int, root: String
  ) {
    self.study = study
    self.name = name
    self.document = document
    self.tableNames = tableNames
    self.threads = threads
    identity = RunIdentity(
      study: study, scenario: name, scenarioBytes: document.bytes, inputs: inputs, seed: seed,
      replicates: replicates, options: options)
    store = RunStore(root: root)
  }

  /// The run's folder, whether it is there or not.
  var folder: String { store.folder(scenario: name, study: study, identity: identity.text) }

  /// The same run, if it was made before and all of its tables are still there.
  func existing() -> RunFolder? {
    let found = store.existing(scenario: name, study: study, identity: identity.text)
    return found.flatMap { Set($0.tableNames).isSuperset(of: tableNames) ? $0 : nil }
  }

  /// Makes sure that the run can be kept before it is computed.
  func probe() throws {
    try store.probe(scenario: name, study: study, identity: identity.text)
  }

  /// What a study found.
  struct Result {
    let tables: [Table]
    /// The summary for a terminal of so many columns.
    let text: (Int) -> String
    /// Files beside the tables.
    var files: [RunFile] = []
  }

  /// Finds the same run, or computes and keeps it.
  ///
  /// - Parameters:
  ///   - again: Whether to compute even if the same run was made before.
  ///   - compute: The study.
  /// - Returns: What the command has to say.
  /// - Throws: What the study throws, or when the run cannot be kept.
  func answer(again: Bool, _ compute: () async throws -> Result) async throws -> RunAnswer {
    if !again, let found = existing() {
      return RunAnswer(folder: found.path, summary: found.summary, isFound: true)
    }
    try probe()
    let result = try await compute()
    let folder = try write(result.tables, files: result.files, summary: result.text(100))
    return RunAnswer(folder: folder, summary: result.text(Terminal.width), isFound: false)
  }

  /// Keeps the tables, the files beside them, the summary and perhaps a notebook.
  ///
  /// - Returns: The run's folder.
  func write(
    _ tables: [Table], files: [RunFile] = [], summary: String, notebook: Notebook? = nil
  ) throws -> String {
    try store.write(
      RunRecord(
        scenarioName: name, study: study, identity: identity.text, documentName: document.name,
        scenarioText: document.bytes, tables: tables, files: files,
        provenance: identity.provenance(threads: threads, recorded: WallClock.now()),
        summary: summary, notebook: notebook))
  }
}

/// What a command says about a run that was written or found.
struct RunAnswer {
  /// The run's folder.
  let folder: String
  /// The summary in words.
  let summary: String
  /// Whether the run was made before.
  let isFound: Bool

  /// Prints the summary and the folder, or everything as JSON with some of the tables.
  ///
  /// - Parameters:
  ///   - tables: Names of the tables that JSON holds.
  ///   - contents: What the folder holds, as the last line calls it.
  ///   - json: Whether to write JSON.
  /// - Throws: When a table cannot be read.
  func show(tables: [String], contents: String = "Tables", json: Bool) throws {
    guard json else {
      print(summary)
      if isFound { print("This run was made before; --again repeats it.") }
      print("\(contents): \(folder)")
      return
    }
    let head = JSONValue.object([
      JSONMember("ok", .flag(true)), JSONMember("folder", .text(folder)),
      JSONMember("found", .flag(isFound)), JSONMember("text", .text(summary)),
    ]).text(indent: nil)
    let texts = try tables.map { name in
      let text = try String(contentsOfFile: "\(folder)/tables/\(name).json", encoding: .utf8)
      return ",\"\(name)\":\(text.trimmingCharacters(in: .whitespacesAndNewlines))"
    }
    print("\(head.dropLast())\(texts.joined())}")
  }
}
