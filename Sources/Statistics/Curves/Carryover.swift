/// How an exposure keeps acting in later periods.
///
/// A carryover is a weight for each lag, in whole periods from 0 on. What acts in a period is the
/// sum of the exposures of that and earlier periods, each times the weight of its lag. Lags that
/// act are counted, not numbered: with 8 of them the last is lag 7.
///
/// Definitions are those of PyMC-Marketing 0.19.2, whose vectors they reproduce. Jin, Wang, Sun,
/// Chan and Koehler (2017), "Bayesian Methods for Media Mix Modeling with Carryover and Shape
/// Effects", Google Inc., has the geometric and delayed kinds.
public enum Carryover: Equatable, Sendable {
  /// An exposure acts in its own period only.
  case none

  /// The weight `retention^lag`.
  ///
  /// `retention` is the share kept from one period to the next, in `[0, 1]`.
  case geometric(retention: Double)

  /// The weight `retention^((lag − peak)²)`, largest at the lag `peak`.
  ///
  /// `retention` is in `(0, 1)`; `peak` is in periods, not negative and not necessarily whole.
  case delayed(retention: Double, peak: Double)

  /// The density of a Weibull distribution at `lag + 1`, shifted and stretched so that the smallest
  /// weight is 0 and the largest 1.
  ///
  /// The density at `t` is proportional to `(t / scale)^(shape − 1) exp(−(t / scale)^shape)`. Above
  /// a `shape` of 1 the effect can peak after the first period. `shape` and `scale` are positive,
  /// `scale` in periods. Because of the shift the last weight is 0 where the density has fallen by
  /// then, and more lags change all weights. Where the smallest and the largest are the same, as
  /// with a single lag, only lag 0 acts, which is what Robyn does.
  case weibullDensity(shape: Double, scale: Double)

  /// The product of a Weibull distribution's survival over the lags so far:
  /// `exp(−Σ (j / scale)^shape)` over `j` from 1 to the lag; 1 at lag 0.
  ///
  /// The share kept, `exp(−(lag / scale)^shape)`, falls from period to period. `shape` and `scale`
  /// are positive, `scale` in periods. PyMC-Marketing and Robyn call it Weibull's CDF;
  /// PyMC-Marketing takes one lag more than its `l_max`.
  case weibullSurvival(shape: Double, scale: Double)

  /// The weight `(1 − lag / (lags + 1))^(1 / retention − 1)`, which reaches 0 after the last lag.
  ///
  /// `retention` is in `(0, 1]`; at ½ weights fall in a straight line, above it slowly at first, and
  /// below it fast.
  case binomial(retention: Double)

  /// The kind, without parameters.
  public var family: CarryoverFamily {
    switch self {
    case .none: .none
    case .geometric: .geometric
    case .delayed: .delayed
    case .weibullDensity: .weibullDensity
    case .weibullSurvival: .weibullSurvival
    case .binomial: .binomial
    }
  }

  /// The values of the parameters, in the order of ``CarryoverFamily/parameterNames``.
  public var parameters: [Double] {
    switch self {
    case .none: []
    case .geometric(let retention), .binomial(let retention): [retention]
    case .delayed(let retention, let peak): [retention, peak]
    case .weibullDensity(let shape, let scale), .weibullSurvival(let shape, let scale):
      [shape, scale]
    }
  }

  /// How many parameters the carryover has: 0, 1 or 2.
  public var parameterCount: Int {
    switch self {
    case .none: 0
    case .geometric, .binomial: 1
    case .delayed, .weibullDensity, .weibullSurvival: 2
    }
  }
}
