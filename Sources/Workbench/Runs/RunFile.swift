/// A file that a run keeps beside its tables.
public struct RunFile: Sendable, Equatable {
  /// The path inside the run's folder: a name, alone or in `tables/`.
  public let name: String

  /// The content.
  public let bytes: [UInt8]

  /// A file that is about to be kept.
  ///
  /// - Parameters:
  ///   - name: The path inside the run's folder: a name of letters, digits, hyphens, underscores and
  ///     dots, alone or in `tables/`.
  ///   - bytes: The content.
  public init(_ name: String, _ bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}
