/// What people feel about what they went through, and the survey that asks some of them.
public struct Experience: Sendable {
  /// Name in the document.
  public var name: String
  /// Population that has it.
  public var population: Int
  /// Whether entering each stage is an occasion.
  public var isOccasion: [Bool]
  /// The level that people expect, on the scale from 0 to 10.
  public var expected: Double
  /// Touchpoints with their mean scores.
  public var touchpoints: [(name: String, score: Double)]
  /// Standard deviation between people, in points.
  public var personSd: Double
  /// Standard deviation between the touchpoints of a visit, in points.
  public var visitSd: Double
  /// Points lost per unit of standard deviation over the touchpoints of a visit.
  public var unevenness: Double
  /// Mean number of repeated questions without integration.
  public var repeats: Double
  /// Points lost by each repeated question.
  public var perRepeat: Double
  /// Points at full response of a channel.
  public var channels: [(channel: Int, points: Double)]
  /// Points lost per dead end that is still felt.
  public var deadEnds: Double
  /// Share who answer the survey.
  public var response: Double
  /// Factor on that share for answers of 0 to 3 and of 9 and 10.
  public var extremes: Double
}

/// What an experience adds to the counts.
public enum ExperienceCount: Int, Sendable, CaseIterable {
  case experience
  case points
  case promoters
  case detractors
  case recommend
  case answers
  case answeredPoints
  case answeredPromoters
  case answeredDetractors
  case answeredRecommend

  /// Name in metrics, for example `promoters:visit`.
  public var name: String {
    switch self {
    case .answeredPoints: "answered_points"
    case .answeredPromoters: "answered_promoters"
    case .answeredDetractors: "answered_detractors"
    case .answeredRecommend: "answered_recommend"
    default: "\(self)"
    }
  }
}
