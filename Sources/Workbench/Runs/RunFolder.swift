import Foundation

/// A complete run on disk.
public struct RunFolder: Sendable, Equatable {
  /// The folder.
  public let path: String

  /// What the terminal showed when the run was made.
  public let summary: String

  /// The names of its tables, sorted.
  public let tableNames: [String]

  /// Finds a complete run; nil when there is none, or when a part of it is missing or unreadable.
  init?(path: String) {
    let files = FileManager.default
    guard let run = files.contents(atPath: "\(path)/run.json"),
      (try? JSONSerialization.jsonObject(with: run)) is [String: Any],
      let text = files.contents(atPath: "\(path)/summary.txt"),
      let summary = String(validating: text, as: UTF8.self),
      let tables = try? files.contentsOfDirectory(atPath: "\(path)/tables")
    else { return nil }
    self.path = path
    self.summary = summary
    self.tableNames = tables.filter { $0.hasSuffix(".csv") }.map { String($0.dropLast(4)) }.sorted()
  }
}
