import Yams

/// A specification document: its content with lines, and its comments.
///
/// Reading is safe for any text: size, nesting and the expansion of aliases are limited, and every
/// refusal names a line of the text and a remedy.
public struct SpecDocument: Sendable {
  /// The name of the document, as the user knows it.
  public let name: String

  /// The mapping that the document consists of.
  public var root: SpecNode

  /// The comments by line, counted from 1: the text after `#` without the blanks around it.
  public let comments: [Int: String]

  /// Reads a YAML text.
  ///
  /// - Parameters:
  ///   - yaml: One YAML document that is a mapping, at most 8 MiB long.
  ///   - name: The name of the document for messages.
  /// - Throws: What is wrong: the limits, the syntax, a repeated key, or a root that is no mapping.
  public init(yaml: String, name: String) throws(SpecProblems) {
    func refusal(_ line: Int, _ problem: String, path: String = "") -> SpecProblems {
      SpecProblems([SpecProblem(document: name, line: line, path: path, problem: problem)])
    }
    let text = SpecText(yaml)
    guard text.bytes.count <= SpecText.largestSize else {
      throw refusal(0, "the text is too long; a scenario is at most 8 MiB")
    }
    if let (line, character) = text.firstForbiddenCharacter() {
      throw refusal(line, "the control character \(character) stands here; remove it")
    }
    let scan = SpecScanner(text.bytes)
    if let defect = scan.defect {
      throw refusal(defect.line, defect.problem)
    }
    let lineCount = text.lineCount
    let node: Node?
    do {
      node = try compose(yaml: String(decoding: text.bytes, as: UTF8.self), .basic, .default, .utf8)
    } catch {
      let refused = Self.refused(error)
      throw refusal(min(max(refused.line, 1), lineCount), refused.problem)
    }
    guard let node else {
      throw refusal(0, "the document is empty; write a mapping such as \"title: My scenario\"")
    }
    var conversion = SpecConversion(document: name)
    let root = conversion.node(from: node, path: "", depth: 0)
    guard conversion.problems.isEmpty else { throw SpecProblems(conversion.problems) }
    guard case .mapping = root.content else {
      throw refusal(
        root.line, "the document is not a mapping; write keys and values such as \"title: Launch\"")
    }
    self.name = name
    self.root = root
    self.comments = scan.comments
  }

  /// What is said about nesting that is too deep.
  static let nestingProblem = "the nesting is deeper than 64 levels; write it flatter"

  /// The line and the words of an error of the parser; line 0 when it names none.
  private static func refused(_ error: any Error) -> (line: Int, problem: String) {
    func syntax(_ problem: String) -> String {
      "this is not YAML (\(problem)); check the indentation, quotes and brackets here"
    }
    switch error {
    case YamlError.scanner(_, let problem, let mark, _) where problem.contains("any token"):
      return (mark.line, syntax(problem) + "; indent with blanks, and quote a text that begins so")
    case YamlError.scanner(_, let problem, let mark, _),
      YamlError.parser(_, let problem, let mark, _):
      return (mark.line, syntax(problem))
    case YamlError.composer(_, let problem, let mark, _) where problem.contains("alias"):
      return (mark.line, "the alias here names no anchor above it; write the anchor first")
    case YamlError.composer(_, _, let mark, _):
      return (mark.line, "a second document begins here; write one document per file")
    case YamlError.duplicatedKeysInMapping(let keys, let context):
      let key = keys.first ?? ""
      return (
        context.mark.line, "the key \"\(key)\" stands twice in this mapping; keep one of them"
      )
    case YamlError.reader(let problem, let offset, _, let yaml):
      let before = yaml.prefix(offset ?? 0)
      return (before.count { $0.isNewline } + 1, syntax(problem))
    default:
      return (0, syntax("\(error)"))
    }
  }
}

/// Turns the nodes of the parser into ours, within limits.
private struct SpecConversion {
  /// The most nodes after aliases are expanded; chosen as a hundred times a long scenario.
  static let mostNodes = 500_000

  let document: String
  var problems: [SpecProblem] = []
  var nodeCount = 0

  init(document: String) {
    self.document = document
  }

  /// Whether a limit was passed, after which nothing further is read.
  var isStopped: Bool { nodeCount > Self.mostNodes || !problems.isEmpty }

  mutating func node(from node: Node, path: String, depth: Int) -> SpecNode {
    let line = node.mark?.line ?? 0
    nodeCount += 1
    if nodeCount > Self.mostNodes {
      report(
        line, path, "the document has more than 500000 values with its aliases; use fewer of them")
      return SpecNode(.null, line: line)
    }
    if depth > SpecScanner.deepestNesting {
      report(line, path, SpecDocument.nestingProblem)
      return SpecNode(.null, line: line)
    }
    switch node {
    case .scalar(let scalar): return leaf(scalar, line, path)
    case .sequence(let sequence):
      var nodes: [SpecNode] = []
      for (index, element) in sequence.enumerated() {
        guard !isStopped else { break }
        nodes.append(self.node(from: element, path: "\(path)[\(index)]", depth: depth + 1))
      }
      return SpecNode(.list(nodes), line: line)
    case .mapping(let mapping):
      return self.mapping(mapping, line, path, depth)
    case .alias:
      report(line, path, "the alias here stands for nothing; write the value out")
      return SpecNode(.null, line: line)
    }
  }

  private mutating func mapping(
    _ mapping: Node.Mapping, _ line: Int, _ path: String, _ depth: Int
  ) -> SpecNode {
    var entries: [SpecEntry] = []
    var keys: Set<String> = []
    for (keyNode, valueNode) in mapping {
      guard !isStopped else { break }
      let keyLine = keyNode.mark?.line ?? line
      guard case .scalar(let scalar) = keyNode, let key = leaf(scalar, keyLine, path).text else {
        if problems.isEmpty { report(keyLine, path, "a key must be a word; write one") }
        break
      }
      if !keys.insert(key).inserted {
        report(keyLine, path, "the key \"\(key)\" stands twice in this mapping; keep one of them")
        break
      }
      let value = self.node(from: valueNode, path: SpecName.path(path, key), depth: depth + 1)
      entries.append(SpecEntry(key: key, line: keyLine, value: value))
    }
    return SpecNode(.mapping(entries), line: line)
  }

  private mutating func leaf(_ scalar: Node.Scalar, _ line: Int, _ path: String) -> SpecNode {
    let isPlain = scalar.style == .plain || scalar.style == .any
    if isPlain, ["", "~", "null", "Null", "NULL"].contains(scalar.string) {
      return SpecNode(.null, line: line)
    }
    let hasControl = scalar.string.unicodeScalars.contains {
      $0.value < 0x20 && $0 != "\n" && $0 != "\t" && $0 != "\r"
    }
    if hasControl { report(line, path, "the text holds a control character; remove its escape") }
    return SpecNode(.scalar(scalar.string), line: line, isQuoted: !isPlain)
  }

  private mutating func report(_ line: Int, _ path: String, _ problem: String) {
    problems.append(SpecProblem(document: document, line: line, path: path, problem: problem))
  }
}
