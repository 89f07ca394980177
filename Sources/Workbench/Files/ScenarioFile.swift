import Interchange
public import Journeys

/// A scenario on disk: its text, and the tables of agents that it names.
public struct ScenarioFile: Sendable {
  /// The largest scenario, in MiB: what `SpecDocument` reads.
  static let largestScenario = 8

  /// The largest table of agents, in MiB; chosen as several million agents with ten columns.
  static let largestTable = 512

  /// The path as the user typed it.
  public let path: String

  /// The text of the scenario.
  public let text: String

  /// The scenario byte for byte.
  public let bytes: [UInt8]

  /// The texts of the tables of agents, by the name that the scenario uses.
  ///
  /// A table that is not there is missing here too; `ScenarioDocument` reports it with its line.
  public let files: [String: String]

  /// The tables of agents and the hashes of their contents, in the order of the document, and the
  /// calibration.
  public let inputs: [(name: String, hash: UInt64)]

  /// The calibration whose draws stand in place of the priors; `nil` for the priors.
  public let posterior: CalibrationFolder?

  /// Reads a scenario and the tables that it names.
  ///
  /// - Parameters:
  ///   - path: The path as the user typed it.
  ///   - changes: Values that replace those of the document, by dotted path; a table of agents that
  ///     is named only there must be known here, because it is part of a run's identity.
  ///   - posterior: The folder of a calibration whose draws stand in place of the priors.
  /// - Throws: `WorkbenchError` when the file is missing, no file, not UTF-8, or larger than 8 MiB,
  ///   or when a table of agents or the calibration is there and cannot be read.
  public init(
    path: String, changes: [(path: String, value: String)] = [], posterior: String? = nil
  ) throws {
    self.posterior = try posterior.map { try CalibrationFolder(path: $0) }
    let file = try InputFile(path: path, atMost: Self.largestScenario, noun: "a scenario")
    self.path = path
    self.bytes = file.bytes
    self.text = try file.text()
    let folder = Self.folder(of: path)
    var files: [String: String] = [:]
    var inputs: [(name: String, hash: UInt64)] = []
    for name in Self.tableNames(in: text, path: path, changes: changes) {
      let table = Self.join(folder, name)
      guard try InputFile.kind(of: table, attempt: .read) != nil else { continue }
      let content = try InputFile(
        path: table, atMost: Self.largestTable, noun: "a table of agents")
      files[name] = try content.text()
      inputs.append((name, contentHash(content.bytes)))
    }
    self.files = files
    self.inputs = inputs + (self.posterior.map { [$0.input] } ?? [])
  }

  /// What is to be said of a calibration of another scenario; `nil` where there is none.
  public var remark: String? { posterior?.draws(for: bytes).remark }

  /// The checked document.
  ///
  /// - Parameter changes: Values that replace those of the document, by dotted path.
  /// - Returns: The document, under the path as the user typed it.
  /// - Throws: `SpecProblems` with everything that is wrong in it, or parameters of the calibration
  ///   that it does not have.
  public func document(
    changes: [(path: String, value: String)] = []
  ) throws -> ScenarioDocument {
    let drawn = posterior?.draws.names.map { "parameters.\($0).value" } ?? []
    let clashes = changes.map(\.path).filter { drawn.contains($0) }
    if !clashes.isEmpty {
      throw SpecProblems(
        clashes.map {
          SpecProblem(
            document: path, line: 0, path: $0,
            problem: "the calibration draws it; leave out --posterior or this change")
        })
    }
    let document = try ScenarioDocument(yaml: text, name: path, files: files, changes: changes)
    return try posterior.map { try document.drawing(from: $0.draws(for: bytes)) } ?? document
  }

  /// The path of a file that the scenario names, which is relative to the scenario's folder.
  func path(of name: String) -> String { Self.join(Self.folder(of: path), name) }

  /// The names of tables of agents in the document, its overlays and the changes, each once.
  private static func tableNames(
    in text: String, path: String, changes: [(path: String, value: String)]
  ) -> [String] {
    // A text that is not YAML names no table here; reading the document reports what is wrong.
    guard var root = (try? SpecDocument(yaml: text, name: path))?.root else { return [] }
    for change in changes {
      root = root.setting(
        change.path.split(separator: ".").map { String($0) }, to: SpecNode(.scalar(change.value)))
    }
    let overlays = ["settings", "switches", "arms"].flatMap { root[$0]?.entries.map(\.value) ?? [] }
    var names: [String] = []
    for world in [root] + overlays {
      for population in world["populations"]?.entries ?? [] {
        guard let name = population.value["agents"]?.text, !name.isEmpty, !names.contains(name)
        else { continue }
        names.append(name)
      }
    }
    return names
  }

  /// Everything before the last slash, with it; empty for a file in the current folder.
  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  private static func join(_ folder: String, _ name: String) -> String {
    name.hasPrefix("/") ? name : folder + name
  }
}
