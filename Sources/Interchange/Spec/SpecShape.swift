/// The declared language of one kind of mapping: its keys, what they mean, and which go together.
///
/// Checking and the JSON Schema are made from the same shape, so they cannot disagree.
///
/// ```swift
/// let channel = SpecShape("channel", "One way of reaching people.", [
///   .required("reach", .number(.share), "the share of people reached in a week"),
///   .optional("cost", .number(.notNegative), "USD per contact"),
/// ])
/// channel.problems(in: node, document: "launch.yaml")
/// ```
public struct SpecShape: Sendable {
  /// The name of the shape, under which the schema defines it once.
  public let name: String

  /// What such a mapping describes.
  public let meaning: String

  /// The known keys, in the order they are documented.
  public let fields: [SpecField]

  /// Groups of keys of which exactly one must be written.
  public let exactlyOne: [[String]]

  /// Groups of keys of which at most one may be written.
  public let atMostOne: [[String]]

  /// Declares a shape.
  ///
  /// - Parameters:
  ///   - name: The name of the shape; shapes of one name must be the same.
  ///   - meaning: What such a mapping describes.
  ///   - exactlyOne: Groups of keys of which exactly one must be written.
  ///   - atMostOne: Groups of keys of which at most one may be written.
  ///   - fields: The known keys, in the order they are documented.
  public init(
    _ name: String, _ meaning: String, exactlyOne: [[String]] = [], atMostOne: [[String]] = [],
    _ fields: [SpecField]
  ) {
    self.name = name
    self.meaning = meaning
    self.fields = fields
    self.exactlyOne = exactlyOne
    self.atMostOne = atMostOne
  }
}
