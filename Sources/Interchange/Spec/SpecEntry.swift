/// One key of a mapping with its value.
public struct SpecEntry: Equatable, Sendable {
  /// The key as written, without quotes.
  public let key: String

  /// The line of the key in the document, counted from 1; 0 when made by code.
  public let line: Int

  /// What the key says.
  public var value: SpecNode

  /// A key and its value.
  ///
  /// - Parameters:
  ///   - key: The key, without quotes.
  ///   - line: The line of the key, counted from 1; 0 when made by code.
  ///   - value: What the key says.
  public init(key: String, line: Int, value: SpecNode) {
    self.key = key
    self.line = line
    self.value = value
  }
}
