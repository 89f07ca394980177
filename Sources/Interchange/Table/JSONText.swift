/// The two kinds of JSON text that need care: strings and numbers.
public enum JSONText {
  /// A text in quotes, with quotes, backslashes and control characters escaped.
  public static func quoted(_ text: String) -> String {
    var bytes: [UInt8] = []
    append(text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends a text in quotes, as ``quoted(_:)`` gives it.
  static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    // Names and dates, which tables hold by the thousand, need no escapes.
    if text.utf8.contains(where: { mayNeedEscape($0) }) {
      for scalar in text.unicodeScalars { append(scalar, to: &bytes) }
    } else {
      bytes += text.utf8
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Whether a byte is, or begins, something that is written with a backslash: the separators
  /// U+2028 and U+2029 begin with 0xE2.
  private static func mayNeedEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0xE2
  }

  private static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
    switch scalar {
    case "\"": bytes += "\\\"".utf8
    case "\\": bytes += "\\\\".utf8
    case "\n": bytes += "\\n".utf8
    case "\r": bytes += "\\r".utf8
    case "\t": bytes += "\\t".utf8
    case _ where scalar.value < 0x20 || scalar.value == 0x2028 || scalar.value == 0x2029:
      let hex = String(scalar.value, radix: 16)
      bytes += ("\\u" + String(repeating: "0", count: 4 - hex.count) + hex).utf8
    default: bytes += String(Character(scalar)).utf8
    }
  }

  /// The shortest decimal text that reads back as the same number, whole numbers without `.0`.
  ///
  /// - Parameter value: Any number; one that is not finite becomes `null`, which JSON has instead.
  /// - Returns: A JSON number, or `null`.
  public static func number(_ value: Double) -> String {
    var bytes: [UInt8] = []
    append(value, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends a number, as ``number(_:)`` gives it.
  static func append(_ value: Double, to bytes: inout [UInt8]) {
    guard value.isFinite else {
      bytes += "null".utf8
      return
    }
    bytes += value.description.utf8
    if bytes.suffix(2).elementsEqual(".0".utf8) { bytes.removeLast(2) }
  }
}
