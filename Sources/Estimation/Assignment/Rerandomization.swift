/// How assignments were drawn until one was balanced, so that a test by rearrangement can draw in the
/// same way.
///
/// Morgan and Rubin (2012), "Rerandomization to improve covariate balance in experiments", Annals of
/// Statistics 40(2): an assignment counts only when the Mahalanobis distance of the arms' mean
/// covariates is small, and the analysis must draw from the assignments that count.
public struct Rerandomization: Sendable, Equatable {
  /// The columns that are balanced.
  public var columns: [String]
  /// The largest accepted Mahalanobis distance; the summed one of all arms against all units.
  public var threshold: Double
  /// How many assignments were drawn, the accepted one included.
  public var draws: Int
  /// The share of assignments within the threshold, from 0 to 1.
  public var acceptance: Double
  /// The Mahalanobis distance of the accepted assignment.
  public var distance: Double

  /// How an assignment was drawn.
  public init(
    columns: [String], threshold: Double, draws: Int, acceptance: Double, distance: Double
  ) {
    self.columns = columns
    self.threshold = threshold
    self.draws = draws
    self.acceptance = acceptance
    self.distance = distance
  }
}
