import Foundation

extension RunFolder {
  /// Makes sure that a path is a folder with a file that only runs of one study have.
  ///
  /// - Parameters:
  ///   - path: The folder, as the user typed it.
  ///   - name: The file.
  ///   - study: The study, as `run.json` names it.
  ///   - noun: What such a run is called in messages, with its article.
  ///   - remedy: What names such a folder.
  /// - Throws: An error that says what stands there instead.
  static func check(
    _ path: String, holds name: String, of study: String, called noun: String, remedy: String
  ) throws(WorkbenchError) {
    switch try InputFile.kind(of: path, attempt: .read) {
    case .folder: break
    case .file, .other: throw .unreadable(path, "it is no folder", remedy)
    case nil: throw .unreadable(path, "there is no such folder", remedy)
    }
    guard try InputFile.kind(of: "\(path)/\(name)", attempt: .read) == nil else { return }
    guard let found = Self.study(of: path) else {
      throw .unreadable(path, "it is no folder of a run", remedy)
    }
    guard found == study else {
      let article = "aeiou".contains(found.first ?? "x") ? "an" : "a"
      throw .unreadable(path, "it is \(article) \(found), not \(noun)", remedy)
    }
    throw .unreadable("\(path)/\(name)", "there is no such file", "restore it, or run again")
  }

  /// The study that the folder of a run says it is of; nil when it does not say.
  private static func study(of path: String) -> String? {
    guard let bytes = FileManager.default.contents(atPath: "\(path)/run.json"),
      let run = try? JSONSerialization.jsonObject(with: bytes) as? [String: Any]
    else { return nil }
    return run["study"] as? String
  }
}
