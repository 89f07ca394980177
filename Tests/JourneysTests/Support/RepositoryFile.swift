import Foundation

/// Files of the repository that tests read.
enum RepositoryFile {
  /// The text of a file, by its path from the root of the repository.
  static func text(_ path: String, from file: String = #filePath) throws -> String {
    let root = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }
}
