/// The text of a document before it is parsed: its size, its characters and its lines.
struct SpecText {
  /// The largest text that is read, in bytes: 8 MiB, chosen as a hundred times a long scenario.
  static let largestSize = 8 * 1024 * 1024

  /// The text in UTF-8, without a byte order mark.
  let bytes: [UInt8]

  /// Takes a text apart.
  init(_ text: String) {
    var bytes = Array(text.utf8)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    self.bytes = bytes
  }

  /// The number of lines, at least one; a line end at the very end begins no further line.
  var lineCount: Int {
    var count = 1
    var index = 0
    while index < bytes.count {
      let next = Self.lineEnd(in: bytes, at: index)
      if next > index {
        if next < bytes.count { count += 1 }
        index = next
      } else {
        index += 1
      }
    }
    return count
  }

  /// The index behind a line end that begins at an index; the index itself when none does.
  static func lineEnd(in bytes: [UInt8], at index: Int) -> Int {
    switch bytes[index] {
    case UInt8(ascii: "\n"): return index + 1
    case UInt8(ascii: "\r"):
      let isPair = index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "\n")
      return isPair ? index + 2 : index + 1
    default: return index
    }
  }

  /// The first character that a document may not hold, with its line.
  ///
  /// Refused are control characters and the line separators of Unicode, which editors hide and which
  /// would shift the line numbers of all messages.
  func firstForbiddenCharacter() -> (line: Int, name: String)? {
    var line = 1
    var index = 0
    while index < bytes.count {
      let next = Self.lineEnd(in: bytes, at: index)
      if next > index {
        line += 1
        index = next
        continue
      }
      let value = Self.suspiciousScalar(bytes, index)
      if let value {
        let hex = String(value, radix: 16, uppercase: true)
        return (line, "U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex)
      }
      index += 1
    }
    return nil
  }

  /// The code of a forbidden character that begins at an index, or nil.
  private static func suspiciousScalar(_ bytes: [UInt8], _ index: Int) -> UInt32? {
    let byte = bytes[index]
    if byte == 0x7F || (byte < 0x20 && byte != UInt8(ascii: "\t")) { return UInt32(byte) }
    if byte == 0xC2, index + 1 < bytes.count, bytes[index + 1] < 0xA0 {
      return UInt32(bytes[index + 1])
    }
    if byte == 0xE2, index + 2 < bytes.count, bytes[index + 1] == 0x80,
      bytes[index + 2] == 0xA8 || bytes[index + 2] == 0xA9
    {
      return 0x2000 + UInt32(bytes[index + 2] & 0x3F)
    }
    return nil
  }
}
