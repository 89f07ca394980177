public import Interchange

/// A table of data on disk.
public struct DataFile: Sendable {
  /// The largest table, in MiB; *chosen* as ten thousand units by years of weeks with twenty columns.
  private static let largestSize = 512

  /// The table as it came in.
  public let csv: CSVFile

  /// The name without its folder, and the hash of the content, for the identity of runs.
  public let input: (name: String, hash: UInt64)

  /// Opens a table.
  ///
  /// - Parameter path: The path as the user typed it.
  /// - Throws: `WorkbenchError` when it cannot be read, `PanelError` when it is no table.
  public init(path: String) throws {
    let file = try InputFile(path: path, atMost: Self.largestSize, noun: "a table of data")
    csv = try CSVFile(text: try file.text(), name: path)
    let name = path.split(separator: "/").last.map(String.init) ?? path
    input = (name, contentHash(file.bytes))
  }
}
