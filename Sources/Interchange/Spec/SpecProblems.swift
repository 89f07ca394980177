/// Everything that is wrong in a document, reported together.
public struct SpecProblems: Error, Equatable, Sendable, CustomStringConvertible {
  /// The problems by line, each once; problems of one line keep the order they were found in.
  public let problems: [SpecProblem]

  /// Sorts problems by line and drops repetitions.
  ///
  /// - Parameter problems: The problems in the order they were found.
  public init(_ problems: [SpecProblem]) {
    var seen: Set<SpecProblem> = []
    let unique = problems.filter { seen.insert($0).inserted }
    let sorted = unique.enumerated().sorted {
      ($0.element.line, $0.offset) < ($1.element.line, $1.offset)
    }
    self.problems = sorted.map(\.element)
  }

  /// One line per problem.
  public var description: String {
    problems.map(\.description).joined(separator: "\n")
  }
}
