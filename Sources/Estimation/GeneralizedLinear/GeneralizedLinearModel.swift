import Statistics

/// A regression of counts or successes on a linear predictor, fitted by maximum likelihood.
///
/// Newton's method as iterated weighted least squares by pivoted QR, with step halving. It has
/// converged when the maximum is less than 1e-8 standard errors away (the length of the score in
/// the metric of the inverse information) and the deviance has ceased to change. McCullagh and
/// Nelder (1989), "Generalized Linear Models".
///
/// ```swift
/// let design = GeneralizedLinearDesign(rows: 3, columns: [("visits", [0, 1, 2])])
/// let sample = GeneralizedLinearSample([1, 2, 5], named: "scripts", on: design)
/// let fit = try GeneralizedLinearModel(.poisson).fit(sample)
/// ```
public struct GeneralizedLinearModel: Sendable, Equatable {
  /// A distribution with its link.
  public enum Family: Sendable, Equatable {
    /// Counts whose variance is their mean, with the logarithm as link.
    case poisson

    /// Successes in one or more trials, with the logarithm of odds as link.
    case logistic

    /// Counts with variance `μ + αμ²` and the logarithm as link.
    ///
    /// A given alpha, from 0 up, is held fixed; without one it is estimated jointly with the
    /// coefficients by maximum likelihood.
    case negativeBinomial(alpha: Double? = nil)
  }

  /// The distribution with its link.
  public let family: Family

  /// After how many iterations a search that has not converged ends with an error.
  ///
  /// Chosen: regular problems need four to ten, separated ones about twenty to show.
  public static let iterationLimit = 100

  /// A model of a family.
  public init(_ family: Family) {
    if case .negativeBinomial(let alpha?) = family {
      precondition((0..<Double.infinity).contains(alpha), "alpha is finite and not negative")
    }
    self.family = family
  }

  /// The maximum likelihood fit to a sample.
  ///
  /// - Parameter sample: Outcome, design, offset and weights.
  /// - Returns: Coefficients with all that their errors and predictions need.
  /// - Throws: ``GeneralizedLinearError`` for outcomes that the family does not have, collinear
  ///   columns, separation, counts that are not overdispersed where alpha is to be estimated, and
  ///   a search that does not converge.
  public func fit(
    _ sample: GeneralizedLinearSample
  ) throws(GeneralizedLinearError) -> GeneralizedLinearFit {
    try sample.check(for: family)
    switch family {
    case .poisson:
      return try fit(sample, .poisson, alpha: nil)
    case .logistic:
      return try fit(sample, .binomial, alpha: nil)
    case .negativeBinomial(let alpha?):
      return try fit(sample, .negativeBinomial(alpha: alpha), alpha: alpha)
    case .negativeBinomial(nil):
      let profile = try DispersionProfile.maximum(sample)
      return GeneralizedLinearFit(
        family, sample, profile.maximum, alpha: profile.alpha,
        inverseInformation: profile.inverseJointInformation)
    }
  }

  /// The fit of a family without a parameter beside the coefficients.
  private func fit(
    _ sample: GeneralizedLinearSample, _ response: ResponseLikelihood, alpha: Double?
  ) throws(GeneralizedLinearError) -> GeneralizedLinearFit {
    let search = CoefficientSearch(sample, response)
    let maximum = try search.maximum()
    let problem = search.problem(at: maximum.coefficients)
    let last = try sample.design.leastSquares(problem.response, on: problem.design)
    return GeneralizedLinearFit(
      family, sample, maximum, alpha: alpha, inverseInformation: last.inverseGram)
  }
}
