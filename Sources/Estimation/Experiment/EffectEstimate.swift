import Statistics

/// An effect with its interval and its p-value, both from one inversion of one test.
///
/// The interval holds exactly the effects that the test does not reject, so it holds zero if and only if
/// the p-value is not below one less the confidence.
public struct EffectEstimate: Sendable, Equatable {
  /// The estimate, in units of the outcome.
  public let value: Double
  /// Its standard error; NaN for tests that need none.
  public let standardError: Double
  /// Degrees of freedom of the t distribution that the test refers to; infinite for the normal
  /// distribution, NaN for tests by rearrangement.
  public let degrees: Double
  /// Two-sided p-value of no effect.
  public let pValue: Double
  /// Effects that are not rejected; an end is infinite where the test can reject nothing on that side.
  public let interval: ClosedRange<Double>
  /// Confidence of the interval, such as 0.95.
  public let confidence: Double

  /// Whether no effect is rejected: the same as zero being outside the interval.
  public var isSignificant: Bool { pValue < 1 - confidence }

  /// An estimate that refers to a t or normal distribution.
  ///
  /// - Parameters:
  ///   - value: The estimate.
  ///   - standardError: Its standard error, not negative.
  ///   - degrees: Degrees of freedom; infinite for the normal distribution.
  ///   - confidence: Confidence of the interval, between 0 and 1.
  public init(
    _ value: Double, standardError: Double, degrees: Double = .infinity, confidence: Double = 0.95
  ) {
    precondition(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1")
    self.value = value
    self.standardError = standardError
    self.degrees = degrees
    self.confidence = confidence
    guard standardError > 0, standardError.isFinite, degrees > 0 else {
      // Nothing scatters: the test rejects everything but the estimate itself; or nothing is known.
      let isExact = standardError == 0
      pValue = isExact ? (value == 0 ? 1 : 0) : 1
      interval = isExact ? value...value : -.infinity ... .infinity
      return
    }
    let isNormal = degrees.isInfinite
    pValue =
      isNormal
      ? Elementary.erfc((value / standardError).magnitude / 2.0.squareRoot())
      : StudentT.twoSided(value / standardError, degrees: degrees)
    let half =
      standardError
      * (isNormal
        ? Normal.quantile(0.5 + confidence / 2)
        : StudentT.halfWidth(coverage: confidence, degrees: degrees))
    interval = value - half...value + half
  }

  /// An estimate whose interval was found by inverting a test of every effect.
  ///
  /// - Parameters:
  ///   - value: The estimate.
  ///   - pValue: Two-sided p-value of no effect.
  ///   - interval: Effects that the same test does not reject.
  ///   - confidence: Confidence of the interval.
  public init(
    _ value: Double, pValue: Double, interval: ClosedRange<Double>, confidence: Double
  ) {
    precondition(
      interval.contains(0) == (pValue >= 1 - confidence),
      "interval and p-value come from the same inversion")
    self.value = value
    standardError = .nan
    degrees = .nan
    self.pValue = pValue
    self.interval = interval
    self.confidence = confidence
  }
}
