/// How controls are matched to test units.
public struct MatchingRule: Sendable, Equatable {
  /// What is near.
  public enum Nearness: Sendable, Equatable {
    /// A small difference of the logarithms of odds of the propensity scores.
    case propensity
    /// A small Mahalanobis distance of the covariates.
    case mahalanobis
  }

  /// What is near.
  public var nearness = Nearness.propensity
  /// Controls of each test unit.
  public var ratio = 1
  /// The largest difference of the logarithms of odds, in their standard deviations; nil without one.
  ///
  /// A fifth removes about 98 % of the bias of a normal covariate: Cochran and Rubin (1973),
  /// "Controlling bias in observational studies", Sankhya A 35; Austin (2011), "Optimal caliper widths
  /// for propensity-score matching", Pharmaceutical Statistics 10.
  public var caliper: Double? = 0.2
  /// Whether the total distance is made as small as can be, in place of each test unit in turn, the most
  /// likely one first, taking who is nearest and free.
  public var isOptimal = false

  /// The usual rule: one control, the nearest and free by propensity, within a fifth of a deviation.
  public init() {}
}
