import Foundation

/// The commented scenario that newcomers begin with.
public enum StarterScenario {
  /// The text, as it ships with the tool.
  public static var text: String {
    String(decoding: PackageResources.starter_yaml, as: UTF8.self)
  }

  /// Writes the starter under a new name.
  ///
  /// - Parameters:
  ///   - path: The file to write; the scenario is named for it.
  ///   - isReplacing: Whether a file that exists is replaced.
  /// - Returns: The path.
  /// - Throws: `WorkbenchError` when the file exists or cannot be written.
  public static func write(to path: String, replacing isReplacing: Bool) throws -> String {
    guard isReplacing || !FileManager.default.fileExists(atPath: path) else {
      throw WorkbenchError(
        path: path, operation: "is not written", reason: "the file exists",
        remedy: "choose another name, or replace it with --force")
    }
    let stem = URL(filePath: path).deletingPathExtension().lastPathComponent
    let name = String(stem.map { $0.isLetter || $0.isNumber ? $0 : "-" })
    let text = text.replacing(/(?m)^name:.*$/, with: "name: \(name)", maxReplacements: 1)
    do {
      try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw WorkbenchError(error, path: path, attempt: .write)
    }
    return path
  }
}
