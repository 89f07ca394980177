import Foundation

extension MixFitDocument {
  /// What a document of every version begins with.
  private struct Head: Decodable {
    var format: String
    var version: Int
  }

  /// Reads a `fit.json` of any version.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - path: Its path, for messages.
  /// - Returns: The document in the present version.
  /// - Throws: An error that says what is wrong, or that the program is too old.
  static func read(_ bytes: [UInt8], path: String) throws(WorkbenchError) -> MixFitDocument {
    let head = try decode(Head.self, bytes, path)
    guard head.format == format else {
      throw .unreadable(path, "it is no fit of a mix model", WorkbenchError.nameTheFit)
    }
    switch head.version {
    case 1:
      // Version 2 will move what is read here into a type of its own, MixFitDocument1, and turn
      // it into the present document; so will every version after it. Files of a version stand in
      // Tests/WorkbenchTests/Fixtures and are read for ever.
      return try decode(MixFitDocument.self, bytes, path)
    case (version + 1)...:
      throw .unreadable(
        path, "it is of version \(head.version)",
        "this program reads version \(version): update rounds")
    default:
      throw .unreadable(
        path, "no program wrote version \(head.version)", WorkbenchError.restoreOrFitAgain)
    }
  }

  private static func decode<Document: Decodable>(
    _ type: Document.Type, _ bytes: [UInt8], _ path: String
  ) throws(WorkbenchError) -> Document {
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
      throw .unreadable(
        path, "it is damaged: \(words(for: error))", WorkbenchError.restoreOrFitAgain)
    }
  }

  private static func words(for error: any Error) -> String {
    func place(_ keys: [any CodingKey]) -> String {
      keys.reduce(into: "") { text, key in
        if let index = key.intValue {
          text += "[\(index)]"
        } else {
          text += text.isEmpty ? key.stringValue : ".\(key.stringValue)"
        }
      }
    }
    switch error as? DecodingError {
    case .keyNotFound(let key, let context):
      return "\(place(context.codingPath + [key])) is missing"
    case .typeMismatch(_, let context) where !context.codingPath.isEmpty,
      .valueNotFound(_, let context) where !context.codingPath.isEmpty,
      .dataCorrupted(let context) where !context.codingPath.isEmpty:
      return "\(place(context.codingPath)) is of a wrong kind"
    default:
      return "it is not JSON"
    }
  }
}

extension WorkbenchError {
  /// The remedy for a folder that holds no fit.
  static let nameTheFit = "name the folder that `rounds mmm fit` printed"

  /// The remedy for a part of a fit that is not as it was written.
  static let restoreOrFitAgain = "restore it, or fit again"

  /// A file or a folder that is not what is wanted.
  static func unreadable(_ path: String, _ reason: String, _ remedy: String) -> WorkbenchError {
    WorkbenchError(path: path, operation: "cannot be read", reason: reason, remedy: remedy)
  }
}
