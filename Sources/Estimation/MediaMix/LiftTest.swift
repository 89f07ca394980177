/// What an experiment found: the outcome that exposures of a channel brought in some periods.
public struct LiftTest: Sendable, Equatable {
  /// The channel, by its place in the model.
  public let channel: Int
  /// The unit that was tested; nil for all units together.
  public let unit: Int?
  /// The tested periods.
  public let periods: Range<Int>
  /// The share of the exposure that the test took away, or added where negative: the outcome with the
  /// exposure as it was is compared with the outcome at `1 − removed` of it.
  public let removed: Double
  /// Outcomes brought by that share, carry-over into later fitted periods included.
  public let estimate: Double
  /// The standard error of the estimate, in outcomes.
  public let standardError: Double

  /// The finding of an experiment.
  ///
  /// - Parameters:
  ///   - channel: The channel, by its place in the model.
  ///   - unit: The unit that was tested; nil for all units together.
  ///   - periods: The tested periods, all fitted.
  ///   - removed: The share of the exposure that the test took away, not 0.
  ///   - estimate: Outcomes brought by that share.
  ///   - standardError: The standard error of the estimate, positive.
  public init(
    channel: Int, unit: Int?, periods: Range<Int>, removed: Double, estimate: Double,
    standardError: Double
  ) {
    self.channel = channel
    self.unit = unit
    self.periods = periods
    self.removed = removed
    self.estimate = estimate
    self.standardError = standardError
  }
}
