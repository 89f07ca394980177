/// Something that went wrong with a file or a folder: where, doing what, why, and what to do.
public struct WorkbenchError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file or folder, as the user typed it.
  public let path: String

  /// What could not be done, such as `cannot be written`.
  public let operation: String

  /// Why it could not be done.
  public let reason: String

  /// What the user can do about it.
  public let remedy: String

  /// An error at its place.
  ///
  /// - Parameters:
  ///   - path: The file or folder, as the user typed it.
  ///   - operation: What could not be done, such as `cannot be written`.
  ///   - reason: Why it could not be done.
  ///   - remedy: What the user can do about it.
  public init(path: String, operation: String, reason: String, remedy: String) {
    self.path = path
    self.operation = operation
    self.reason = reason
    self.remedy = remedy
  }

  /// One line such as
  /// `out/run.json: cannot be written: no space left on device; free some space and run again`.
  public var description: String {
    "\(path.isEmpty ? "\"\"" : path): \(operation): \(reason); \(remedy)"
  }
}
