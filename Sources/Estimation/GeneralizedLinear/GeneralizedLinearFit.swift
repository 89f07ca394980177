public import Statistics

/// A generalized linear model at the maximum of its likelihood.
public struct GeneralizedLinearFit: Sendable, Equatable {
  /// What was fitted.
  public let family: GeneralizedLinearModel.Family

  /// What was fitted to.
  public let sample: GeneralizedLinearSample

  /// One coefficient per column of the design, on the scale of the linear predictor.
  public let coefficients: [Double]

  /// The negative binomial's excess variance over squared mean, estimated or given; nil for the
  /// other families.
  public let alpha: Double?

  /// The linear predictor of each row, the offset included.
  public let linearPredictor: [Double]

  /// The mean of each row: a count, or successes.
  public let means: [Double]

  /// The log-likelihood, constants included.
  public let logLikelihood: Double

  /// Twice what the log-likelihood loses against a model that fits every row, at the same alpha.
  public let deviance: Double

  /// The sum of squared residuals over variances.
  public let pearsonChiSquare: Double

  /// How many steps the search took; for the negative binomial those at the last alpha.
  public let iterations: Int

  /// The inverse of the observed information of the parameters, alpha last where it is estimated.
  ///
  /// For Poisson and logistic models, whose links are canonical, it is the expected one too.
  public let inverseInformation: Matrix

  /// The derivatives of each row's log-likelihood by the parameters, for a weight of 1.
  public let scores: Matrix

  /// A fit from where its search ended.
  ///
  /// - Parameters:
  ///   - family: What was fitted.
  ///   - sample: What was fitted to.
  ///   - maximum: Where the search ended.
  ///   - alpha: The negative binomial's alpha, estimated or given.
  ///   - inverseInformation: The inverse information, one row more than coefficients where alpha
  ///     is estimated.
  init(
    _ family: GeneralizedLinearModel.Family, _ sample: GeneralizedLinearSample,
    _ maximum: CoefficientSearch.Maximum, alpha: Double?, inverseInformation: Matrix
  ) {
    let response = maximum.response
    let predictor = maximum.predictor
    let rows = predictor.count
    let parameters = inverseInformation.columns
    var (logLikelihood, deviance, pearson) = (0.0, 0.0, 0.0)
    var slopes = [Double](repeating: 0, count: rows)
    var means = slopes
    for row in 0..<rows {
      let (outcome, trials) = (sample.outcome[row], sample.trials?[row] ?? 1)
      let (weight, eta) = (sample.weights[row], predictor[row])
      let likelihood = response.derivatives(outcome: outcome, trials: trials, predictor: eta)
      let mean = response.mean(trials: trials, predictor: eta)
      let residual = outcome - mean
      logLikelihood += weight * likelihood.logDensity
      deviance += weight * response.deviance(outcome: outcome, trials: trials, predictor: eta)
      pearson += weight * residual * residual / response.variance(mean: mean, trials: trials)
      slopes[row] = likelihood.slope
      means[row] = mean
    }
    var scores = sample.design.matrix.scalingRows(by: slopes)
    if let alpha, parameters > maximum.coefficients.count {
      scores.appendColumn(
        (0..<rows).map {
          NegativeBinomialLikelihood.derivatives(
            count: sample.outcome[$0], logMean: predictor[$0], alpha: alpha
          ).byAlpha
        })
    }
    self.family = family
    self.sample = sample
    coefficients = maximum.coefficients
    self.alpha = alpha
    linearPredictor = predictor
    self.means = means
    self.logLikelihood = logLikelihood
    self.deviance = deviance
    pearsonChiSquare = pearson
    iterations = maximum.iterations
    self.inverseInformation = inverseInformation
    self.scores = scores
  }

  /// How many parameters were estimated: the coefficients, and alpha where it was not given.
  public var parameterCount: Int { scores.columns }

  /// Rows, by weight, less coefficients; alpha does not count.
  public var degreesOfFreedom: Double { sample.rowCount - Double(coefficients.count) }

  /// Akaike's criterion, `−2 · log-likelihood + 2 · parameters`; smaller is better.
  public var aic: Double { -2 * logLikelihood + 2 * Double(parameterCount) }

  /// The Pearson statistic over its degrees of freedom: the scale of quasi-Poisson.
  ///
  /// About 1 where the family's variance is right; with single trials it says nothing. Nil without
  /// degrees of freedom.
  public var pearsonScale: Double? {
    degreesOfFreedom > 0 ? pearsonChiSquare / degreesOfFreedom : nil
  }

  /// Whether counts vary more than Poisson counts; nil for other families, which do not assume it,
  /// and without degrees of freedom.
  public var overdispersion: Overdispersion? {
    guard family == .poisson, degreesOfFreedom > 0 else { return nil }
    return Overdispersion(sample, predictor: linearPredictor, coefficients: coefficients.count)
  }
}
