import Statistics

/// How likely each unit was to be a test unit, given its covariates: what matched controls share.
///
/// Rosenbaum and Rubin (1983), "The central role of the propensity score in observational studies for
/// causal effects", Biometrika 70. A logistic regression of belonging to the test list.
public struct PropensityScores: Sendable, Equatable {
  /// The names of the coefficients, the intercept first.
  public let names: [String]
  /// The coefficients.
  public let coefficients: [Double]
  /// The logarithm of the odds of each unit.
  public let logits: [Double]
  /// The maximum of the logarithm of the likelihood.
  public let logLikelihood: Double
  /// The standard deviation of the logarithms of odds over all units, the unit of calipers.
  public let deviation: Double

  /// Learns scores.
  ///
  /// - Parameters:
  ///   - covariates: What the scores depend on, at least one that is not constant.
  ///   - isTest: Whether each unit is on the test list.
  /// - Throws: Where covariates tell the lists apart perfectly, or are collinear.
  public init(_ covariates: [Covariate], isTest: [Bool]) throws(AssignmentProblems) {
    let design = GeneralizedLinearDesign(
      rows: isTest.count, columns: covariates.flatMap { $0.columns(droppingFirst: true) })
    let sample = GeneralizedLinearSample(
      isTest.map { $0 ? 1 : 0 }, named: "test list", on: design)
    do {
      let fit = try GeneralizedLinearModel(.logistic).fit(sample)
      names = design.names
      coefficients = fit.coefficients
      logits = fit.linearPredictor
      logLikelihood = fit.logLikelihood
    } catch .separated(_, let columns) {
      throw AssignmentProblems([
        .noCommonSupport(columns: columns.filter { $0 != GeneralizedLinearDesign.interceptName })
      ])
    } catch {
      throw AssignmentProblems([.scores(error)])
    }
    var moments = RunningMoments()
    for logit in logits { moments.add(logit) }
    deviation = moments.variance.squareRoot()
  }
}
