import Estimation

/// What is asked of a plan of a test in markets.
public struct GeoQuestion: Sendable, Equatable {
  /// What a test costs.
  public enum Cost: Sendable, Equatable {
    /// Unknown; then it is said what an outcome may cost.
    case unknown
    /// Money per outcome that is gained: the lift times the volume of the treated markets times this.
    case perOutcome(Double)
    /// Money per treated market and period.
    case perMarketPeriod(Double)
  }

  /// The lengths of the test, in periods.
  public var lengths: [Int]
  /// How many markets are treated.
  public var sizes: ClosedRange<Int>
  /// Names of markets that are treated in any case.
  public var included: [String] = []
  /// Names of markets that are never treated but may serve as controls.
  public var excluded: [String] = []
  /// Names of markets that are neither treated nor controls.
  public var leftOut: [String] = []
  /// What a test costs.
  public var cost = Cost.unknown
  /// The most that a test may cost; nil for no limit.
  public var budget: Double?
  /// The least share of all outcomes that stays outside the treated markets.
  public var holdout = 0.0
  /// The lift that is to be found, a share, so that designs that find it come first; nil where none is
  /// named.
  public var lift: Double?
  /// The lifts that are put in, shares other than zero.
  public var effects: [Double] = (1...25).map { Double($0) / 100 }
  /// The p-value below which a test is significant; 0.1 unless set, as in GeoLift.
  public var alpha = 0.1
  /// The power that is asked for.
  public var power = 0.8
  /// How many imagined tests at the end of the history.
  public var lookBacks: Int
  /// The largest share of imagined tests without effect that may be significant.
  ///
  /// *Chosen* as the level and one standard error of a share of so many tests: what exceeds it is more
  /// than few tests allow. Of 7 tests at level 0.1 one may be significant, of 16 two, of 21 three.
  var mostFalsePositives: Double {
    alpha + (alpha * (1 - alpha) / Double(lookBacks)).squareRoot()
  }
  /// Whether the synthetic control is augmented by ridge regression.
  public var hasRidge = false
  /// How control markets are combined, as the readout will.
  var control: SyntheticControlSettings {
    var analysis = PlannedAnalysis()
    analysis.hasRidge = hasRidge
    return analysis.syntheticControl
  }

  /// A question with usual settings.
  ///
  /// Usual are imagined tests over the last fifth of the history, at least seven and no more than leave
  /// enough to fit. *Chosen* twice as many as GeoLift advises: neighboring ones tell little that is new.
  ///
  /// - Parameters:
  ///   - lengths: The lengths of the test, in periods.
  ///   - sizes: How many markets are treated.
  ///   - periods: The length of the history.
  public init(lengths: [Int], sizes: ClosedRange<Int>, periods: Int) {
    self.lengths = lengths
    self.sizes = sizes
    let longest = lengths.max() ?? 1
    let most = periods - GeoPlanCheck.neededPeriods(length: longest, lookBacks: 1) + 1
    lookBacks = max(1, min(max(GeoPlanCheck.advisedLookBacks, periods / 5), most))
  }
}
