/// One known key of a mapping: what may stand there and what it means.
public struct SpecField: Sendable {
  /// The key.
  public let key: String

  /// What may stand there.
  public let kind: SpecKind

  /// Whether the key must be written.
  public let isRequired: Bool

  /// What the value means, with its unit; shown in the schema and when the key is missing.
  public let meaning: String

  /// A key that must be written.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - kind: What may stand there.
  ///   - meaning: What the value means, with its unit.
  /// - Returns: The field of a shape.
  public static func required(_ key: String, _ kind: SpecKind, _ meaning: String) -> SpecField {
    SpecField(key: key, kind: kind, isRequired: true, meaning: meaning)
  }

  /// A key that may be left out.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - kind: What may stand there.
  ///   - meaning: What the value means, with its unit, and what holds without it.
  /// - Returns: The field of a shape.
  public static func optional(_ key: String, _ kind: SpecKind, _ meaning: String) -> SpecField {
    SpecField(key: key, kind: kind, isRequired: false, meaning: meaning)
  }
}
