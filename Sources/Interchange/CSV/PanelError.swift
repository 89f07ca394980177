/// What is wrong in a table of data: where it stands, what is wrong, and what would be right.
public struct PanelError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The name of the file, as the user knows it.
  public let file: String

  /// The line, counted from 1; 0 when the problem belongs to no line.
  public let line: Int

  /// The name of the column; empty when the problem belongs to no column.
  public let column: String

  /// What is wrong, what is accepted, and the remedy.
  public let problem: String

  /// A problem at its place.
  ///
  /// - Parameters:
  ///   - file: The name of the file, as the user knows it.
  ///   - line: The line, counted from 1; 0 when the problem belongs to no line.
  ///   - column: The name of the column; empty when the problem belongs to no column.
  ///   - problem: What is wrong, what is accepted, and the remedy.
  public init(file: String, line: Int, column: String, problem: String) {
    self.file = file
    self.line = line
    self.column = column
    self.problem = problem
  }

  /// One line such as `history.csv:318: spend_email: "12,5" is not a number; write 12.5`.
  public var description: String {
    let place = line == 0 ? file : "\(file):\(line)"
    return column.isEmpty ? "\(place): \(problem)" : "\(place): \(column): \(problem)"
  }
}
