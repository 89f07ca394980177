import Statistics

/// The likelihood of one row as a function of its linear predictor alone.
enum ResponseLikelihood: Sendable, Equatable {
  /// Poisson counts.
  case poisson

  /// Successes among trials.
  case binomial

  /// Negative binomial counts at one alpha.
  case negativeBinomial(alpha: Double)

  /// Value and derivatives at a linear predictor.
  ///
  /// - Parameters:
  ///   - outcome: A count, or successes.
  ///   - trials: The trials behind successes; counts leave it unread.
  ///   - predictor: The log mean, or log odds.
  /// - Returns: The log density with its derivatives by the predictor.
  func derivatives(
    outcome: Double, trials: Double, predictor: Double
  ) -> LogDensityDerivatives {
    switch self {
    case .poisson:
      return PoissonLikelihood.derivatives(count: outcome, logMean: predictor)
    case .binomial:
      return BinomialLikelihood.derivatives(
        successes: outcome, trials: trials, logOdds: predictor)
    case .negativeBinomial(let alpha):
      let row = NegativeBinomialLikelihood.derivatives(
        count: outcome, logMean: predictor, alpha: alpha)
      return LogDensityDerivatives(
        logDensity: row.logDensity, slope: row.byLogMean, curvature: row.byLogMeanTwice)
    }
  }

  /// The mean of the outcome: a count, or successes.
  func mean(trials: Double, predictor: Double) -> Double {
    self == .binomial
      ? trials * BinomialLikelihood.chance(logOdds: predictor) : Elementary.exp(predictor)
  }

  /// The variance of the outcome at a mean.
  func variance(mean: Double, trials: Double) -> Double {
    switch self {
    case .poisson: mean
    case .binomial: mean * (1 - mean / trials)
    case .negativeBinomial(let alpha): mean + alpha * mean * mean
    }
  }

  /// The deviance of one row.
  func deviance(outcome: Double, trials: Double, predictor: Double) -> Double {
    switch self {
    case .poisson:
      PoissonLikelihood.deviance(count: outcome, mean: Elementary.exp(predictor))
    case .binomial:
      BinomialLikelihood.deviance(successes: outcome, trials: trials, logOdds: predictor)
    case .negativeBinomial(let alpha):
      NegativeBinomialLikelihood.deviance(
        count: outcome, mean: Elementary.exp(predictor), alpha: alpha)
    }
  }

  /// A linear predictor near an outcome, finite for every outcome.
  ///
  /// Half a success and half a failure are added, or half an event to a count. They only decide
  /// where the search starts.
  func startingPredictor(outcome: Double, trials: Double) -> Double {
    self == .binomial
      ? Elementary.log((outcome + 0.5) / (trials - outcome + 0.5)) : Elementary.log(outcome + 0.5)
  }
}
