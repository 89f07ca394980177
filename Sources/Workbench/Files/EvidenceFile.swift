import Interchange
public import Journeys

/// The table of evidence that scenarios cite by id.
public struct EvidenceFile: Sendable {
  /// One published figure.
  public struct Entry: Sendable, Equatable {
    /// The id, such as `E033`.
    public let id: String
    /// The grade: A to D.
    public let grade: SourceGrade
    /// What was measured.
    public let parameter: String
    /// Where it is published.
    public let source: String
    /// The year of publication; empty when nobody says.
    public let year: String

    /// The source, its year, and what it measured.
    public var citation: String {
      let dated = year.isEmpty || source.contains(year) ? source : "\(source) (\(year))"
      return dated.isEmpty ? parameter : "\(dated): \(parameter)"
    }
  }

  /// The largest table of evidence, in MiB; chosen as a hundred times the shipped one.
  static let largestSize = 8

  /// The path as messages call it.
  public let path: String

  /// The entries by id.
  public let entries: [String: Entry]

  /// Reads a table with the columns `id`, `grade`, `parameter`, `source` and `year`; others may
  /// stand beside them.
  ///
  /// - Parameters:
  ///   - text: Comma-separated text with a header.
  ///   - path: The path for messages.
  /// - Throws: `PanelError` with the line of a repeated id or an unknown grade, or a missing column.
  public init(text: String, path: String) throws {
    let file = try CSVFile(text: text, name: path)
    let ids = try file.column(named: "id")
    let grades = try file.column(named: "grade")
    let parameters = try file.column(named: "parameter")
    let sources = try file.column(named: "source")
    let years = try file.column(named: "year")
    var entries: [String: Entry] = [:]
    for row in ids.indices {
      guard let grade = SourceGrade(evidence: grades[row]) else {
        throw PanelError(
          file: path, line: file.lines[row], column: "grade",
          problem: "\"\(grades[row])\" is no grade; write A, B, C or D")
      }
      let entry = Entry(
        id: ids[row], grade: grade, parameter: parameters[row], source: sources[row],
        year: years[row])
      if entries.updateValue(entry, forKey: ids[row]) != nil {
        throw PanelError(
          file: path, line: file.lines[row], column: "id",
          problem: "\(ids[row]) stands here a second time; give each row its own id")
      }
    }
    self.path = path
    self.entries = entries
  }

  /// Reads a table of evidence from disk.
  ///
  /// - Parameter path: The path as the user typed it.
  /// - Throws: `WorkbenchError` when it cannot be read, `PanelError` when it is wrong.
  public init(path: String) throws {
    let file = try InputFile(path: path, atMost: Self.largestSize, noun: "a table of evidence")
    try self.init(text: file.text(), path: path)
  }

  /// The table that a scenario names under `evidence`, or the one that ships with the tool.
  ///
  /// - Parameters:
  ///   - document: The document of the scenario.
  ///   - scenario: The scenario's file, whose folder the name is relative to.
  /// - Returns: The table of evidence.
  /// - Throws: `WorkbenchError` when it cannot be read, `PanelError` when it is wrong.
  public static func named(
    by document: ScenarioDocument, of scenario: ScenarioFile
  ) throws -> EvidenceFile {
    guard let name = document.root["evidence"]?.text, !name.isEmpty else {
      let shipped = String(decoding: PackageResources.evidence_csv, as: UTF8.self)
      return try EvidenceFile(text: shipped, path: "evidence.csv")
    }
    return try EvidenceFile(path: scenario.path(of: name))
  }
}
