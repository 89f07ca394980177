public import Estimation
import Interchange

/// The specification of a mix model on disk.
public struct MixSpecFile: Sendable {
  /// The largest specification, in MiB: what `SpecDocument` reads.
  private static let largestSize = 8

  /// The specification byte for byte.
  public let bytes: [UInt8]

  /// What it says.
  public let spec: MixSpec

  /// The name of the folder of its fits: the file's name without its ending, with hyphens in place of
  /// all but letters and digits.
  public let name: String

  /// Reads a specification.
  ///
  /// - Parameter path: The path as the user typed it.
  /// - Throws: `WorkbenchError` when it cannot be read, `SpecProblems` with all that is wrong in it.
  public init(path: String) throws {
    let input = try InputFile(path: path, atMost: Self.largestSize, noun: "a specification")
    bytes = input.bytes
    spec = try MixSpec(yaml: try input.text(), name: path)
    name = Self.folderName(path)
  }

  /// A name of letters, digits and hyphens; a fallback where nothing of it is left.
  static func folderName(_ path: String, otherwise fallback: String = "mix") -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let stem = file.split(separator: ".").first.map(String.init) ?? file
    let parts = stem.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    return parts.isEmpty ? fallback : parts.joined(separator: "-")
  }
}
