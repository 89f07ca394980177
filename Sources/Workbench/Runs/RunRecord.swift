public import Interchange

/// A run as it is kept: what was asked, of what, and what came out.
public struct RunRecord: Sendable {
  /// The name of the scenario: letters, digits and hyphens.
  public let scenarioName: String

  /// The study that was asked for, such as `forecast`.
  public let study: String

  /// The eight characters of `RunIdentity`.
  public let identity: String

  /// The name of the file that holds the scenario, or the document that stands in its place.
  public let documentName: String

  /// The scenario, or the document that stands in its place, byte for byte.
  public let scenarioText: [UInt8]

  /// The tables, each with its own name.
  public let tables: [Table]

  /// Files beside the tables, each with its own name.
  public let files: [RunFile]

  /// What is needed to make the run again.
  public let provenance: Provenance

  /// What the terminal showed, as plain text.
  public let summary: String

  /// The notebook over the tables; nil for a run without one.
  public let notebook: Notebook?

  /// A run that is about to be kept.
  ///
  /// - Parameters:
  ///   - scenarioName: The name of the scenario: letters, digits and hyphens.
  ///   - study: The study that was asked for, such as `forecast`.
  ///   - identity: The eight characters of `RunIdentity`.
  ///   - documentName: The name of the file that holds the scenario, or what stands in its place.
  ///   - scenarioText: The scenario, or what stands in its place, byte for byte.
  ///   - tables: The tables, each with its own name.
  ///   - files: Files beside the tables, each with its own name.
  ///   - provenance: What is needed to make the run again; its `recorded` is the only clock.
  ///   - summary: What the terminal showed, as plain text.
  ///   - notebook: The notebook over the tables; nil for a run without one.
  public init(
    scenarioName: String, study: String, identity: String, documentName: String = "scenario.yaml",
    scenarioText: [UInt8], tables: [Table], files: [RunFile] = [], provenance: Provenance,
    summary: String, notebook: Notebook? = nil
  ) {
    self.scenarioName = scenarioName
    self.study = study
    self.identity = identity
    self.documentName = documentName
    self.scenarioText = scenarioText
    self.tables = tables
    self.files = files
    self.provenance = provenance
    self.summary = summary
    self.notebook = notebook
  }
}
