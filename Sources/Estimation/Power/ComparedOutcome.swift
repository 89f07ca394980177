import Statistics

/// What is compared between two arms, on which scale, and how it varies between units.
public enum ComparedOutcome: Sendable, Equatable {
  /// A mean per unit; ``RatioMetric`` and ``RepeatedMeasures`` bring other metrics to this form.
  ///
  /// Standard deviations between units of the control and of the treated arm.
  case mean(control: Double, treated: Double)

  /// A share of units, from 0 to 1, in the control arm.
  case proportion(Double, ProportionTest)

  /// Events per unit and period in the control arm, counted over an exposure of some periods.
  ///
  /// The dispersion is alpha of the negative binomial: the variance of a count of mean μ is
  /// `μ + alpha μ²`; 0 is Poisson.
  case rate(Double, dispersion: Double, exposure: Double, RateTest)

  /// How two proportions are compared.
  public enum ProportionTest: String, Sendable, Equatable, CaseIterable {
    /// On the scale `2 asin √p`, where the variance does not depend on the share (Cohen 1988).
    case arcsine
    /// By a difference over its error under equal shares, the chi-square test.
    case pooled
    /// By a difference over its own error (Wald).
    case unpooled
    /// As pooled, with the continuity correction of Fleiss, Levin and Paik (2003), chapter 4.
    case continuity
  }

  /// How two rates are compared.
  public enum RateTest: String, Sendable, Equatable, CaseIterable {
    /// By their difference (Wald).
    case difference
    /// By the logarithm of their ratio, what a Poisson or negative binomial regression tests.
    case logarithm
    /// By the logarithm of their ratio over its error under equal rates.
    case score
    /// By the difference of their roots, which makes Poisson variances equal.
    case squareRoot = "square-root"
  }

  /// The value of the control arm; 0 for means, whose level does not matter.
  var baseline: Double {
    switch self {
    case .mean: 0
    case .proportion(let share, _): share
    case .rate(let rate, _, _, _): rate
    }
  }

  /// Whether the variance is estimated apart from the mean, so that Student's *t* applies.
  var hasFreeVariance: Bool {
    if case .mean = self { true } else { false }
  }

  /// The largest possible effect: infinite for means and rising rates.
  func largestEffect(isDecrease: Bool) -> Double {
    switch self {
    case .mean: .infinity
    case .proportion(let share, _): isDecrease ? share : 1 - share
    case .rate(let rate, _, _, _): isDecrease ? rate : .infinity
    }
  }

  /// An effect of the usual order, to begin a search with.
  var typicalEffect: Double {
    switch self {
    case .mean(let control, _): control
    case .proportion(let share, _): min(share, 1 - share)
    case .rate(let rate, _, _, _): rate
    }
  }

  /// The comparison of a treated arm with the control arm.
  ///
  /// - Parameters:
  ///   - effect: The true difference of treated and control, in units of the outcome.
  ///   - null: The difference that the test compares with: 0, or minus a margin.
  ///   - ratio: Treated units per control unit, which pooled errors depend on.
  /// - Returns: Distance and variances on the scale of the test.
  func contrast(effect: Double, null: Double, ratio: Double) -> ArmContrast {
    switch self {
    case .mean(let control, let treated):
      return ArmContrast(
        distance: effect - null, control: control * control, treated: treated * treated)
    case .proportion(let share, let test):
      return Self.contrast(shares: (share, share + effect), null: null, ratio: ratio, test)
    case .rate(let rate, let dispersion, let exposure, let test):
      func variance(_ rate: Double) -> Double {
        switch test {
        case .difference: rate / exposure + dispersion * rate * rate
        case .logarithm, .score: 1 / (rate * exposure) + dispersion
        case .squareRoot: (1 / exposure + dispersion * rate) / 4
        }
      }
      let distance =
        switch test {
        case .difference: effect - null
        case .logarithm, .score: Elementary.log((rate + effect) / (rate + null))
        case .squareRoot: (rate + effect).squareRoot() - (rate + null).squareRoot()
        }
      var contrast = ArmContrast(
        distance: distance, control: variance(rate), treated: variance(rate + effect))
      if test == .score {
        let pooled = variance((rate + ratio * (rate + effect)) / (1 + ratio))
        contrast.underNull = (pooled, pooled)
      }
      return contrast
    }
  }

  private static func contrast(
    shares: (control: Double, treated: Double), null: Double, ratio: Double, _ test: ProportionTest
  ) -> ArmContrast {
    if test == .arcsine {
      func angle(_ share: Double) -> Double { 2 * Elementary.arcsine(share.squareRoot()) }
      return ArmContrast(
        distance: angle(shares.treated) - angle(shares.control + null), control: 1, treated: 1)
    }
    func variance(_ share: Double) -> Double { share * (1 - share) }
    var contrast = ArmContrast(
      distance: shares.treated - shares.control - null, control: variance(shares.control),
      treated: variance(shares.treated))
    if test != .unpooled {
      let pooled = variance((shares.control + ratio * shares.treated) / (1 + ratio))
      contrast.underNull = (pooled, pooled)
    }
    contrast.isContinuous = test != .continuity
    return contrast
  }
}

/// Two arms on the scale of a test: how far apart, and the variance that one unit brings.
struct ArmContrast {
  /// What the estimate is expected to be away from the null, with its sign.
  var distance: Double

  /// The variance of a control unit.
  var control: Double

  /// The variance of a treated unit.
  var treated: Double

  /// The variances that the test assumes, of a control and a treated unit, where they differ.
  var underNull: (control: Double, treated: Double)?

  /// Whether no continuity correction is made.
  var isContinuous = true

  init(distance: Double, control: Double, treated: Double) {
    self.distance = distance
    self.control = control
    self.treated = treated
  }
}
