import Statistics

extension ExperimentSample {
  /// The distribution of counts that a rate ratio is fitted with.
  public enum CountFamily: Sendable, Equatable {
    /// Variance as large as the mean.
    case poisson

    /// Variance `μ + αμ²`, alpha by maximum likelihood.
    case negativeBinomial
  }

  /// The ratio of the mean counts of the arms by Poisson or negative binomial regression.
  ///
  /// Covariates and blocks enter on the logarithm of the mean; give a count before the experiment
  /// as ``logarithm(of:)``. Errors come from the spread of scores (HC1, or CR1 by clusters),
  /// because model errors of Poisson counts reject far too often where prescribers differ, as they
  /// do; the relative effect is `exp(coefficient) − 1` and the effect per unit that share of the
  /// control level. Both refer to Student's t with units less columns, or clusters less two.
  ///
  /// - Parameters:
  ///   - family: The distribution; a negative binomial without overdispersion falls back to
  ///     Poisson.
  ///   - confidence: Confidence of the interval.
  /// - Returns: The effect at the level that the control arm would have with the covariates of all
  ///   units.
  /// - Throws: ``ReadoutError`` for outcomes that are no counts, collinear covariates, an arm
  ///   without events, and fewer than ``clustersOfLikelihoods`` clusters.
  public func rateRatio(
    _ family: CountFamily = .negativeBinomial, confidence: Double = 0.95
  ) throws(ReadoutError) -> Readout {
    var name = family == .poisson ? "Poisson rate ratio" : "negative binomial rate ratio"
    var fit: GeneralizedLinearFit
    do {
      fit = try likelihoodFit(family == .poisson ? .poisson : .negativeBinomial())
    } catch .likelihood(.notOverdispersed) {
      name = "Poisson rate ratio"
      fit = try likelihoodFit(.poisson)
    }
    let covariance = try robustCovariance(of: fit)
    let slope = fit.coefficients[1]
    let logRatio = EffectEstimate(
      slope, standardError: covariance[1, 1].squareRoot(),
      degrees: likelihoodDegrees(of: fit), confidence: confidence)
    // Every unit without treatment.
    let level =
      outcome.indices.reduce(0.0) {
        $0 + Elementary.exp(fit.linearPredictor[$1] - (isTreated[$1] ? slope : 0))
      } / Double(count)
    guard level > 0 else { throw .zeroLevel(outcome: outcomeName) }
    let relative = logRatio.exponentiated
    return Readout(
      method: name + (clusters == nil ? ", HC1" : ", CR1"), effect: relative.scaled(by: level),
      relative: relative, controlLevel: level, treated: treatedCount,
      control: count - treatedCount)
  }

  /// The difference of the shares of the arms by logistic regression, averaged over all units.
  ///
  /// Each unit is predicted in both arms, and the mean of the differences is the effect, which
  /// unlike an odds ratio does not depend on the covariates that are adjusted for. Errors by the
  /// delta method from the spread of scores. Freedman (2008), "Randomization does not justify
  /// logistic regression".
  ///
  /// - Parameter confidence: Confidence of the interval.
  /// - Returns: The difference of shares.
  /// - Throws: As ``rateRatio(_:confidence:)``, for outcomes other than 0 and 1, and where
  ///   covariates predict some units perfectly.
  public func logistic(confidence: Double = 0.95) throws(ReadoutError) -> Readout {
    try checkBinary()
    let fit = try likelihoodFit(.logistic)
    let covariance = try robustCovariance(of: fit)
    let columns = fit.sample.design.matrix
    var means = (treated: 0.0, control: 0.0)
    var slopes = (
      treated: [Double](repeating: 0, count: columns.columns),
      control: [Double](repeating: 0, count: columns.columns)
    )
    for unit in 0..<count {
      let base = fit.linearPredictor[unit] - (isTreated[unit] ? fit.coefficients[1] : 0)
      let (p1, p0) = (share(base + fit.coefficients[1]), share(base))
      means.treated += p1 / Double(count)
      means.control += p0 / Double(count)
      for column in 0..<columns.columns {
        let (in1, in0) = column == 1 ? (1.0, 0.0) : (columns[unit, column], columns[unit, column])
        slopes.treated[column] += p1 * (1 - p1) * in1 / Double(count)
        slopes.control[column] += p0 * (1 - p0) * in0 / Double(count)
      }
    }
    let difference = slopes.treated.indices.map { slopes.treated[$0] - slopes.control[$0] }
    func product(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, covariance.times(b)).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let effect = EffectEstimate(
      means.treated - means.control,
      standardError: max(0, product(difference, difference)).squareRoot(),
      degrees: likelihoodDegrees(of: fit), confidence: confidence)
    return Readout(
      method: "logistic, standardized" + (clusters == nil ? ", HC1" : ", CR1"), effect: effect,
      level: ComparisonLevel(
        means.control, standardError: product(slopes.control, slopes.control).squareRoot(),
        covariance: product(difference, slopes.control)),
      treated: treatedCount, control: count - treatedCount)
  }

  /// The logarithm of one more than a count before the experiment, as a covariate of rates.
  public static func logarithm(of covariate: Covariate) -> Covariate {
    Covariate("log1p(\(covariate.name))", covariate.values.map(Elementary.log1p))
  }

  /// The fewest clusters for which errors of a likelihood by clusters hold.
  ///
  /// Chosen: CR1 without the adjustment of CR2 is too small below about forty clusters; Cameron and
  /// Miller (2015), "A Practitioner's Guide to Cluster-Robust Inference".
  public static let clustersOfLikelihoods = 40

  /// The fit of intercept, arm, covariates and blocks.
  func likelihoodFit(
    _ family: GeneralizedLinearModel.Family
  ) throws(ReadoutError) -> GeneralizedLinearFit {
    if let clusters {
      try checkClusters()
      let number = Set(clusters).count
      guard number >= Self.clustersOfLikelihoods else {
        throw .tooFewClusters(count: number, needed: Self.clustersOfLikelihoods)
      }
    }
    let design = GeneralizedLinearDesign(
      rows: count,
      columns: [(name: "treated", values: isTreated.map { $0 ? 1.0 : 0.0 })]
        + adjustments.map { (name: $0.name, values: $0.values) })
    do {
      return try GeneralizedLinearModel(family).fit(
        GeneralizedLinearSample(outcome, named: outcomeName, on: design))
    } catch {
      throw .likelihood(error)
    }
  }

  private func robustCovariance(of fit: GeneralizedLinearFit) throws(ReadoutError) -> Matrix {
    do {
      let whole = try fit.covariance(clusters.map { .clustered(by: $0) } ?? .robust())
      // Without alpha, which comes last.
      let size = fit.coefficients.count
      var part = Matrix(rows: size, columns: size)
      for row in 0..<size {
        for column in 0..<size { part[row, column] = whole[row, column] }
      }
      return part
    } catch {
      throw .likelihood(error)
    }
  }

  private func likelihoodDegrees(of fit: GeneralizedLinearFit) -> Double {
    clusters.map { Double(Set($0).count - 2) } ?? Double(count - fit.coefficients.count)
  }

  private func share(_ logOdds: Double) -> Double { 1 / (1 + Elementary.exp(-logOdds)) }
}
