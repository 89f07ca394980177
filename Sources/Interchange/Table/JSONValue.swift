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
    var result = ""
    write(into: &result, indent: indent, level: 0)
    return result
  }

  private func write(into result: inout String, indent: Int?, level: Int) {
    switch self {
    case .null: result += "null"
    case .flag(let flag): result += flag ? "true" : "false"
    case .integer(let integer): result += String(integer)
    case .number(let number): result += JSONText.number(number)
    case .text(let text): result += JSONText.quoted(text)
    case .list(let values):
      Self.write(values, between: ("[", "]"), into: &result, indent: indent, level: level) {
        $0.write(into: &$1, indent: indent, level: level + 1)
      }
    case .object(let members):
      Self.write(members, between: ("{", "}"), into: &result, indent: indent, level: level) {
        $1 += JSONText.quoted($0.name) + (indent == nil ? ":" : ": ")
        $0.value.write(into: &$1, indent: indent, level: level + 1)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], between marks: (open: String, close: String), into result: inout String,
    indent: Int?, level: Int, element write: (Element, inout String) -> Void
  ) {
    result += marks.open
    for (index, element) in elements.enumerated() {
      if index > 0 { result += "," }
      if let indent { result += "\n" + String(repeating: " ", count: indent * (level + 1)) }
      write(element, &result)
    }
    if let indent, !elements.isEmpty {
      result += "\n" + String(repeating: " ", count: indent * level)
    }
    result += marks.close
  }
}
