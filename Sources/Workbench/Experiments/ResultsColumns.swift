public import Estimation

/// Which columns of a table of results mean what.
public struct ResultsColumns: Sendable {
  /// What is measured of every unit.
  public var outcome: String
  /// The same before the experiment; nil where nothing is known.
  public var before: String?
  /// What else is adjusted for.
  public var covariates: [String] = []
  /// What the outcome is a share of; nil where it stands for itself.
  public var denominator: String?
  /// The practice or account by which units hear of each other; nil to leave that check out.
  public var practice: String?
  /// The groups that effects are asked for; nil for none.
  public var group: String?
  /// The period of each row; nil where there is one row per unit.
  public var period: String?
  /// The first period of the test, as the table writes it.
  public var start: String?

  /// What is measured of every unit: over several periods counts add up and amounts are means.
  public var kind = ExperimentSample.OutcomeKind.mean

  /// A table with one row per unit and an outcome.
  public init(outcome: String) { self.outcome = outcome }
}
