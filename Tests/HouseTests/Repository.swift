import Foundation

/// The checkout that these tests read, found from the place of this file.
enum Repository {
  /// The folder of `Package.swift`.
  static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The libraries that are pure: no files, clocks, environment or system randomness.
  static let pureTargets = ["Interchange", "Statistics", "Journeys", "Estimation", "Studies"]

  /// Whether there is a file or folder at a path relative to the root.
  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: path).path)
  }

  /// The text of a file at a path relative to the root.
  static func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: root.appending(path: path)), as: UTF8.self)
  }

  /// The files in a folder and its folders, as sorted paths relative to the root.
  ///
  /// A path of a file stands for itself. Hidden files and folders, such as `.build`, are left out.
  static func files(under path: String) -> [String] {
    let start = root.appending(path: path)
    guard let isFolder = try? start.resourceValues(forKeys: [.isDirectoryKey]).isDirectory else {
      return []
    }
    guard isFolder else { return [path] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: start.path)) ?? []
    return names.sorted().filter { !$0.hasPrefix(".") }.flatMap { files(under: "\(path)/\($0)") }
  }

  /// The Swift files in some folders, taken apart into tokens.
  static func swiftSources(under paths: String...) throws -> [SwiftSource] {
    try paths.flatMap { files(under: $0) }.filter { $0.hasSuffix(".swift") }
      .map { SwiftSource(path: $0, text: try text($0)) }
  }

  /// The Swift files of the pure libraries.
  static func pureSources() throws -> [SwiftSource] {
    try pureTargets.flatMap { try swiftSources(under: "Sources/\($0)") }
  }
}
