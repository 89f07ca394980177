/// What is going to be analyzed, written down before the first result is in; nil where nothing was said.
public struct PlannedAnalysis: Sendable, Equatable {
  /// The column of the outcome in the table of results.
  public var outcome: String?
  /// The column of the same outcome before the experiment.
  public var pre: String?
  /// The significance level of the two-sided test, between 0 and 1.
  public var alpha: Double?
  /// The power that was planned for, between 0 and 1.
  public var power: Double?
  /// The smallest effect to be found with that power, relative to the mean of the control arm.
  public var smallestLift: Double?
  /// How many times the data are looked at, the last time included.
  public var looks: Int?
  /// The rule by which looks spend the significance level, `obf` or `pocock`.
  public var spending: String?
  /// Whether a synthetic control is augmented by ridge regression.
  public var hasRidge: Bool?

  /// Levels that a test can have; *chosen*: below the power that anybody plans, and within what
  /// quantiles are exact for.
  public static let levels = 0.000_001...0.2

  /// An analysis of which nothing is said yet.
  public init() {}

  /// How control markets are combined, in the plan of a test and in its readout.
  public var syntheticControl: SyntheticControlSettings {
    SyntheticControlSettings(augmentation: hasRidge == true ? .ridge(.oneStandardError) : .none)
  }
}
