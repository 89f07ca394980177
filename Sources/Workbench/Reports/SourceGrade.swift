/// How well a number is founded, the best first.
public enum SourceGrade: String, CaseIterable, Comparable, Sendable {
  /// A review or a meta-analysis.
  case review = "A"
  /// A single peer-reviewed study, an official statistic or open data.
  case study = "B"
  /// An industry report or a vendor.
  case industry = "C"
  /// A claim that nobody could trace.
  case untraced = "D"
  /// A stylized fact that a run must reproduce.
  case validationFact = "validation fact"
  /// A figure of the planning material.
  case seed = "seed"
  /// A source in words, without an id.
  case cited = "cited"
  /// A number that nobody has measured.
  case assumption = "assumption"
  /// An id of evidence that the table of evidence does not hold.
  case unknownID = "unknown id"
  /// Nothing is said.
  case none = "none"

  /// The grade that a table of evidence gives; nil for anything but A to D.
  init?(evidence text: String) {
    guard let grade = SourceGrade(rawValue: text), grade <= .untraced else { return nil }
    self = grade
  }

  /// The place in the order, 0 for the best.
  var rank: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }

  /// Whether a grade is better founded than another.
  public static func < (left: SourceGrade, right: SourceGrade) -> Bool { left.rank < right.rank }
}
