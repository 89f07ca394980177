import Foundation

/// A folder for one test, removed when the test lets go of it.
final class TestFolder: Sendable {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory
      .appending(path: "rounds-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and returns its path.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    let place = "\(path)/\(name)"
    try Data(text.utf8).write(to: URL(filePath: place))
    return place
  }

  /// Everything below the folder, hidden names too, sorted.
  func contents() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: path).sorted()
  }

  /// What an error says, with the folder left out.
  func words(_ action: () throws -> Void) -> String {
    do {
      try action()
      return "no error"
    } catch {
      return "\(error)".replacing(path + "/", with: "")
    }
  }
}
