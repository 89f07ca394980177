import Interchange
public import Journeys
public import Studies

/// A calibration on disk: which parameters are learned, and from what.
public struct CalibrationFile: Sendable {
  /// The largest document, in MiB: what `SpecDocument` reads.
  private static let largestSize = 8

  /// The path as the user typed it.
  public let path: String

  /// The document byte for byte.
  public let bytes: [UInt8]

  /// The name without its folder, and the hash of the content, for the identity of runs.
  public let input: (name: String, hash: UInt64)

  private let text: String

  /// Reads a calibration.
  ///
  /// - Parameter path: The path as the user typed it.
  /// - Throws: `WorkbenchError` when it cannot be read.
  public init(path: String) throws {
    let file = try InputFile(path: path, atMost: Self.largestSize, noun: "a calibration")
    self.path = path
    bytes = file.bytes
    text = try file.text()
    input = (path.split(separator: "/").last.map(String.init) ?? path, contentHash(file.bytes))
  }

  /// Whether it asks for the likelihood of observed stages in place of simulated figures.
  ///
  /// - Throws: `SpecProblems` when the text is no document.
  public func isOfStages() throws -> Bool {
    try StageCalibrationSpec.isMeant(by: text, name: path)
  }

  /// What it says about a scenario, where it is of observed stages.
  ///
  /// - Parameter scenario: The scenario whose parameters are learned.
  /// - Returns: The calibration.
  /// - Throws: `SpecProblems` with everything that is wrong in it.
  public func stageSpec(of scenario: ScenarioDocument) throws -> StageCalibrationSpec {
    try StageCalibrationSpec(yaml: text, name: path, scenario: scenario)
  }

  /// What it says about a scenario, where it is of simulated figures.
  ///
  /// - Parameter scenario: The scenario whose parameters are learned.
  /// - Returns: The calibration.
  /// - Throws: `SpecProblems` with everything that is wrong in it.
  public func spec(of scenario: ScenarioDocument) throws -> CalibrationSpec {
    try CalibrationSpec(yaml: text, name: path, scenario: scenario)
  }
}
