import Foundation

/// A folder for one test, removed when the test lets go of it.
final class TestFolder: Sendable {
  let path: String

  /// Makes the folder and puts the smallest shipped scenario into it as `tiny.yaml`.
  init() throws {
    let url = FileManager.default.temporaryDirectory
      .appending(path: "rounds-command-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
    try write(try Shipped.text("tiny.yaml"), to: "tiny.yaml")
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func place(_ name: String) -> String { "\(path)/\(name)" }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(filePath: place(name)))
  }

  /// Writes `tiny.yaml` with some of its parts replaced under another name.
  func writeTiny(_ changes: [(String, String)], to name: String) throws {
    var text = try Shipped.text("tiny.yaml")
    for (part, replacement) in changes {
      guard text.contains(part) else { throw MissingPart(part: part) }
      text = text.replacing(part, with: replacement, maxReplacements: 1)
    }
    try write(text, to: name)
  }

  func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: place(name))) }

  func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  /// Everything below a folder inside, hidden names too, sorted.
  func contents(_ name: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: place(name)).sorted()
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: place(name)) }

  /// A part that a test wanted to replace and that the scenario does not hold.
  struct MissingPart: Error {
    let part: String
  }
}

/// The scenarios of the repository.
enum Shipped {
  static func folder() -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "scenarios")
  }

  static func text(_ name: String) throws -> String {
    try String(contentsOf: folder().appending(path: name), encoding: .utf8)
  }

  /// The names of all scenario files.
  static var names: [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: folder().path)) ?? []
    return all.filter { $0.hasSuffix(".yaml") }.sorted()
  }
}
