public import Estimation
import Interchange

/// The specification of a forecast on disk.
public struct ForecastSpecFile: Sendable {
  /// The largest specification, in MiB: what `SpecDocument` reads.
  private static let largestSize = 8

  /// The specification byte for byte.
  public let bytes: [UInt8]

  /// What it says.
  public let spec: ForecastSpec

  /// The name of the folder of its runs: the file's name without its ending, with hyphens in place of
  /// all but letters and digits.
  public let name: String

  /// Reads a specification.
  ///
  /// - Parameter path: The path as the user typed it.
  /// - Throws: `WorkbenchError` when it cannot be read, `SpecProblems` with all that is wrong in it.
  public init(path: String) throws {
    let input = try InputFile(path: path, atMost: Self.largestSize, noun: "a specification")
    bytes = input.bytes
    spec = try ForecastSpec(yaml: try input.text(), name: path)
    name = MixSpecFile.folderName(path, otherwise: "forecast")
  }
}
