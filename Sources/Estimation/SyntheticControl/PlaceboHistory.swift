public import Statistics

/// The last periods of a history without tests, as windows into which effects of tests are put.
///
/// A test of so many periods is imagined at the end of the history, then one period earlier, and so
/// on. The products of all units in each window serve every choice of treated units.
public struct PlaceboHistory: Sendable {
  /// Periods of the imagined test.
  public let length: Int
  /// How donors are combined.
  public let settings: SyntheticControlSettings

  let outcomes: Matrix
  let windows: [Window]

  /// One imagined test.
  struct Window: Sendable {
    let fitted: Range<Int>
    let tested: Range<Int>
    let before: MatchedSeries
    let whole: MatchedSeries
    let places: RearrangedPlaces
  }

  /// Windows at the end of a history.
  ///
  /// - Parameters:
  ///   - outcomes: One row per period and one column per unit, all finite.
  ///   - length: Periods of the imagined test.
  ///   - lookBacks: How many windows, each beginning one period before the last.
  ///   - settings: How donors are combined, without covariates.
  ///   - rearrangement: How residuals are rearranged.
  ///   - statistic: What is large when a test had an effect.
  public init(
    _ outcomes: Matrix, length: Int, lookBacks: Int,
    settings: SyntheticControlSettings = SyntheticControlSettings(),
    rearrangement: Rearrangement = .movingBlock, statistic: RearrangementStatistic = .mean
  ) {
    precondition(settings.covariates == nil, "covariates depend on the choice of donors")
    precondition(
      length > 0 && lookBacks > 0 && outcomes.rows >= length + lookBacks + 1,
      "two periods are left to fit in the earliest window")
    self.outcomes = outcomes
    self.length = length
    self.settings = settings
    windows = (0..<lookBacks).map { back in
      let end = outcomes.rows - back
      let hasIntercept = settings.hasIntercept
      return Window(
        fitted: 0..<end - length, tested: end - length..<end,
        before: MatchedSeries(
          outcomes, periods: Array(0..<end - length), hasIntercept: hasIntercept),
        whole: MatchedSeries(outcomes, periods: Array(0..<end), hasIntercept: hasIntercept),
        places: RearrangedPlaces(rearrangement, statistic, total: end, tested: length))
    }
  }
}
