extension SpecShape {
  /// Everything in a node that this shape does not accept.
  ///
  /// Unknown keys come first, because a misspelling also causes a missing key; then missing keys,
  /// groups of keys, and last the values, each read independently of the others.
  ///
  /// - Parameters:
  ///   - node: The node to check.
  ///   - document: The name of the document for messages.
  ///   - path: The dotted path of the node; empty for the root.
  /// - Returns: The problems in the order described; empty when the node is accepted.
  public func problems(in node: SpecNode, document: String, path: String = "") -> [SpecProblem] {
    var check = SpecCheck(document: document)
    check.check(node, against: .fields(self), at: path)
    return check.problems
  }
}

/// Collects the problems of one document.
struct SpecCheck {
  /// The name of the document for messages.
  let document: String

  /// What was found so far.
  private(set) var problems: [SpecProblem] = []

  init(document: String) {
    self.document = document
  }

  /// Checks a node against what may stand there.
  mutating func check(_ node: SpecNode, against kind: SpecKind, at path: String) {
    switch (kind, node.content) {
    case (.anything, _), (.orNothing, .null):
      break
    case (.orNothing(let inner), _):
      check(node, against: inner, at: path)
    case (_, .null):
      let remedy = path.isEmpty ? "" : ", or remove the key"
      report(node.line, path, "nothing stands here; write \(kind.words)\(remedy)")
    case (.either(let kinds), _) where kind.fits(node.content):
      checkAlternatives(node, kinds, at: path)
    case (.oneOrMore(let inner), .list(let nodes)):
      if nodes.isEmpty { report(node.line, path, "the list is empty; write \(kind.words)") }
      checkElements(nodes, inner, at: path)
    case (.oneOrMore(let inner), _) where inner.fits(node.content):
      check(node, against: inner, at: path)
    case (.list(let inner, let count), .list(let nodes)):
      if let count, nodes.count != count {
        let found = "\(nodes.count) element\(nodes.count == 1 ? "" : "s")"
        report(node.line, path, "the list has \(found); write \(count)")
      }
      checkElements(nodes, inner, at: path)
    case (.map(let inner, let noun), .mapping(let entries)):
      checkMap(entries, inner, naming: noun, at: path)
    case (.fields(let shape), .mapping(let entries)):
      checkFields(node, entries, shape, at: path)
    case (_, .scalar(let text)):
      if let problem = kind.problem(inScalar: node, text) { report(node.line, path, problem) }
    case (_, .list):
      report(node.line, path, "a list stands where \(kind.words) is expected")
    case (_, .mapping):
      report(node.line, path, "a mapping stands where \(kind.words) is expected")
    }
  }

  private mutating func report(_ line: Int, _ path: String, _ problem: String) {
    problems.append(SpecProblem(document: document, line: line, path: path, problem: problem))
  }

  private mutating func checkElements(_ nodes: [SpecNode], _ kind: SpecKind, at path: String) {
    for (index, node) in nodes.enumerated() {
      check(node, against: kind, at: "\(path)[\(index)]")
    }
  }

  private mutating func checkMap(
    _ entries: [SpecEntry], _ kind: SpecKind, naming noun: String, at path: String
  ) {
    for entry in entries {
      let problem = SpecName.problem(in: entry.key, naming: noun)
      if let problem { report(entry.line, path, problem) }
    }
    for entry in entries {
      check(entry.value, against: kind, at: SpecName.path(path, entry.key))
    }
  }

  private mutating func checkFields(
    _ node: SpecNode, _ entries: [SpecEntry], _ shape: SpecShape, at path: String
  ) {
    let known = shape.fields.map(\.key)
    for entry in entries where !known.contains(entry.key) {
      let remedy =
        if let near = nearestKey(to: entry.key, among: known) {
          "did you mean \(near)?"
        } else {
          "accepted are \(known.joined(separator: ", "))"
        }
      report(entry.line, SpecName.path(path, entry.key), "unknown key; \(remedy)")
    }
    for field in shape.fields where field.isRequired && node[field.key] == nil {
      report(
        node.line, SpecName.path(path, field.key),
        "is missing; write \(field.kind.words) (\(Self.phrase(field.meaning)))")
    }
    for group in shape.exactlyOne { checkGroup(group, in: node, needsOne: true, at: path) }
    for group in shape.atMostOne { checkGroup(group, in: node, needsOne: false, at: path) }
    for field in shape.fields {
      if let value = node[field.key] {
        check(value, against: field.kind, at: SpecName.path(path, field.key))
      }
    }
  }

  private mutating func checkGroup(
    _ keys: [String], in node: SpecNode, needsOne: Bool, at path: String
  ) {
    let written = keys.filter { node[$0] != nil }
    let list = keys.joined(separator: ", ")
    if written.count > 1 {
      let both = written.joined(separator: " and ")
      let rule = needsOne ? "exactly one" : "at most one"
      report(node.line, path, "\(both) exclude each other; write \(rule) of \(list)")
    } else if written.isEmpty, needsOne {
      report(node.line, path, "nothing says which; write exactly one of \(list)")
    }
  }

  private mutating func checkAlternatives(_ node: SpecNode, _ kinds: [SpecKind], at path: String) {
    let candidates = kinds.filter { $0.fits(node.content) }
    var fewest: [SpecProblem]?
    for kind in candidates {
      var attempt = SpecCheck(document: document)
      attempt.check(node, against: kind, at: path)
      if attempt.problems.isEmpty { return }
      if attempt.problems.count < fewest?.count ?? .max { fewest = attempt.problems }
    }
    if candidates.count > 1, let text = node.text {
      let words = candidates.map(\.words).joined(separator: " or ")
      report(node.line, path, "\(SpecKind.shown(text)) is not \(words)")
    } else {
      problems += fewest ?? []
    }
  }

  /// A meaning as it stands inside a sentence, without its full stop.
  private static func phrase(_ meaning: String) -> String {
    meaning.hasSuffix(".") ? String(meaning.dropLast()) : meaning
  }
}
