/// A planned comparison, of which one of size, effect and power is asked for and the others are given.
///
/// ```swift
/// var question = PowerQuestion(.rate(5.06, dispersion: 1.55, exposure: 1, .logarithm))
/// question.effect = 0.05 * 5.06
/// question.power = 0.8
/// try question.answer().size  // 11,493.3 units in each arm
/// ```
///
/// Sizes, effects and powers are whole or not as they come out; who rounds a size up gains power.
public struct PowerQuestion: Sendable, Equatable {
  /// What is compared.
  public var outcome: ComparedOutcome

  /// How units come into arms.
  public var design: TrialDesign

  /// When the test rejects.
  public var test: TestRule

  /// Treated units or clusters per control one; individuals and clusters alone.
  public var ratio = 1.0

  /// What an adjustment leaves of the variance of units, such as ``RepeatedMeasures/adjusted``.
  public var varianceFactor = 1.0

  /// What a sequential test needs at most over what a test with one look needs, such as 1.03.
  public var sequentialFactor = 1.0

  /// The margin of a test of non-inferiority and the true difference that is assumed; nil for a test
  /// of no effect.
  ///
  /// The effect of the question is then the margin: the loss, positive, that must be excluded.
  public var assumedDifference: Double?

  /// Whether the wanted effect is a decrease, or for non-inferiority the tolerated one an increase.
  ///
  /// Counts only where the effect is asked for or a margin; a given effect has its own sign.
  public var isDecrease = false

  /// What ``TrialDesign/sizeNoun`` counts; nil where it is asked for.
  public var size: Double?

  /// Treated less control in units of the outcome, or the margin; nil where it is asked for.
  public var effect: Double?

  /// The chance that the test rejects; nil where it is asked for.
  public var power: Double?

  /// A question without given quantities.
  ///
  /// - Parameters:
  ///   - outcome: What is compared.
  ///   - design: How units come into arms.
  ///   - test: When the test rejects.
  public init(
    _ outcome: ComparedOutcome, design: TrialDesign = .individual, test: TestRule = TestRule()
  ) {
    self.outcome = outcome
    self.design = design
    self.test = test
  }

  /// The chance that the test rejects.
  ///
  /// - Parameters:
  ///   - size: What ``TrialDesign/sizeNoun`` counts, above the smallest one of the design.
  ///   - effect: Treated less control, or the margin.
  /// - Returns: The power, in `[0, 1]`.
  public func power(size: Double, effect: Double) -> Double {
    test.power(statistic(size: size, effect: effect))
  }

  /// The standard error of the estimate on the scale of the test.
  ///
  /// - Parameters:
  ///   - size: What ``TrialDesign/sizeNoun`` counts.
  ///   - effect: Treated less control, or the margin.
  /// - Returns: A number that is not negative; of a logarithm where the test is of one.
  public func standardError(size: Double, effect: Double) -> Double {
    statistic(size: size, effect: effect).standardError
  }

  /// What the test statistic is expected to be.
  func statistic(size: Double, effect: Double) -> ExpectedStatistic {
    let size = size / sequentialFactor
    // Ratios other than 1 are a matter of arms that are filled apart.
    let ratio = hasRatio ? self.ratio : 1
    let isNegative = assumedDifference == nil ? effect < 0 : isDecrease
    var contrast = outcome.contrast(
      effect: assumedDifference ?? effect,
      null: assumedDifference == nil ? 0 : (isDecrease ? effect : -effect), ratio: ratio)
    // A margin is tested with the error of the estimate: there is no common value under the null.
    if assumedDifference != nil { contrast.underNull = nil }
    func error(_ variances: (control: Double, treated: Double)) -> Double {
      (varianceFactor * design.variance(variances, size: size, ratio: ratio)).squareRoot()
    }
    let standardError = error((contrast.control, contrast.treated))
    return ExpectedStatistic(
      distance: isNegative ? -contrast.distance : contrast.distance,
      standardError: standardError,
      nullStandardError: contrast.underNull.map(error) ?? standardError,
      continuity: contrast.isContinuous ? 0 : (1 + 1 / ratio) / size / 2,
      degrees: design.degrees(size: size, ratio: ratio, isFree: outcome.hasFreeVariance))
  }

  /// Whether arms may differ in size.
  var hasRatio: Bool {
    switch design {
    case .individual, .clusters: true
    case .paired, .steppedWedge, .factorial: false
    }
  }
}
