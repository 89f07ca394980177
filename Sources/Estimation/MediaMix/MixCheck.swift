/// One thing that was checked about a fit, in a figure and in words.
public struct MixCheck: Sendable, Equatable {
  /// How it stands.
  public enum Verdict: String, Sendable, Equatable {
    /// As it should be.
    case good
    /// To be known when results are used.
    case watch
    /// Results are not to be used before it is mended.
    case bad
  }

  /// The name of the figure.
  public let name: String
  /// The figure; NaN where there is none.
  public let value: Double
  /// How it stands.
  public let verdict: Verdict
  /// What it means, and what would mend it.
  public let sentence: String

  /// A check.
  public init(_ name: String, _ value: Double, _ verdict: Verdict, _ sentence: String) {
    self.name = name
    self.value = value
    self.verdict = verdict
    self.sentence = sentence
  }
}
