/// A study that could not be carried out because of what its scenario says.
public struct StudyError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The scenario's document, as the user typed it.
  public let document: String
  /// Place, problem and remedy.
  public let problem: String

  /// An error of a document.
  public init(document: String, problem: String) {
    self.document = document
    self.problem = problem
  }

  /// The error in words.
  public var description: String { "\(document): \(problem)" }
}
