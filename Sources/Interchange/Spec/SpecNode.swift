/// One place of a specification document: a scalar, a list, a mapping, or nothing.
///
/// Scalars keep their text as written; what it means is decided by the reader that asks for a
/// number, a date or a flag. So `10` can be a count in one place and a level's name in another.
public struct SpecNode: Equatable, Sendable {
  /// What stands at a place.
  public enum Content: Equatable, Sendable {
    /// Nothing: an empty value, `~` or `null`.
    case null
    /// A text, a number, a date or a flag, as written.
    case scalar(String)
    /// Elements in the order of the document.
    case list([SpecNode])
    /// Keys and values in the order of the document.
    case mapping([SpecEntry])
  }

  /// What stands here.
  public var content: Content

  /// The line in the document, counted from 1; 0 when made by code.
  public let line: Int

  /// Whether a scalar was written in quotes; false for everything else.
  public let isQuoted: Bool

  /// A node with its place.
  ///
  /// - Parameters:
  ///   - content: What stands here.
  ///   - line: The line in the document, counted from 1; 0 when made by code.
  ///   - isQuoted: Whether a scalar was written in quotes.
  public init(_ content: Content, line: Int = 0, isQuoted: Bool = false) {
    self.content = content
    self.line = line
    self.isQuoted = isQuoted
  }

  /// The value of a key; nil when the key is absent or this is not a mapping.
  public subscript(key: String) -> SpecNode? {
    guard case .mapping(let entries) = content else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// The keys and values of a mapping; empty for everything else.
  public var entries: [SpecEntry] {
    guard case .mapping(let entries) = content else { return [] }
    return entries
  }

  /// The elements of a list; a scalar or a mapping counts as a list of one, and nothing as none.
  public var items: [SpecNode] {
    switch content {
    case .null: []
    case .list(let nodes): nodes
    case .scalar, .mapping: [self]
    }
  }

  /// Whether nothing stands here.
  public var isNull: Bool { content == .null }
}
