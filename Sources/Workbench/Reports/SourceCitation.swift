/// What a text says about where a number comes from.
struct SourceCitation: Equatable, Sendable {
  /// The best grade among everything that is named; an assumption stays one, whatever inspired it.
  let grade: SourceGrade

  /// The ids and words, each once, in the order they are written.
  let ids: [String]

  /// What the ids stand for, or the text itself.
  let citation: String

  /// Nothing is said.
  static let none = SourceCitation(grade: .none, ids: [], citation: "")

  /// Reads a comment, which is a source only when it names an id or one of the known words.
  ///
  /// - Parameters:
  ///   - comment: The text of the comment.
  ///   - evidence: The table of evidence; nil when the scenario names none.
  init?(comment: String, evidence: EvidenceFile?) {
    var named: [(id: String, grade: SourceGrade, citation: String?)] = []
    for word in comment.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
      let id = String(word)
      guard let grade = Self.grade(ofID: id, evidence), !named.contains(where: { $0.id == id })
      else { continue }
      named.append((id, grade, evidence?.entries[id]?.citation))
    }
    let lowered = comment.lowercased()
    for (word, grade) in Self.words where lowered.contains(word) {
      named.append((word, grade, nil))
    }
    let grades = named.map(\.grade)
    guard let best = grades.contains(.assumption) ? .assumption : grades.min() else { return nil }
    let citations = named.compactMap(\.citation)
    grade = best
    ids = named.map(\.id)
    citation = citations.isEmpty ? comment : citations.joined(separator: "; ")
  }

  /// Reads a `source` field, which is a source whatever it says.
  ///
  /// - Parameters:
  ///   - field: The text of the field.
  ///   - evidence: The table of evidence; nil when the scenario names none.
  init(field: String, evidence: EvidenceFile?) {
    self =
      SourceCitation(comment: field, evidence: evidence)
      ?? SourceCitation(grade: .cited, ids: [], citation: field)
  }

  init(grade: SourceGrade, ids: [String], citation: String) {
    self.grade = grade
    self.ids = ids
    self.citation = citation
  }

  /// Words that stand for a source.
  ///
  /// A design choice is somebody's decision, so nobody has measured it.
  private static let words: [(String, SourceGrade)] = [
    ("journey-mini", .cited), ("design choice", .assumption), ("assumption", .assumption),
  ]

  /// The grade of E and three digits, V and two, or S and three; nil for another word.
  private static func grade(ofID id: String, _ evidence: EvidenceFile?) -> SourceGrade? {
    let digits = id.utf8.dropFirst()
    guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      return nil
    }
    switch (id.first, digits.count) {
    case ("E", 3): return evidence?.entries[id]?.grade ?? .unknownID
    case ("V", 2): return .validationFact
    case ("S", 3): return .seed
    default: return nil
    }
  }
}
