/// Reads decimal numbers the way people write them in documents and tables.
///
/// Accepted are an optional sign, digits with an optional fraction, and an optional exponent. Words
/// such as `nan` and `inf`, hexadecimal forms and values that overflow are not numbers.
enum DecimalText {
  /// The finite number that a text stands for.
  ///
  /// - Parameters:
  ///   - text: The text, without surrounding blanks.
  ///   - allowsUnderscores: Whether single underscores may separate digits, as in `9_000`.
  /// - Returns: The number, or nil when the text is not one.
  static func value(_ text: some StringProtocol, allowsUnderscores: Bool) -> Double? {
    var digits = 0
    var exponentDigits = 0
    var hasPoint = false
    var hasExponent = false
    var hasUnderscore = false
    var previous: UInt8 = 0
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        if hasExponent { exponentDigits += 1 } else { digits += 1 }
      case UInt8(ascii: "+"), UInt8(ascii: "-"):
        guard previous == 0 || isExponentMark(previous) else { return nil }
      case UInt8(ascii: "."):
        guard !hasPoint, !hasExponent, previous != UInt8(ascii: "_") else { return nil }
        hasPoint = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        guard !hasExponent, digits > 0, previous != UInt8(ascii: "_") else { return nil }
        hasExponent = true
      case UInt8(ascii: "_"):
        guard allowsUnderscores, isDigit(previous), !hasExponent else { return nil }
        hasUnderscore = true
      default:
        return nil
      }
      if previous == UInt8(ascii: "_"), !isDigit(byte) { return nil }
      previous = byte
    }
    guard digits > 0, previous != UInt8(ascii: "_"), hasExponent == (exponentDigits > 0) else {
      return nil
    }
    let parsed = hasUnderscore ? Double(String(text.filter { $0 != "_" })) : Double(String(text))
    guard let parsed, parsed.isFinite else { return nil }
    return parsed
  }

  /// The remedy for a text that is nearly a number: a decimal comma or a percent sign.
  ///
  /// - Returns: The number as it should be written, or nil when nothing better is known.
  static func correction(of text: String) -> String? {
    if text.hasSuffix("%") {
      let digits = trimmed(text.dropLast())
      guard let percent = value(digits, allowsUnderscores: true) else { return nil }
      return JSONText.number(percent / 100)
    }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count > 1, !text.contains("e"), !text.contains("E") else { return nil }
    let looksGrouped =
      (1...3).contains(parts[0].count { $0.isNumber })
      && parts.dropFirst().allSatisfy { $0.prefix { $0.isNumber }.count == 3 }
    if looksGrouped, parts.count == 2, !text.contains("."), !parts[0].hasPrefix("0") {
      return "\(parts.joined()), or \(parts.joined(separator: ".")) for a fraction"
    }
    let isGrouped = parts.count > 2 || text.contains(".")
    let repaired = parts.joined(separator: isGrouped ? "" : ".")
    return value(repaired, allowsUnderscores: false) == nil ? nil : repaired
  }

  /// A text without the blanks around it.
  static func trimmed(_ text: some StringProtocol) -> String {
    var rest = Substring(text)
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private static func isExponentMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E")
  }
}
