public import Interchange
public import Journeys

/// The source of every number of a scenario.
///
/// A number's source is named in the comment on its line; else, from the number outward, in the
/// `source` field of a mapping around it or in the comment on the line of that mapping's key,
/// whichever is nearer; else, for an expression, where its parameters name theirs.
public struct SourceList: Sendable {
  /// One number and its source.
  public struct Row: Sendable, Equatable {
    /// The place of the number in the document.
    public let path: String
    /// Its line; 0 for a value that was set from outside.
    public let line: Int
    /// The number or the expression, as written.
    public let value: String
    /// How well it is founded: the best of its sources.
    public let grade: SourceGrade
    /// The ids of its sources, in the order they are written.
    public let ids: [String]
    /// What the ids stand for.
    public let citation: String
  }

  /// The numbers by grade, the best first; those of one grade in the order of the document.
  public let rows: [Row]

  /// Finds the sources of a document's numbers.
  ///
  /// - Parameters:
  ///   - document: The document.
  ///   - evidence: The table of evidence that it cites; nil when it names none.
  public init(document: ScenarioDocument, evidence: EvidenceFile?) {
    self.init(root: document.root, comments: document.comments, evidence: evidence)
  }

  init(root: SpecNode, comments: [Int: String], evidence: EvidenceFile?) {
    var walk = SourceWalk(comments: comments, evidence: evidence)
    walk.visit(root, path: "", inherited: nil)
    var parameters: [String: SourceCitation] = [:]
    for number in walk.numbers {
      let parts = number.path.split(separator: ".")
      guard parts.count == 3, parts[0] == "parameters", parts[2] == "value" else { continue }
      parameters[String(parts[1])] = number.source
    }
    let rows = walk.numbers.map { number in
      let source = number.source ?? Self.source(of: number.text, parameters) ?? .none
      return Row(
        path: number.path, line: number.line, value: number.text, grade: source.grade,
        ids: source.ids, citation: source.citation)
    }
    self.rows = rows.enumerated()
      .sorted { ($0.element.grade.rank, $0.offset) < ($1.element.grade.rank, $1.offset) }
      .map(\.element)
  }

  /// How many numbers have each grade, the best grade first; grades without numbers are left out.
  public var countsByGrade: [(grade: SourceGrade, count: Int)] {
    SourceGrade.allCases.compactMap { grade in
      let count = rows.count { $0.grade == grade }
      return count > 0 ? (grade, count) : nil
    }
  }

  /// The list as a table.
  public func table() -> Table {
    func text(_ name: String, _ meaning: String, _ value: (Row) -> String) -> TableColumn {
      TableColumn(name: name, unit: "", meaning: meaning, values: .text(rows.map(value)))
    }
    return Table(
      "sources", meaning: "The source of every number of the scenario.",
      columns: [
        text("grade", "How well the number is founded, by its best source.") { $0.grade.rawValue },
        text("path", "Place of the number in the document.") { $0.path },
        TableColumn(
          name: "line", unit: "", meaning: "Line of the number; 0 when set from outside.",
          values: .count(rows.map(\.line))),
        text("value", "The number or the expression, as written.") { $0.value },
        text("source_ids", "Ids of the sources.") { $0.ids.joined(separator: ", ") },
        text("citation", "What the ids stand for.") { $0.citation },
      ])
  }

  /// The source of an expression: those of its parameters.
  private static func source(
    of text: String, _ parameters: [String: SourceCitation]
  ) -> SourceCitation? {
    let known = SpecExpression(text)?.names.compactMap { parameters[$0] } ?? []
    // A product is no better founded than its worst factor.
    guard let worst = known.map(\.grade).max() else { return nil }
    return SourceCitation(
      grade: worst, ids: known.flatMap(\.ids),
      citation: known.map(\.citation).joined(separator: "; "))
  }
}
