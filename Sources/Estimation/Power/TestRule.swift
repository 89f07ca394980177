import Statistics

/// When a test rejects: its level, its sides, and how many comparisons share the level.
public struct TestRule: Sendable, Equatable {
  /// The deviations that reject, and those that power counts.
  public enum Sides: Sendable, Equatable {
    /// Deviations in the direction of the effect alone.
    case one
    /// Deviations in either direction; power counts both.
    case two
    /// Deviations in either direction; power counts those with the effect's own sign alone.
    ///
    /// What the textbook formulas of sizes invert. It differs from `two` where power is near the
    /// level: a rejection in the wrong direction is then no success.
    case twoWithRightSign
  }

  /// What protects the level where several arms are compared with one control.
  public enum Correction: String, Sendable, Equatable, CaseIterable {
    /// Nothing: each comparison has the whole level.
    case none
    /// Each comparison has its part of the level.
    case bonferroni
    /// Step-down by Holm, planned by its first step, which is Bonferroni's: every later step rejects
    /// more easily, so the power is at least the planned one whatever the other arms do.
    case holm
  }

  /// The chance of rejecting where there is no effect, over all comparisons.
  public var alpha: Double

  /// The deviations that reject.
  public var sides: Sides

  /// Whether variances are taken as known: the normal distribution in place of Student's *t*.
  public var knowsVariances: Bool

  /// Comparisons that share the level, at least 1.
  public var comparisons: Int

  /// How they share it.
  public var correction: Correction

  /// A test.
  ///
  /// - Parameters:
  ///   - alpha: The level over all comparisons, between 0 and 1.
  ///   - sides: The deviations that reject.
  ///   - knowsVariances: Whether the normal distribution takes the place of Student's *t*.
  ///   - comparisons: Comparisons that share the level, at least 1.
  ///   - correction: How they share it.
  public init(
    alpha: Double = 0.05, sides: Sides = .two, knowsVariances: Bool = false, comparisons: Int = 1,
    correction: Correction = .bonferroni
  ) {
    self.alpha = alpha
    self.sides = sides
    self.knowsVariances = knowsVariances
    self.comparisons = comparisons
    self.correction = correction
  }

  /// The level of one comparison.
  public var level: Double { correction == .none ? alpha : alpha / Double(max(1, comparisons)) }

  /// Degrees of freedom beyond which *t* is taken as normal; the quantiles differ by less than 1e-9.
  private static let normalDegrees = 1e10

  /// The chance that the test rejects.
  ///
  /// - Parameter statistic: What the test statistic is expected to be.
  /// - Returns: The power, in `[0, 1]`.
  func power(_ statistic: ExpectedStatistic) -> Double {
    guard statistic.standardError > 0 else { return statistic.distance > 0 ? 1 : 0 }
    let degrees =
      knowsVariances || statistic.degrees > Self.normalDegrees ? .infinity : statistic.degrees
    let limit =
      (criticalValue(degrees: degrees) * statistic.nullStandardError + statistic.continuity)
      / statistic.standardError
    // Chosen: beyond 1e6 standard errors the test rejects, in double precision, unless its degrees are
    // a small part of one, which no design has.
    let noncentrality = max(-1e6, min(1e6, statistic.distance / statistic.standardError))
    let right = NoncentralT.upperTail(limit, degrees: degrees, noncentrality: noncentrality)
    guard sides == .two else { return right }
    return right + NoncentralT.cumulative(-limit, degrees: degrees, noncentrality: noncentrality)
  }

  /// The deviation in standard errors at which a comparison rejects.
  ///
  /// - Parameter degrees: Degrees of freedom; infinite for the normal distribution.
  /// - Returns: A positive number.
  func criticalValue(degrees: Double) -> Double {
    let outside = sides == .one ? 2 * level : level
    return degrees.isInfinite
      ? -Normal.quantile(outside / 2) : StudentT.halfWidth(coverage: 1 - outside, degrees: degrees)
  }
}

/// What a test statistic is expected to be: an estimate, and its errors with and without effect.
struct ExpectedStatistic: Equatable {
  /// The expected estimate less the value that the test compares it with, positive in the direction of
  /// the effect; on the scale of the test.
  var distance: Double

  /// The standard error of the estimate.
  var standardError: Double

  /// The standard error that the test divides by.
  var nullStandardError: Double

  /// What the test takes off the distance on either side, because counts are whole.
  var continuity = 0.0

  /// Degrees of freedom of the variance estimate; infinite where it is known or follows from the mean.
  var degrees: Double
}
