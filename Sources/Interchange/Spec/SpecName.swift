/// The names that authors choose, such as those of channels and parameters.
enum SpecName {
  /// Whether a name may hold a character: letters, digits, `-` and `_`.
  static func accepts(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "-" || character == "_"
  }

  /// What is wrong with a key that names something.
  ///
  /// - Parameters:
  ///   - key: The key as written.
  ///   - noun: What it names. Levels such as `18-49` or `< 20 USD`, and columns of tables, may be any
  ///     text.
  /// - Returns: Nil when the key is a name.
  static func problem(in key: String, naming noun: String) -> String? {
    if key.isEmpty { return "the name of the \(noun) is empty; write one" }
    if isFree(noun) || isPlain(key) || key.allSatisfy({ accepts($0) }) { return nil }
    return "\"\(key)\" is not a name for a \(noun); use letters, digits, - and _"
  }

  /// Whether what a noun names may be called anything.
  static func isFree(_ noun: String) -> Bool { noun == "level" || noun == "column" }

  /// Whether a name has only those letters and digits that need no tables of Unicode, as most have.
  private static func isPlain(_ key: String) -> Bool {
    key.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
  }

  /// A path with one more key.
  static func path(_ path: String, _ key: String) -> String {
    path.isEmpty ? key : "\(path).\(key)"
  }
}
