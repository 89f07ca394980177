import Statistics

/// The negative binomial log-likelihood as a function of alpha, with the coefficients at their
/// best for it.
///
/// At the maximum this holds what the joint information of coefficients and alpha needs.
struct DispersionProfile {
  /// The coefficients at this alpha.
  let maximum: CoefficientSearch.Maximum

  /// Excess variance over squared mean.
  let alpha: Double

  /// The derivative of the profile by alpha.
  let slope: Double

  /// Minus its second derivative: what is left of alpha's information when that shared with the
  /// coefficients is taken off.
  let information: Double

  /// By how much the coefficients move per unit of alpha, with the sign reversed: the inverse
  /// information of the coefficients times their mixed information with alpha.
  let drift: [Double]

  /// The inverse information of the coefficients at this alpha.
  let inverseGram: Matrix

  /// The profile at an alpha.
  ///
  /// - Parameters:
  ///   - alpha: From 0 up.
  ///   - sample: Counts.
  ///   - start: Coefficients to begin with; near the outcomes if left out.
  /// - Throws: ``GeneralizedLinearError`` where the coefficients have no maximum.
  init(
    at alpha: Double, _ sample: GeneralizedLinearSample, start: [Double]?
  ) throws(GeneralizedLinearError) {
    let search = CoefficientSearch(sample, .negativeBinomial(alpha: alpha))
    maximum = try search.maximum(from: start)
    self.alpha = alpha
    let rows = sample.outcome.count
    var (slope, curvature) = (0.0, 0.0)
    var roots = [Double](repeating: 0, count: rows)
    var shares = roots
    for row in 0..<rows {
      let likelihood = NegativeBinomialLikelihood.derivatives(
        count: sample.outcome[row], logMean: maximum.predictor[row], alpha: alpha)
      let weight = sample.weights[row]
      slope += weight * likelihood.byAlpha
      curvature -= weight * likelihood.byAlphaTwice
      roots[row] = (-weight * likelihood.byLogMeanTwice).squareRoot()
      shares[row] = roots[row] > 0 ? -weight * likelihood.byLogMeanAndAlpha / roots[row] : 0
    }
    let fit = try sample.design.leastSquares(
      shares, on: sample.design.matrix.scalingRows(by: roots))
    self.slope = slope
    information =
      curvature - zip(shares, fit.residuals).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    drift = fit.coefficients
    inverseGram = fit.inverseGram
  }

  /// The profile at its maximum.
  ///
  /// Newton's method on the logarithm of alpha, held between alphas where the profile rises and
  /// falls, from the estimate by moments. The profile rises at 0 where the counts are
  /// overdispersed, which is checked first.
  static func maximum(
    _ sample: GeneralizedLinearSample
  ) throws(GeneralizedLinearError) -> DispersionProfile {
    let poisson = try CoefficientSearch(sample, .poisson).maximum()
    let overdispersion = Overdispersion(sample, predictor: poisson.predictor, coefficients: 0)
    guard overdispersion.excess > 0 else {
      throw .notOverdispersed(outcome: sample.outcomeName)
    }
    var alpha = overdispersion.excess / overdispersion.squaredMeans
    var start = poisson.coefficients
    var bracket = (low: 0.0, high: Double.infinity)
    var distance = Double.infinity
    for _ in 0..<GeneralizedLinearModel.iterationLimit {
      let profile = try DispersionProfile(at: alpha, sample, start: start)
      if profile.information > 0 {
        distance = profile.slope.magnitude / profile.information.squareRoot()
        if distance <= ConcaveSearch.tolerance { return profile }
      }
      if profile.slope > 0 { bracket.low = alpha } else { bracket.high = alpha }
      alpha = profile.next(within: bracket)
      start = profile.maximum.coefficients
    }
    throw .notConverged(
      outcome: sample.outcomeName, iterations: GeneralizedLinearModel.iterationLimit,
      distance: distance)
  }

  /// The next alpha to try: Newton's, or the middle of the bracket where that leaves it.
  private func next(within bracket: (low: Double, high: Double)) -> Double {
    let curvature = alpha * alpha * information - alpha * slope
    // Chosen: a factor of about fifty a step keeps the next fit near the last one.
    let longest = 4.0
    let newton = curvature > 0 ? alpha * slope / curvature : (slope > 0 ? longest : -longest)
    let proposal = alpha * Elementary.exp(max(-longest, min(longest, newton)))
    if proposal > bracket.low, proposal < bracket.high { return proposal }
    guard bracket.high < .infinity else { return 4 * alpha }
    return bracket.low > 0 ? (bracket.low * bracket.high).squareRoot() : bracket.high / 4
  }

  /// The inverse of the joint observed information of coefficients and alpha, alpha last.
  var inverseJointInformation: Matrix {
    let size = drift.count
    var inverse = Matrix(rows: size + 1, columns: size + 1, repeating: 1 / information)
    for column in 0..<size {
      for row in 0..<size {
        inverse[row, column] = inverseGram[row, column] + drift[row] * drift[column] / information
      }
      inverse[size, column] = -drift[column] / information
      inverse[column, size] = -drift[column] / information
    }
    return inverse
  }
}
