import Interchange

/// Goes through a document and notes every number with the nearest source that is named for it.
struct SourceWalk {
  /// A number in the document.
  struct Number {
    let path: String
    let line: Int
    let text: String
    /// Nil when the document names no source for it.
    let source: SourceCitation?
  }

  /// Keys whose values are words even where they look like numbers, and those that choose a run.
  private static let wordKeys: Set<String> = [
    "rounds", "name", "title", "description", "note", "source", "question", "currency", "evidence",
    "labels", "levels", "stages", "seed", "replicates",
  ]

  private let comments: [Int: SourceCitation]
  private let evidence: EvidenceFile?

  /// The numbers in the order of the document.
  private(set) var numbers: [Number] = []

  /// A walk with the comments that name sources.
  init(comments: [Int: String], evidence: EvidenceFile?) {
    self.evidence = evidence
    self.comments = comments.compactMapValues { SourceCitation(comment: $0, evidence: evidence) }
  }

  /// Notes the numbers at and below a node.
  ///
  /// - Parameters:
  ///   - node: The node.
  ///   - path: Its place in the document.
  ///   - inherited: The nearest source around it.
  mutating func visit(_ node: SpecNode, path: String, inherited: SourceCitation?) {
    switch node.content {
    case .null: return
    case .scalar(let text):
      guard node.number != nil || SpecExpression(text) != nil else { return }
      let outside = SourceCitation(grade: .none, ids: [], citation: "set from outside")
      let source = node.line == 0 ? outside : comments[node.line] ?? inherited
      numbers.append(Number(path: path, line: node.line, text: text, source: source))
    case .list(let items):
      for (index, item) in items.enumerated() {
        visit(item, path: "\(path)[\(index)]", inherited: inherited)
      }
    case .mapping(let entries):
      let field = node["source"]?.text.map { SourceCitation(field: $0, evidence: evidence) }
      let nearest = field ?? inherited
      for entry in entries where !Self.wordKeys.contains(entry.key) {
        visit(
          entry.value, path: path.isEmpty ? entry.key : "\(path).\(entry.key)",
          inherited: comments[entry.line] ?? nearest)
      }
    }
  }
}
