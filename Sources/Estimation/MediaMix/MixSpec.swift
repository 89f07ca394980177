public import Statistics

/// What a marketing-mix model says about the world, before it has seen a number.
///
/// The mean of the scaled outcome in unit `g` and period `t` is, for an identity link,
/// `baseline_g(t) + Σ_c β_{g,c} · saturation(carryover(x_{g,c})) + Σ_k δ_k z_{g,t,k}`, and for counts
/// the mean outcome of the data times the exponential of it. Exposures are divided by the largest one
/// of their channel, outcomes of an identity link by the largest one; with a size column both are per
/// head first.
///
/// A document in the language of ``shape`` says it; see ``init(yaml:name:)``.
public struct MixSpec: Sendable, Equatable {
  /// What is modelled, in a few words.
  public var title: String
  /// The columns that say which row is which.
  public var columns: Columns
  /// What is explained.
  public var outcome: Outcome
  /// What is bought, in the order of the document.
  public var channels: [Channel]
  /// What else moves the outcome, in the order of the document.
  public var controls: [Control]
  /// What would happen without any channel.
  public var baseline: Baseline
  /// How outcomes scatter around their mean.
  public var likelihood: Likelihood
  /// Whether exposures are carried over before they saturate.
  public var order: Order
  /// What differs between units.
  public var hierarchy: Hierarchy
  /// How the model is fitted.
  public var method: Method
  /// The last periods that the fit does not see and is scored on.
  public var holdoutPeriods: Int

  /// The columns that say which row is which.
  public struct Columns: Sendable, Equatable {
    /// Dates or whole numbers of periods.
    public var time: String
    /// Geos, territories or HCPs; nil for a national series.
    public var unit: String?
    /// Heads of each unit, constant in time; nil when units are compared as they are.
    public var size: String?
    /// Groups of units that share effects, constant in time; nil without groups.
    public var group: String?
  }

  /// What is explained.
  public struct Outcome: Sendable, Equatable {
    /// The column.
    public var column: String
    /// Money that one of the outcome is worth.
    public var value: Double
  }

  /// One channel.
  public struct Channel: Sendable, Equatable {
    /// The name, which heads its rows in tables.
    public var name: String
    /// The column of exposures: spend, impressions or touches.
    public var exposure: String
    /// The column of money spent; nil where nobody knows, so that returns are not computed.
    public var spend: String?
    /// How exposures act in later periods.
    public var carryover: CarryoverFamily
    /// One prior per parameter of the carryover, as `CarryoverFamily.parameterNames` orders them.
    public var carryoverPriors: [Prior]
    /// Lags that act, the period itself included; nil for all.
    public var lags: Int?
    /// Whether the weights of the lags are divided by their sum.
    public var isNormalized: Bool
    /// How the response flattens.
    public var saturation: SaturationFamily
    /// One prior per parameter, as `SaturationFamily.parameterNames` orders them.
    public var saturationPriors: [Prior]
    /// Whether a parameter of the exposure's unit (`half`, `scale`) is a share of the largest
    /// carried-over exposure, as in Robyn, and not of the largest exposure.
    public var isRelativeToCarryover: Bool
    /// What is believed of the size of the effect.
    public var effect: Effect
  }

  /// What a prior on a channel's effect is about.
  public enum Effect: Sendable, Equatable {
    /// The coefficient of the saturated exposure, in units of the scaled outcome.
    case coefficient(Prior)
    /// Money returned per money spent, over all periods and units of the data.
    case returnOnSpend(Prior)
    /// The share of the total outcome.
    case share(Prior)
  }

  /// Something else that moves the outcome, linearly and without delay.
  public struct Control: Sendable, Equatable {
    /// The column.
    public var column: String
    /// The prior of the coefficient, in units of the scaled outcome per unit of the column.
    public var prior: Prior
  }

  /// What would happen without any channel.
  public struct Baseline: Sendable, Equatable {
    /// The prior of the intercept, in units of the scaled outcome.
    public var intercept: Prior
    /// How the baseline drifts.
    public var trend: Trend
    /// The season; nil without one.
    public var season: Season?
    /// The prior of the coefficient of the outcome one period before; nil where it has no place.
    public var laggedOutcome: Prior?
  }

  /// How the baseline drifts.
  public enum Trend: Sendable, Equatable {
    /// Not at all.
    case none
    /// Along a line from 0 in the first period to the coefficient in the last.
    case linear(Prior)
    /// Along straight pieces between equally spaced knots, each with a prior of its deviation from
    /// the intercept; the first knot is the intercept itself.
    case knots(count: Int, Prior)
  }

  /// A yearly season of sines and cosines.
  public struct Season: Sendable, Equatable {
    /// Pairs of waves.
    public var terms: Int
    /// Length of a cycle in days, or in periods where time is counted in numbers.
    public var cycle: Double
    /// The prior of each coefficient.
    public var prior: Prior
  }

  /// How outcomes scatter around their mean.
  public enum Likelihood: Sendable, Equatable {
    /// Normally, with a standard deviation in units of the scaled outcome.
    case normal(sd: Prior)
    /// As Student's t, which forgives outliers.
    case student(sd: Prior, degreesOfFreedom: Prior)
    /// As counts with a log link.
    case poisson
    /// As counts with variance `μ + αμ²` and a log link.
    case negativeBinomial(dispersion: Prior)

    /// Whether the mean is the exponential of the sum of its parts.
    public var hasLogLink: Bool {
      switch self {
      case .normal, .student: false
      case .poisson, .negativeBinomial: true
      }
    }
  }

  /// What comes first on the way from exposure to response.
  public enum Order: String, Sendable, CaseIterable {
    /// Carryover, then saturation.
    case carryoverFirst
    /// Saturation, then carryover.
    case saturationFirst
  }

  /// What differs between units; priors are of the standard deviations between them.
  public struct Hierarchy: Sendable, Equatable {
    /// Spread of the intercepts between units; nil for one intercept.
    public var intercept: Prior?
    /// Spread of the logarithms of effects between units or groups; nil for shared effects.
    public var effects: Prior?
    /// Whether effects differ by group and not by unit.
    public var effectsByGroup: Bool
  }

  /// How the model is fitted.
  public enum Method: Sendable, Equatable {
    /// Least squares at fixed transforms, with Newey–West errors.
    case regression
    /// Ridge regression, with a search over transforms and penalty.
    case ridge(Search)
    /// Hamiltonian Monte Carlo.
    case bayes(Sampling)
  }

  /// How the ridge path looks for transforms.
  public struct Search: Sendable, Equatable {
    /// Models that are fitted.
    public var trials: Int
    /// Whether effects of channels may be negative.
    public var allowsNegative: Bool
    /// Seed of the search.
    public var seed: UInt64
  }

  /// How much is sampled.
  public struct Sampling: Sendable, Equatable {
    /// Chains.
    public var chains: Int
    /// Steps of adaptation per chain.
    public var warmup: Int
    /// Draws that are kept per chain.
    public var draws: Int
    /// The mean acceptance that the step size aims at.
    public var targetAcceptance: Double
    /// Seed of every random number.
    public var seed: UInt64
  }
}
