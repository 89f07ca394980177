public import Interchange

extension MixSpec {
  /// The language of specifications, which also gives their JSON Schema.
  public static var shape: SpecShape { MixSpecShape.document }

  /// Reads a specification.
  ///
  /// ```yaml
  /// title: National weekly sales
  /// time: week
  /// outcome: nrx
  /// channels:
  ///   detailing: { spend: detailing_spend }
  ///   email:
  /// ```
  ///
  /// What it leaves out has the values that ``shape`` documents.
  ///
  /// - Parameters:
  ///   - yaml: The text.
  ///   - name: How messages call it.
  /// - Throws: Every problem found, in the order of lines.
  public init(yaml: String, name: String) throws(SpecProblems) {
    let document = try SpecDocument(yaml: yaml, name: name)
    var problems: [SpecProblem] = []
    let root = document.root.resolving([:], document: name, problems: &problems)
    problems += Self.shape.problems(in: root, document: name)
    var reader = MixSpecReader(root: root, document: name)
    self = reader.read()
    // A consequence of a problem in form is not worth a line of its own, and a key of the document
    // itself, such as a misspelled method, has consequences everywhere.
    if problems.allSatisfy({ $0.path.contains(".") || $0.path.contains("[") }) {
      problems += reader.problems.filter { found in
        !problems.contains { MixSpecReader.isRelated($0.path, found.path) }
      }
    }
    if !problems.isEmpty { throw SpecProblems(problems) }
  }
}
