public import Estimation

/// A design on disk.
public struct DesignFile: Sendable {
  /// The largest design, in MiB; *chosen* as far beyond any number of arms.
  private static let largestSize = 8

  /// The path as the user typed it.
  public let path: String
  /// The folder it stands in: empty for the current one, or with a stroke at its end.
  public let folder: String
  /// What it says.
  public let design: ExperimentDesign

  /// Reads a design.
  ///
  /// - Parameter path: The path as the user typed it.
  /// - Throws: `WorkbenchError` when it cannot be read, `SpecProblems` when it is no design.
  public init(path: String) throws {
    let file = try InputFile(path: path, atMost: Self.largestSize, noun: "a design")
    design = try ExperimentDesign(json: try file.text(), name: path)
    self.path = path
    folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }
}
