import Foundation
import Interchange
import Testing

/// Example data that belong to others and are not copied: they lie in the folder that the environment
/// variable ROUNDS_DATA names.
enum BorrowedExamples {
  static let skipped: Comment =
    "ROUNDS_DATA names no folder with the example data of others"

  static var folder: String? { ProcessInfo.processInfo.environment["ROUNDS_DATA"] }

  static func text(_ name: String) throws -> String {
    let url = URL(filePath: try #require(folder)).appending(path: name)
    return try String(decoding: Data(contentsOf: url), as: UTF8.self)
  }
}
