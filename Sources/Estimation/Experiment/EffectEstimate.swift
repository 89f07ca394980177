import Statistics

/// An effect with its interval and its p-value, both from one inversion of one test.
///
/// The interval holds exactly the effects that the test does not reject, so it holds zero if and
/// only if the p-value is not below one less the confidence. Where the two meet, rounding could
/// part them: the last bit of either then yields, so that no result ever contradicts itself.
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
  /// Effects that are not rejected; an end is infinite where the test can reject nothing on that
  /// side.
  public let interval: ClosedRange<Double>
  /// Confidence of the interval, such as 0.95.
  public let confidence: Double

  /// Whether no effect is rejected: the same as zero being outside the interval.
  public var isSignificant: Bool { pValue < 1 - confidence }

  /// An estimate that refers to a t or normal distribution.
  ///
  /// - Parameters:
  ///   - value: The estimate, finite.
  ///   - standardError: Its standard error, not negative; where it or the degrees are not known,
  ///     infinite or NaN, and the test rejects nothing.
  ///   - degrees: Degrees of freedom; infinite for the normal distribution.
  ///   - confidence: Confidence of the interval, between 0 and 1.
  public init(
    _ value: Double, standardError: Double, degrees: Double = .infinity, confidence: Double = 0.95
  ) {
    precondition(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1")
    precondition(value.isFinite, "an estimate is finite")
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
    let p =
      isNormal
      ? Elementary.erfc((value / standardError).magnitude / 2.0.squareRoot())
      : StudentT.twoSided(value / standardError, degrees: degrees)
    let half = standardError * Self.halfWidth(confidence, degrees)
    (pValue, interval) = Self.reconciled(p, value - half...value + half, confidence)
  }

  /// An estimate whose interval was found by inverting a test of every effect.
  ///
  /// - Parameters:
  ///   - value: The estimate, finite.
  ///   - pValue: Two-sided p-value of no effect.
  ///   - interval: Effects that the same test does not reject, up to rounding.
  ///   - confidence: Confidence of the interval.
  ///   - standardError: A standard error to be shown beside it; NaN where there is none.
  ///   - degrees: Degrees of freedom of the test; NaN where it refers to no distribution.
  public init(
    _ value: Double, pValue: Double, interval: ClosedRange<Double>, confidence: Double,
    standardError: Double = .nan, degrees: Double = .nan
  ) {
    precondition(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1")
    precondition(value.isFinite, "an estimate is finite")
    precondition((0...1).contains(pValue), "a p-value is in 0...1")
    let (p, range) = Self.reconciled(pValue, interval, confidence)
    precondition(
      (p - pValue).magnitude <= Self.slack
        && Self.isClose(range, interval, scale: value.magnitude),
      "interval and p-value come from the same inversion")
    self.value = value
    self.standardError = standardError
    self.degrees = degrees
    self.pValue = p
    self.interval = range
    self.confidence = confidence
  }

  /// The two-sided quantile of the reference distribution.
  ///
  /// - Parameters:
  ///   - confidence: The chance to be inside, between 0 and 1.
  ///   - degrees: Degrees of freedom; infinite for the normal distribution.
  /// - Returns: How many standard errors an interval reaches to each side.
  static func halfWidth(_ confidence: Double, _ degrees: Double) -> Double {
    degrees.isInfinite
      ? -Normal.quantile((1 - confidence) / 2)
      : StudentT.halfWidth(coverage: confidence, degrees: degrees)
  }

  /// How far a p-value may lie from where its interval says it is.
  ///
  /// Chosen: inversions by bisection and incomplete beta functions are good to about 1e-12.
  private static let slack = 1e-9

  /// P-value and interval with the last bit of the p-value moved, or the end of the interval at
  /// zero, where rounding has parted them.
  ///
  /// The interval has the word, since it is what is shown with more digits: a p-value within the
  /// slack of the level moves to its side, and otherwise the end next to zero moves.
  private static func reconciled(
    _ p: Double, _ interval: ClosedRange<Double>, _ confidence: Double
  ) -> (Double, ClosedRange<Double>) {
    let level = 1 - confidence
    let holdsZero = interval.contains(0)
    guard holdsZero != (p >= level) else { return (p, interval) }
    if (p - level).magnitude <= slack { return (holdsZero ? level : level.nextDown, interval) }
    return (p, moved(interval, toHoldZero: !holdsZero))
  }

  /// An interval whose end next to zero is moved to one side of it.
  ///
  /// - Parameters:
  ///   - interval: What rounding has left.
  ///   - holdsZero: Whether the interval is to hold zero.
  /// - Returns: The interval itself where it does already.
  static func moved(
    _ interval: ClosedRange<Double>, toHoldZero holdsZero: Bool
  ) -> ClosedRange<Double> {
    guard interval.contains(0) != holdsZero else { return interval }
    let (low, high) = (interval.lowerBound, interval.upperBound)
    guard !holdsZero else { return min(low, 0)...max(high, 0) }
    let least = Double.leastNonzeroMagnitude
    return high.magnitude > low.magnitude ? least...max(high, least) : min(low, -least)...(-least)
  }

  /// Whether two intervals are one up to rounding.
  private static func isClose(
    _ first: ClosedRange<Double>, _ second: ClosedRange<Double>, scale: Double
  ) -> Bool {
    let room = slack * max(scale, .leastNormalMagnitude / slack)
    func near(_ a: Double, _ b: Double) -> Bool { a == b || (a - b).magnitude <= room }
    return near(first.lowerBound, second.lowerBound) && near(first.upperBound, second.upperBound)
  }
}
