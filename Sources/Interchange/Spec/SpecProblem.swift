/// One thing that is wrong in a document: where it stands, what is wrong, and what would be right.
public struct SpecProblem: Error, Equatable, Hashable, Sendable, CustomStringConvertible {
  /// The name of the document, as the user knows it.
  public let document: String

  /// The line, counted from 1; 0 when the problem belongs to no line.
  public let line: Int

  /// The dotted path of keys, with list elements as `[2]`; empty for the document as a whole.
  public let path: String

  /// What is wrong, what is accepted, and the remedy.
  public let problem: String

  /// A problem at its place.
  ///
  /// - Parameters:
  ///   - document: The name of the document, as the user knows it.
  ///   - line: The line, counted from 1; 0 when the problem belongs to no line.
  ///   - path: The dotted path of keys; empty for the document as a whole.
  ///   - problem: What is wrong, what is accepted, and the remedy.
  public init(document: String, line: Int, path: String, problem: String) {
    self.document = document
    self.line = line
    self.path = path
    self.problem = problem
  }

  /// One line such as `launch.yaml:14: channels.email.half: unknown key; did you mean halfLife?`.
  public var description: String {
    let place = line == 0 ? document : "\(document):\(line)"
    return path.isEmpty ? "\(place): \(problem)" : "\(place): \(path): \(problem)"
  }
}
