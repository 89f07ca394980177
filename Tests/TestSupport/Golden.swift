import Foundation
public import Testing

/// Compares a text with its recorded twin beside the test, and names the first line that differs.
///
/// With `RECORD_GOLDEN=1` in the environment it rewrites the record and fails, so that a recording
/// is always seen in review. List the folder in the test target's `exclude`.
///
/// - Parameters:
///   - text: What the program produced now.
///   - name: The record's file name, such as `tiny.csv`.
///   - folder: The folder of records, relative to the test file.
///   - testFile: The test's file; leave it out.
///   - sourceLocation: Where a difference is reported; leave it out.
public func expectGolden(
  _ text: String, named name: String, in folder: String = "Golden",
  testFile: String = #filePath, sourceLocation: SourceLocation = #_sourceLocation
) {
  let directory = URL(filePath: testFile).deletingLastPathComponent().appending(path: folder)
  let file = directory.appending(path: name)
  if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
    do {
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      Issue.record("recorded \(folder)/\(name); review it", sourceLocation: sourceLocation)
    } catch {
      Issue.record("cannot record \(folder)/\(name): \(error)", sourceLocation: sourceLocation)
    }
    return
  }
  guard let recorded = try? String(contentsOf: file, encoding: .utf8) else {
    Issue.record(
      "no record \(folder)/\(name); run with RECORD_GOLDEN=1", sourceLocation: sourceLocation)
    return
  }
  guard let difference = firstDifference(text, recorded) else { return }
  Attachment.record(text, named: name, sourceLocation: sourceLocation)
  Issue.record("\(folder)/\(name), \(difference)", sourceLocation: sourceLocation)
}

/// The first line in which a text differs from its record, in words; nil where they agree.
func firstDifference(_ text: String, _ recorded: String) -> String? {
  guard text != recorded else { return nil }
  let now = text.split(separator: "\n", omittingEmptySubsequences: false)
  let before = recorded.split(separator: "\n", omittingEmptySubsequences: false)
  let same = zip(now, before).prefix { $0 == $1 }.count
  let nowLine = same < now.count ? "\"\(now[same])\"" : "the end"
  let beforeLine = same < before.count ? "\"\(before[same])\"" : "the end"
  return "line \(same + 1): \(nowLine), recorded as \(beforeLine)"
}
