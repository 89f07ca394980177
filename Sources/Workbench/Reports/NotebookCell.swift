import Interchange

/// One cell of a notebook.
struct NotebookCell: Sendable, Equatable {
  /// Whether a cell is read or run.
  enum Kind: String, Sendable {
    case markdown
    case code
  }

  /// The identity of the cell: letters, digits and hyphens, as the format asks for since 4.5.
  let id: String

  /// Whether the cell is read or run.
  let kind: Kind

  /// The text without a line end after it.
  let source: String

  /// A cell to read.
  static func markdown(_ id: String, _ source: String) -> NotebookCell {
    NotebookCell(id: id, kind: .markdown, source: source)
  }

  /// A cell to run.
  static func code(_ id: String, _ source: String) -> NotebookCell {
    NotebookCell(id: id, kind: .code, source: source)
  }

  /// The cell as the notebook format has it, one text per line, without outputs.
  var jsonValue: JSONValue {
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    let texts = lines.enumerated().map { index, line in
      JSONValue.text(index + 1 < lines.count ? line + "\n" : String(line))
    }
    var members = [
      JSONMember("cell_type", .text(kind.rawValue)), JSONMember("id", .text(id)),
      JSONMember("metadata", .object([])), JSONMember("source", .list(texts)),
    ]
    if kind == .code {
      members.append(JSONMember("execution_count", .null))
      members.append(JSONMember("outputs", .list([])))
    }
    return .object(members)
  }
}
