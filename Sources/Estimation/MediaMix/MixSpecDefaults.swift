import Interchange
import Statistics

/// What a specification means where it says nothing.
///
/// *PyMC* is the example of PyMC-Marketing (`mmm_example`) or, where it has none, the default of its
/// transformation in version 0.17.0; *Robyn* is Robyn 3.12.1, whose ranges for geometric carryover and
/// Hill saturation are those of its demonstration.
struct MixSpecDefaults {
  /// How the model is fitted.
  let method: MixSpecMethod
  /// Whether the mean is the exponential of the sum of its parts.
  let hasLogLink: Bool

  /// What is believed of a parameter of a carryover; nil where it must be written.
  ///
  /// Bayes as PyMC. Ridge searches Robyn's range for geometric carryover and knows none for others;
  /// least squares takes all as known.
  func prior(of parameter: String, _ family: CarryoverFamily) -> Prior? {
    switch (method, family, parameter) {
    case (.regression, _, _): nil
    case (.ridge, .geometric, "retention"): .uniform(low: 0, high: 0.8)
    case (.ridge, _, _): nil
    case (.bayes, _, "retention"): .beta(a: 1, b: 3)
    case (.bayes, _, "peak"): .halfNormal(sd: 1)
    // Means 3 and 2, standard deviation 1.
    case (.bayes, .weibullDensity, "shape"): .gamma(shape: 9, rate: 3)
    case (.bayes, .weibullDensity, _): .gamma(shape: 4, rate: 2)
    // Mean 2, standard deviation 2.5.
    case (.bayes, _, _): .gamma(shape: 0.64, rate: 0.32)
    }
  }

  /// What is believed of a parameter of a saturation; nil where it must be written.
  ///
  /// Bayes as PyMC, but for the scale of `tanh`, which is written differently there and chosen here.
  /// Ridge searches Robyn's ranges for Hill's curve and knows none for others.
  func prior(of parameter: String, _ family: SaturationFamily) -> Prior? {
    switch (method, family, parameter) {
    case (.regression, _, _): nil
    case (.ridge, .hill, "half"): .uniform(low: 0.3, high: 1)
    case (.ridge, .hill, "slope"): .uniform(low: 0.5, high: 3)
    case (.ridge, _, _): nil
    case (.bayes, .hill, _): .halfNormal(sd: 1.5)
    case (.bayes, .logistic, _): .gamma(shape: 3, rate: 1)
    case (.bayes, .root, _): .beta(a: 1, b: 2)
    case (.bayes, _, _): .halfNormal(sd: 1)
    }
  }

  /// The carryover of a channel that names none; nil where it must be written.
  var carryover: CarryoverFamily? { method == .regression ? nil : .geometric }

  /// The saturation of a channel that names none; nil where it must be written.
  ///
  /// PyMC's is logistic, Robyn's Hill.
  var saturation: SaturationFamily? {
    switch method {
    case .bayes: .logistic
    case .ridge: .hill
    case .regression: nil
    }
  }

  /// Lags that act: 8 as PyMC, all as Robyn.
  var lags: Int? { method == .bayes ? 8 : nil }

  /// Whether weights of lags sum to 1: as PyMC, not as Robyn.
  var isNormalized: Bool { method == .bayes }

  /// The effect of a channel, in units of the largest outcome.
  ///
  /// Near PyMC, which widens it with the channel's share of spend. On the logarithm of counts 0.5, chosen: a channel at its best adds
  /// about 40 % at the median.
  var effect: Prior { .halfNormal(sd: hasLogLink ? 0.5 : 1) }

  /// The effect of a control per unit of its column: PyMC; 0.5 on the logarithm of counts, chosen.
  var control: Prior { .normal(mean: 0, sd: hasLogLink ? 0.5 : 0.05) }

  /// The intercept: PyMC, half of the largest outcome; for counts the logarithm of the ratio to the
  /// mean outcome, with a standard deviation of 2, chosen.
  var intercept: Prior {
    hasLogLink ? .normal(mean: 0, sd: 2) : .normal(mean: 0.5, sd: 0.2)
  }

  /// The rise of a line from the first period to the last, or of a knot above the intercept; chosen
  /// as wide as PyMC's intercept for an identity link.
  var trend: Prior { .normal(mean: 0, sd: hasLogLink ? 0.5 : 0.2) }

  /// The coefficients of a season: PyMC.
  static let season = Prior.laplace(location: 0, scale: 0.2)

  /// The coefficient of the outcome one period before: anything from none to all of it, chosen.
  static let laggedOutcome = Prior.uniform(low: 0, high: 1)

  /// The standard deviation of outcomes, in units of the largest: PyMC.
  static let sd = Prior.halfNormal(sd: 6)

  /// The degrees of freedom of Student's t.
  ///
  /// Juárez and Steel (2010), "Model-based clustering of
  /// non-Gaussian panel data based on skew-t distributions", Journal of Business & Economic Statistics
  /// 28(1).
  static let degreesOfFreedom = Prior.gamma(shape: 2, rate: 0.1)

  /// The dispersion of counts; chosen: at the median the variance of a mean of 10 is 77.
  static let dispersion = Prior.halfNormal(sd: 1)

  /// The spread of intercepts between units; chosen as wide as the intercept itself, and 1 on the
  /// logarithm of counts.
  var interceptSpread: Prior { .halfNormal(sd: hasLogLink ? 1 : 0.2) }

  /// The spread of the logarithms of effects between units or groups; chosen: at 0.5 two thirds of
  /// units lie within a factor of 1.6.
  static let effectSpread = Prior.halfNormal(sd: 0.5)

  /// Four chains of 1,000 draws after 1,000 steps of adaptation, as Stan and PyMC; an acceptance of
  /// 0.9 is chosen over their 0.8, since spreads between units make narrow funnels.
  static let sampling = MixSpec.Sampling(
    chains: 4, warmup: 1_000, draws: 1_000, targetAcceptance: 0.9, seed: 1)

  /// 2,000 models, as Robyn advises for a trial.
  static let search = MixSpec.Search(trials: 2_000, allowsNegative: false, seed: 1)
}

/// The words of the language for methods.
enum MixSpecMethod: String, CaseIterable {
  case bayes
  case ridge
  case regression
}
