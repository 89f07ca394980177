import Foundation

/// Files that a command writes into a folder of the user's choice, none in place of another unless forced.
public struct NewFiles: Sendable {
  private let folder: String

  /// Refuses a folder in which a file would be replaced, before anything is computed.
  ///
  /// - Parameters:
  ///   - names: The names of the files.
  ///   - folder: The folder, made when there is none.
  ///   - isReplacing: Whether files that exist are replaced.
  /// - Throws: `WorkbenchError` with the first file that exists.
  public init(_ names: [String], in folder: String, replacing isReplacing: Bool) throws {
    self.folder = folder
    guard !isReplacing else { return }
    for name in names where FileManager.default.fileExists(atPath: path(of: name)) {
      throw WorkbenchError(
        path: path(of: name), operation: "is not written", reason: "the file exists",
        remedy: "choose another folder with --out, or replace it with --force")
    }
  }

  /// The path of a file, as the user would type it.
  public func path(of name: String) -> String { folder == "." ? name : "\(folder)/\(name)" }

  /// Writes the files, each of which appears under its name only when it is complete.
  ///
  /// - Parameter files: Names and contents.
  /// - Throws: `WorkbenchError` when something cannot be written.
  public func write(_ files: [(name: String, bytes: [UInt8])]) throws(WorkbenchError) {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw WorkbenchError(error, path: folder, attempt: .create)
    }
    for file in files {
      do {
        try Data(file.bytes).write(to: URL(filePath: path(of: file.name)), options: .atomic)
      } catch {
        throw WorkbenchError(error, path: path(of: file.name), attempt: .write)
      }
    }
  }
}
