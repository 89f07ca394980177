extension SpecNode {
  /// This node with every expression replaced by the number it stands for.
  ///
  /// Only scalars without quotes are expressions. The texts under the keys `description`, `title`,
  /// `source`, `question` and `note` are left alone. A scalar with a problem stays as it is.
  ///
  /// - Parameters:
  ///   - parameters: The values of the parameters by name.
  ///   - document: The name of the document for messages.
  ///   - path: The dotted path of this node; empty for the root.
  ///   - problems: Receives unknown parameters, malformed expressions and results that are not finite.
  /// - Returns: The node with numbers in place of expressions, on the same lines.
  public func resolving(
    _ parameters: [String: Double], document: String, path: String = "",
    problems: inout [SpecProblem]
  ) -> SpecNode {
    switch content {
    case .null:
      return self
    case .scalar(let text):
      guard !isQuoted else { return self }
      do {
        guard let number = try Self.resolve(text, parameters) else { return self }
        return SpecNode(.scalar(JSONText.number(number)), line: line)
      } catch {
        problems.append(
          SpecProblem(document: document, line: line, path: path, problem: error.problem))
        return self
      }
    case .list(let nodes):
      var resolved: [SpecNode] = []
      for (index, node) in nodes.enumerated() {
        resolved.append(
          node.resolving(
            parameters, document: document, path: "\(path)[\(index)]", problems: &problems))
      }
      return SpecNode(.list(resolved), line: line)
    case .mapping(var entries):
      for index in entries.indices where !Self.proseKeys.contains(entries[index].key) {
        entries[index].value = entries[index].value.resolving(
          parameters, document: document, path: SpecName.path(path, entries[index].key),
          problems: &problems)
      }
      return SpecNode(.mapping(entries), line: line)
    }
  }

  /// An expression that stands for no number.
  private struct Unresolved: Error {
    let problem: String
  }

  /// Keys whose values are read by people.
  private static let proseKeys: Set<String> = [
    "description", "title", "source", "question", "note",
  ]

  /// The number of an expression, or nil when the text is none.
  private static func resolve(
    _ text: String, _ parameters: [String: Double]
  ) throws(Unresolved) -> Double? {
    guard let expression = SpecExpression(text) else {
      guard text.hasPrefix("$") else { return nil }
      throw Unresolved(
        problem: "\(text) is not an expression; write arithmetic such as 0.5 * $name, "
          + "or put a text in quotes")
    }
    for name in expression.names where parameters[name] == nil {
      throw Unresolved(
        problem: "$\(name) is not a parameter; \(remedy(for: name, parameters.keys.sorted()))")
    }
    guard let value = expression.value(parameters), value.isFinite else {
      throw Unresolved(
        problem: "\(text) is not a finite number; "
          + "check its parameters for a zero or a large exponent")
    }
    return value
  }

  private static func remedy(for name: String, _ known: [String]) -> String {
    if let near = nearestKey(to: name, among: known) { return "did you mean $\(near)?" }
    if known.isEmpty { return "the document declares none" }
    return "known are \(known.map { "$" + $0 }.joined(separator: ", "))"
  }
}
