import Interchange

/// The root of a document that is expected to be right.
func specRoot(_ yaml: String) throws -> SpecNode {
  try SpecDocument(yaml: yaml, name: "t.yaml").root
}

/// The words with which a document is refused; empty when it is read.
func refusal(of yaml: String) -> String {
  do {
    _ = try SpecDocument(yaml: yaml, name: "t.yaml")
    return ""
  } catch {
    return error.description
  }
}

/// The content of a node without lines, as compact JSON-like text, for comparisons.
func outline(_ node: SpecNode) -> String {
  switch node.content {
  case .null: "null"
  case .scalar(let text): text
  case .list(let nodes): "[" + nodes.map(outline).joined(separator: ",") + "]"
  case .mapping(let entries):
    "{" + entries.map { "\($0.key):\(outline($0.value))" }.joined(separator: ",") + "}"
  }
}
