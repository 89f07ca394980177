import Interchange

/// The files of a kept fit, as bytes.
struct MixFitFiles: Sendable {
  static let specification = MixFitRecord.specificationName
  static let panel = "data.csv"
  static let document = "fit.json"
  static let draws = "tables/draws.csv"
  static let front = "tables/front.csv"

  /// Largest sizes, in MiB; *chosen*: those of documents and tables elsewhere, and for draws ten
  /// times what a thousand parameters in four thousand draws take.
  private static let largest = [
    (name: specification, mebibytes: 8, noun: "a specification"),
    (name: panel, mebibytes: 512, noun: "a table of data"),
    (name: document, mebibytes: 64, noun: "a fit's document"),
    (name: draws, mebibytes: 1024, noun: "a table of draws"),
    (name: front, mebibytes: 1024, noun: "a table of candidates"),
  ]

  /// The folder, as the user typed it.
  let folder: String

  /// The files that are there, by name.
  private(set) var contents: [String: [UInt8]] = [:]

  /// Files that have not been written yet.
  ///
  /// - Parameters:
  ///   - folder: What messages call the folder.
  ///   - contents: The files, by name.
  init(folder: String, contents: [String: [UInt8]]) {
    self.folder = folder
    self.contents = contents
  }

  /// Reads the files of a folder.
  ///
  /// - Parameter folder: The path as the user typed it.
  /// - Throws: An error when it is no folder of a fit, or when a file cannot be read.
  init(folder: String) throws(WorkbenchError) {
    var trimmed = folder
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    self.folder = trimmed
    try RunFolder.check(
      trimmed, holds: Self.document, of: MixFitRecord.study, called: "a fit of a mix model",
      remedy: WorkbenchError.nameTheFit)
    for (name, mebibytes, noun) in Self.largest {
      let path = path(of: name)
      guard try InputFile.kind(of: path, attempt: .read) != nil else { continue }
      contents[name] = try InputFile(path: path, atMost: mebibytes, noun: noun).bytes
    }
  }

  /// The path of a file.
  func path(of name: String) -> String { "\(folder)/\(name)" }

  /// The bytes of a file that a fit must have.
  func bytes(of name: String) throws(WorkbenchError) -> [UInt8] {
    guard let bytes = contents[name] else {
      throw .unreadable(
        path(of: name), "there is no such file", WorkbenchError.restoreOrFitAgain)
    }
    return bytes
  }

  /// The text of a file that a fit must have.
  func text(of name: String) throws(WorkbenchError) -> String {
    guard let text = String(validating: try bytes(of: name), as: UTF8.self) else {
      throw .unreadable(path(of: name), "it is not UTF-8 text", WorkbenchError.restoreOrFitAgain)
    }
    return text
  }
}
