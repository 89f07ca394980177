/// One named value of a JSON object.
public struct JSONMember: Sendable, Equatable {
  /// The name of the value.
  public let name: String

  /// The value.
  public let value: JSONValue

  /// A value and its name.
  public init(_ name: String, _ value: JSONValue) {
    self.name = name
    self.value = value
  }
}

/// A JSON value whose objects keep the order of their members, so that its text is deterministic.
public indirect enum JSONValue: Sendable, Equatable {
  /// Nothing.
  case null
  /// True or false.
  case flag(Bool)
  /// A whole number.
  case integer(Int)
  /// A number in its shortest round-trip form; written as `null` when it is not finite.
  case number(Double)
  /// A text.
  case text(String)
  /// Values in order.
  case list([JSONValue])
  /// Named values in order.
  case object([JSONMember])

  /// The value as JSON text.
  ///
  /// - Parameter indent: Blanks per level for people to read; nil for one line without blanks.
  /// - Returns: JSON text without a line end after it.
  public func text(indent: Int?) -> String {
    var bytes: [UInt8] = []
    write(into: &bytes, indent: indent, level: 0)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the bytes of ``text(indent:)``.
  func write(into bytes: inout [UInt8], indent: Int?, level: Int) {
    switch self {
    case .null: bytes += "null".utf8
    case .flag(let flag): bytes += (flag ? "true" : "false").utf8
    case .integer(let integer): bytes += String(integer).utf8
    case .number(let number): JSONText.append(number, to: &bytes)
    case .text(let text): JSONText.append(text, to: &bytes)
    case .list(let values):
      Self.write(values, between: ("[", "]"), into: &bytes, indent: indent, level: level) {
        $0.write(into: &$1, indent: indent, level: level + 1)
      }
    case .object(let members):
      Self.write(members, between: ("{", "}"), into: &bytes, indent: indent, level: level) {
        JSONText.append($0.name, to: &$1)
        $1 += (indent == nil ? ":" : ": ").utf8
        $0.value.write(into: &$1, indent: indent, level: level + 1)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], between marks: (open: String, close: String), into bytes: inout [UInt8],
    indent: Int?, level: Int, element write: (Element, inout [UInt8]) -> Void
  ) {
    bytes += marks.open.utf8
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      if let indent { startLine(blanks: indent * (level + 1), &bytes) }
      write(element, &bytes)
    }
    if let indent, !elements.isEmpty { startLine(blanks: indent * level, &bytes) }
    bytes += marks.close.utf8
  }

  private static func startLine(blanks: Int, _ bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\n"))
    bytes += repeatElement(UInt8(ascii: " "), count: blanks)
  }
}
