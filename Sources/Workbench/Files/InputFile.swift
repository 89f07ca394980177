import Foundation
import Interchange

/// The bytes of a file that the user named, read only when it is a file of a sensible size.
struct InputFile: Sendable {
  /// What a path leads to, with links followed.
  enum Kind: Equatable, Sendable {
    case file(size: Int)
    case folder
    case other
  }

  /// The path as the user typed it.
  let path: String

  /// The content.
  let bytes: [UInt8]

  /// Reads a file.
  ///
  /// The size is looked at before the first byte is read, so that a file that is far too large is
  /// refused at once.
  ///
  /// - Parameters:
  ///   - path: The path as the user typed it.
  ///   - mebibytes: The largest size.
  ///   - noun: What such a file is called in messages, with its article.
  /// - Throws: An error that says what stands there instead, and a name nearby when nothing does.
  init(path: String, atMost mebibytes: Int, noun: String) throws(WorkbenchError) {
    func refusal(_ reason: String, _ remedy: String) -> WorkbenchError {
      WorkbenchError(path: path, operation: "cannot be read", reason: reason, remedy: remedy)
    }
    guard let kind = try Self.kind(of: path, attempt: .read) else {
      throw refusal("there is no such file", Self.remedy(missing: path))
    }
    switch kind {
    case .folder: throw refusal("it is a folder", "name a file in it")
    case .other: throw refusal("it is not a regular file", "save the text in a file and name that")
    case .file(let size):
      guard size <= mebibytes << 20 else {
        throw refusal(
          "it is \(HumanNumber.text(Double(size))) bytes long",
          "\(noun) is at most \(mebibytes) MiB")
      }
    }
    do {
      bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    } catch {
      throw WorkbenchError(error, path: path, attempt: .read)
    }
    self.path = path
  }

  /// The content as text.
  ///
  /// - Throws: An error that names the first line that is not UTF-8.
  func text() throws(WorkbenchError) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
    throw WorkbenchError(
      path: path, operation: "cannot be read", reason: "line \(line + 1) is not UTF-8 text",
      remedy: "save the file as UTF-8")
  }

  /// What a path leads to; nil when there is nothing, or a link that leads nowhere.
  static func kind(
    of path: String, attempt: WorkbenchError.Attempt
  ) throws(WorkbenchError) -> Kind? {
    let target = URL(filePath: path).resolvingSymlinksInPath().path
    let attributes: [FileAttributeKey: Any]
    do {
      attributes = try FileManager.default.attributesOfItem(atPath: target)
    } catch {
      switch WorkbenchError.systemCode(of: error) {
      case .ENOENT, .ENOTDIR: return nil
      default: throw WorkbenchError(error, path: path, attempt: attempt)
      }
    }
    switch attributes[.type] as? FileAttributeType {
    case .typeDirectory?: return .folder
    case .typeRegular?: return .file(size: (attributes[.size] as? NSNumber)?.intValue ?? 0)
    case .typeSymbolicLink?: return nil
    default: return .other
    }
  }

  /// The nearest name in the folder where nothing was found.
  private static func remedy(missing path: String) -> String {
    let cut = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let folder = String(path[..<cut])
    let contents = try? FileManager.default.contentsOfDirectory(
      atPath: folder.isEmpty ? "." : folder)
    guard let contents else { return "check the name of the folder" }
    let near = nearestKey(to: String(path[cut...]), among: contents.sorted())
    return near.map { "did you mean \(folder)\($0)?" } ?? "check the name and the folder"
  }
}
