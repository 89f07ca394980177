import Foundation
import Interchange

/// How many draws a calibration wrote, and the hash of their table: what a table that was cut off or
/// changed no longer has.
struct DrawsSeal: Equatable {
  private static let format = "rounds calibration draws"
  static let remedy = "restore it, or calibrate again with --again"

  /// The number of draws.
  let rows: Int
  /// The hash of the table, in hexadecimal characters.
  let hash: String

  /// The seal of a table.
  ///
  /// - Parameters:
  ///   - rows: The number of draws.
  ///   - bytes: The table byte for byte.
  init(rows: Int, bytes: [UInt8]) {
    self.rows = rows
    hash = String(contentHash(bytes), radix: 16)
  }

  /// Reads a seal.
  ///
  /// - Parameters:
  ///   - bytes: The file byte for byte.
  ///   - path: The file, for messages.
  /// - Throws: `WorkbenchError` when it is not as it was written.
  init(bytes: [UInt8], path: String) throws(WorkbenchError) {
    guard let content = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any],
      content["format"] as? String == Self.format, let rows = content["rows"] as? Int,
      let hash = content["hash"] as? String
    else { throw .unreadable(path, "it is damaged", Self.remedy) }
    self.rows = rows
    self.hash = hash
  }

  /// The file byte for byte.
  var bytes: [UInt8] {
    let content = JSONValue.object([
      JSONMember("format", .text(Self.format)), JSONMember("rows", .integer(rows)),
      JSONMember("hash", .text(hash)),
    ])
    return Array((content.text(indent: 2) + "\n").utf8)
  }

  /// Makes sure that a table is the one that was written.
  ///
  /// - Parameter file: The table.
  /// - Throws: `WorkbenchError` when it is not.
  func check(_ file: InputFile) throws(WorkbenchError) {
    guard String(contentHash(file.bytes), radix: 16) != hash else { return }
    let found = file.bytes.count { $0 == UInt8(ascii: "\n") } - 1
    throw .unreadable(
      file.path,
      found >= rows
        ? "its draws were changed after the calibration"
        : "it holds \(max(0, found)) whole rows of the \(HumanNumber.grouped(rows)) draws that the calibration wrote",
      Self.remedy)
  }
}
