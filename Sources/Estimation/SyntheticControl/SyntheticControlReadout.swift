public import Statistics

/// The readout of a test against a synthetic control: the effect with its interval and p-value, its
/// course over time, and the checks that say how far to trust it.
public struct SyntheticControlReadout: Sendable, Equatable {
  /// One period of the test.
  public struct Period: Sendable, Equatable {
    /// The period, by its row.
    public let period: Int
    /// The mean outcome of the treated units.
    public let actual: Double
    /// What it would have been without the test.
    public let synthetic: Double
    /// The effect in this period alone, per treated unit, with its interval and p-value.
    public let effect: EffectEstimate
  }

  /// How the readout is made.
  public struct Settings: Sendable, Equatable {
    /// How donors are combined.
    public var control = SyntheticControlSettings()
    /// How residuals are rearranged.
    public var rearrangement = Rearrangement.movingBlock
    /// What is large when the test had an effect.
    public var statistic = RearrangementStatistic.mean
    /// Confidence of intervals; 0.9 unless set, as in GeoLift.
    public var confidence = 0.9
    /// Whether the same is asked of other units and of the time before the test.
    public var hasPlacebos = true
    /// Seed of placebo choices where not all are tried.
    public var seed: UInt64 = 1

    /// The default settings.
    public init() {}
  }

  /// The control that stands in for the treated units.
  public let control: SyntheticControl
  /// The mean effect per treated unit and tested period.
  public let effect: EffectEstimate
  /// The tested periods in order.
  public let periods: [Period]
  /// The rank among units that were not treated; nil where it was not asked for.
  public let placebo: PlaceboInSpace?
  /// The same readout of a test that never was, as long as the true one and right before it, with the
  /// control fitted to what is before that; nil where too little is left, or it was not asked for.
  public let placeboInTime: EffectEstimate?

  /// Reads out a test.
  ///
  /// - Parameters:
  ///   - outcomes: One row per period and one column per unit, all finite.
  ///   - question: Which units, and when.
  ///   - settings: How the readout is made.
  /// - Throws: `EstimationError` with a place that is not finite, or where a search does not settle.
  public init(
    _ outcomes: Matrix, _ question: SyntheticControlQuestion, settings: Settings = Settings()
  ) throws(EstimationError) {
    try SyntheticControl.checkFinite(outcomes, question)
    do {
      let series = MatchedSeries(outcomes, question.fitted, question, settings.control)
      let control = try SyntheticControl(outcomes, question, settings.control, series)
      self.control = control
      effect = try Self.effect(outcomes, control, settings)
      periods = try Self.course(outcomes, control, settings)
      placebo =
        settings.hasPlacebos
        ? try PlaceboInSpace(outcomes, control, settings.control, series, seed: settings.seed) : nil
      placeboInTime = settings.hasPlacebos ? try Self.earlier(outcomes, question, settings) : nil
    } catch {
      throw .leastSquares(error)
    }
  }

  /// The mean effect as a share of what would have been without the test.
  ///
  /// The ends are those of ``effect`` over the same mean, so that the p-value is the same; nil where
  /// nothing would have been.
  public var lift: EffectEstimate? {
    let base = control.meanSynthetic
    guard base > 0 else { return nil }
    return EffectEstimate(
      effect.value / base, pValue: effect.pValue,
      interval: effect.interval.lowerBound / base...effect.interval.upperBound / base,
      confidence: effect.confidence)
  }

  /// The effect over all treated units and tested periods.
  public var total: EffectEstimate {
    let size = Double(control.question.treated.count * control.question.tested.count)
    return EffectEstimate(
      effect.value * size, pValue: effect.pValue,
      interval: effect.interval.lowerBound * size...effect.interval.upperBound * size,
      confidence: effect.confidence)
  }

  /// The mean effect of a fitted control.
  private static func effect(
    _ outcomes: Matrix, _ control: SyntheticControl, _ settings: Settings
  ) throws(NumericalError) -> EffectEstimate {
    let question = control.question
    let series = MatchedSeries(outcomes, question.periods, question, settings.control)
    var test = try ConformalTest(
      outcomes, question, settings.control, series, penalty: control.penalty,
      effect: .amountRemoved,
      places: RearrangedPlaces(
        settings.rearrangement, settings.statistic, total: question.periods.count,
        tested: question.tested.count))
    return try ConformalInversion.effect(
      control.meanEffect, scale: control.fittedError, confidence: settings.confidence
    ) { effect throws(NumericalError) in try test.pValue(effect) }
  }

  /// Each tested period as a test of its own.
  private static func course(
    _ outcomes: Matrix, _ control: SyntheticControl, _ settings: Settings
  ) throws(NumericalError) -> [Period] {
    let question = control.question
    var periods: [Period] = []
    for (place, period) in question.tested.enumerated() {
      var single = question
      single.tested = period..<period + 1
      let series = MatchedSeries(outcomes, single.periods, single, settings.control)
      var test = try ConformalTest(
        outcomes, single, settings.control, series, penalty: control.penalty,
        effect: .amountRemoved,
        places: RearrangedPlaces(
          .movingBlock, settings.statistic, total: single.periods.count, tested: 1))
      let effect = try ConformalInversion.effect(
        control.effects[place], scale: control.fittedError, confidence: settings.confidence
      ) { effect throws(NumericalError) in try test.pValue(effect) }
      let index = question.fitted.count + place
      periods.append(
        Period(
          period: period, actual: control.actual[index], synthetic: control.synthetic[index],
          effect: effect))
    }
    return periods
  }

  /// The readout of the periods before the test; nil where fewer than twice as many are fitted.
  private static func earlier(
    _ outcomes: Matrix, _ question: SyntheticControlQuestion, _ settings: Settings
  ) throws(NumericalError) -> EffectEstimate? {
    let length = question.tested.count
    guard question.fitted.count >= 3 * length else { return nil }
    let earlier = question.placeboInTime(lasting: length)
    let series = MatchedSeries(outcomes, earlier.fitted, earlier, settings.control)
    let control = try SyntheticControl(outcomes, earlier, settings.control, series)
    return try effect(outcomes, control, settings)
  }
}
