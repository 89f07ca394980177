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
  ///   - noun: What it names. Levels such as `18-49` or `< 20 USD` may be any text.
  /// - Returns: Nil when the key is a name.
  static func problem(in key: String, naming noun: String) -> String? {
    if key.isEmpty { return "the name of the \(noun) is empty; write one" }
    if noun == "level" || key.allSatisfy({ accepts($0) }) { return nil }
    return "\"\(key)\" is not a name for a \(noun); use letters, digits, - and _"
  }

  /// A path with one more key.
  static func path(_ path: String, _ key: String) -> String {
    path.isEmpty ? key : "\(path).\(key)"
  }
}
