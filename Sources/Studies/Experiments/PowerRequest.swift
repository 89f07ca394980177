public import Estimation

/// What a planner says about a comparison, in the words of the command line: nothing is checked yet.
///
/// Of size, effect and power one is left out and asked for. Everything else has a usual value, or is
/// taken from a history.
public struct PowerRequest: Sendable {
  /// What is compared.
  public enum Kind: String, Sendable, CaseIterable {
    /// A mean per unit, with a standard deviation.
    case mean
    /// A share of units.
    case proportion
    /// Events per unit and period.
    case rate
    /// The same as a rate: events that are counted.
    case count
  }

  /// How units come into arms.
  public enum Design: String, Sendable, CaseIterable {
    /// Each by itself.
    case individual
    /// In pairs.
    case paired
    /// By whole clusters.
    case cluster
    /// By whole clusters that switch one group after the other.
    case stepped
    /// In every combination of factors.
    case factorial
    /// Each by itself, to show that little is lost.
    case noninferiority
  }

  /// The name of the outcome, for words.
  public var metric = "outcome"
  /// What is compared; nil to infer it.
  public var kind: Kind?
  /// Mean, share or rate per period without treatment.
  public var baseline: Double?
  /// Standard deviation between units, of one period where there are several.
  public var standardDeviation: Double?
  /// Alpha of the negative binomial.
  public var dispersion: Double?
  /// The test of shares.
  public var proportionTest = ComparedOutcome.ProportionTest.pooled
  /// The test of rates.
  public var rateTest = ComparedOutcome.RateTest.logarithm

  /// The effect relative to the baseline.
  public var lift: Double?
  /// The effect in units of the outcome.
  public var difference: Double?
  /// The loss to exclude, in units of the outcome.
  public var margin: Double?
  /// Whether the wanted effect is a decrease.
  public var isDecrease = false
  /// Units in the control arm, pairs, or units per combination.
  public var units: Double?
  /// The chance to find the effect.
  public var power: Double?

  /// The level of the test; its usual value when nil.
  public var alpha: Double?
  /// Whether only the direction of the effect counts.
  public var isOneSided = false
  /// Arms, the control arm among them.
  public var arms = 2
  /// How several comparisons share the level.
  public var correction = TestRule.Correction.bonferroni
  /// Share of all units in the control arm.
  public var controlShare: Double?
  /// Treated units per control unit, in each treated arm.
  public var ratio: Double?

  /// How units come into arms; nil to infer it.
  public var design: Design?
  /// Clusters in the control arm, or over all sequences.
  public var clusters: Double?
  /// How often the data are looked at; nil for once, at the end.
  public var looks: Int?
  /// How looks spend the error.
  public var spending = SpendingFunction.obrienFleming
  /// Mean units in a cluster, or in a cluster and period.
  public var clusterSize: Double?
  /// The intracluster correlation.
  public var icc: Double?
  /// Standard deviation of cluster sizes over their mean.
  public var sizeVariation: Double?
  /// Periods of a stepped wedge.
  public var periods: Int?
  /// The cluster autocorrelation.
  public var autocorrelation: Double?
  /// How it fades.
  public var decay: SteppedWedge.Decay?
  /// Factors of a factorial design.
  public var factors: Int?
  /// The order of the asked effect: 1 for a main effect, 2 for an interaction of two.
  public var order: Int?

  /// Periods before the start that the readout adjusts for.
  public var periodsBefore: Int?
  /// Periods after the start that are summed up.
  public var periodsAfter: Int?
  /// Correlation of two periods, of both windows for counts and shares, or within pairs.
  public var correlation: Double?

  /// What the past says; what is given above goes before it.
  public var history: PowerHistory?
  /// Money per unit of outcome, for the cost of not treating the control arm.
  public var valuePerOutcome: Double?

  /// A request in which nothing is said yet.
  public init() {}
}

/// Everything that keeps a request from being a question, each with its option and its remedy.
public struct PowerRequestProblems: Error, Equatable, Sendable, CustomStringConvertible {
  /// One problem per line, each after the option that it is about.
  public let problems: [String]

  /// The problems, a line each.
  public var description: String { problems.joined(separator: "\n") }
}
