/// The expected log predictive density of each observation by a model that has not seen it.
///
/// From draws of the full posterior by Pareto smoothed importance sampling: Vehtari, Gelman and
/// Gabry (2017), "Practical Bayesian Model Evaluation Using Leave-One-Out Cross-Validation and
/// WAIC", as in the R package `loo` and in ArviZ.
public struct LeaveOneOut: Sendable, Equatable {
  /// The log predictive density of each observation, in natural logarithms.
  public let pointwise: [Double]

  /// The shape of each observation's generalized Pareto tail.
  ///
  /// Above ``largestShape(draws:)``, 0.7 for a few thousand draws, an observation is so influential
  /// that its part is not to be trusted; infinite where the tail has fewer than five weights.
  public let paretoShapes: [Double]

  /// The sum over observations: `elpd_loo`.
  public let expectedLogDensity: Double

  /// The standard error of the sum, from the spread between observations.
  public let standardError: Double

  /// The effective number of parameters: `p_loo`, what the fit gains by having seen the data.
  public let effectiveParameters: Double

  /// Evaluates a model.
  ///
  /// - Parameters:
  ///   - logLikelihoods: One row per draw and one column per observation, all finite; at least
  ///     five draws and one observation.
  ///   - relativeEfficiency: The effective sample size of the draws over their number, positive.
  public init(_ logLikelihoods: Matrix, relativeEfficiency: Double = 1) {
    precondition(logLikelihoods.rows >= 5 && logLikelihoods.columns > 0, "five draws are needed")
    precondition(relativeEfficiency > 0, "an efficiency is positive")
    var pointwise: [Double] = []
    var shapes: [Double] = []
    var inSample = 0.0
    let logCount = Elementary.log(Double(logLikelihoods.rows))
    for observation in 0..<logLikelihoods.columns {
      let column = Array(logLikelihoods.column(observation))
      let smoothed = SmoothedWeights(column.map { -$0 }, relativeEfficiency: relativeEfficiency)
      pointwise.append(logSum(zip(smoothed.logWeights, column).map { $0 + $1 }))
      shapes.append(smoothed.shape)
      inSample += logSum(column) - logCount
    }
    let moments = RunningMoments(pointwise)
    self.pointwise = pointwise
    paretoShapes = shapes
    expectedLogDensity = pointwise.reduce(0, +)
    standardError = moments.squaredDeviations.squareRoot()
    effectiveParameters = inSample - expectedLogDensity
  }

  /// The largest trustworthy shape: `min(1 − 1 / log₁₀ draws, 0.7)`.
  ///
  /// Vehtari, Simpson, Gelman, Yao and Gabry (2024), "Pareto Smoothed Importance Sampling".
  public static func largestShape(draws: Int) -> Double {
    min(1 - Elementary.log(10) / Elementary.log(Double(draws)), 0.7)
  }
}
