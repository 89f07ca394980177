extension SpecKind {
  /// What is wrong with a scalar at a place of this kind.
  ///
  /// - Parameters:
  ///   - node: The scalar.
  ///   - text: Its text.
  /// - Returns: The problem, or nil when the scalar is accepted.
  func problem(inScalar node: SpecNode, _ text: String) -> String? {
    switch self {
    case .number(let rule):
      return Self.problem(inNumber: node, text, rule)
    case .integer(let lowest):
      if let integer = node.integer, integer >= lowest { return nil }
      guard node.number != nil else { return Self.notANumber(text, remedy: words) }
      return "\(text) is not \(words)"
    case .text, .anything:
      return nil
    case .flag:
      return node.flag == nil ? "\(Self.shown(text)) is not true or false" : nil
    case .date:
      guard node.date == nil else { return nil }
      return "\(Self.shown(text)) is not a date; write a day that exists as YYYY-MM-DD"
    case .choice(let choices):
      guard !choices.contains(text) else { return nil }
      let suggestion = nearestKey(to: text, among: choices).map { "; did you mean \($0)?" } ?? ""
      return "\(Self.shown(text)) is not \(words)\(suggestion)"
    case .orNothing(let kind):
      return kind.problem(inScalar: node, text)
    case .oneOrMore, .list, .map, .fields, .either:
      return "\(Self.shown(text)) stands where \(words) is expected"
    }
  }

  /// A text as messages quote it: numbers bare, words in quotes, long ones cut.
  static func shown(_ text: String) -> String {
    let longest = 40
    let cut = text.count > longest ? text.prefix(longest - 1) + "…" : text
    let looksNumeric =
      cut.utf8.allSatisfy { $0 > UInt8(ascii: " ") } && cut.contains { $0.isNumber }
      && (cut.first.map { $0.isNumber || "+-.".contains($0) } ?? false)
    return looksNumeric || text == ".nan" || text == ".inf" ? cut : "\"\(cut)\""
  }

  private static func problem(
    inNumber node: SpecNode, _ text: String, _ rule: NumberRule
  ) -> String? {
    if let number = node.number {
      return rule.accepts(number) ? nil : "\(text) is not \(rule.words)"
    }
    if !node.isQuoted, SpecExpression(text) != nil { return nil }
    return notANumber(text, remedy: rule == .any ? nil : rule.words)
  }

  private static func notANumber(_ text: String, remedy: String?) -> String {
    let found = "\(shown(text)) is not a number"
    guard let remedy = DecimalText.correction(of: text) ?? remedy else { return found }
    return "\(found); write \(remedy)"
  }
}
