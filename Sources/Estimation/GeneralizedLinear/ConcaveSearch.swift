import Statistics

/// A log-likelihood near some coefficients, as a weighted least squares problem.
struct WorkingProblem {
  /// The log-likelihood.
  let logLikelihood: Double

  /// Each row's linear predictor.
  let predictor: [Double]

  /// The rows of the design, each times the root of its weight: the Gram matrix of this is minus
  /// the matrix of second derivatives.
  let design: Matrix

  /// Each row's slope over the root of its weight: the product of the design with this is the
  /// score.
  let response: [Double]
}

/// Newton's method for a concave log-likelihood, each step a least squares fit.
struct ConcaveSearch {
  /// The coefficients' names, for errors.
  let design: GeneralizedLinearDesign

  /// What errors call the outcome.
  let outcomeName: String

  /// The log-likelihood near some coefficients.
  let problem: ([Double]) -> WorkingProblem

  /// How near the maximum has to be, in standard errors.
  ///
  /// Chosen: far below what anyone reads, and far above rounding. The step that starts there ends
  /// at about its square.
  static let tolerance = 1e-8

  /// How near the maximum steps are taken in full, in standard errors.
  ///
  /// Chosen: the log-likelihood is quadratic there, to about a percent.
  private static let nearness = 1e-2

  /// The distance below which the deviance has ceased to change, in standard errors; its square
  /// is the change of the deviance.
  private static let flatness = 1e-4

  /// By how much a linear predictor still moves where the deviance is flat, if it goes to infinity.
  ///
  /// Newton's steps towards infinity have length 1; those towards a maximum have the length of the
  /// distance times the predictor's standard error.
  private static let separatingMove = 0.1

  /// Where the log-likelihood is largest, found from a start.
  func maximum(from start: [Double]) throws(GeneralizedLinearError) -> (
    coefficients: [Double], iterations: Int
  ) {
    var coefficients = start
    var current = problem(start)
    var (iterations, distance) = (0, Double.infinity)
    while current.logLikelihood.isFinite, iterations < GeneralizedLinearModel.iterationLimit {
      iterations += 1
      let fit = try design.leastSquares(current.response, on: current.design)
      distance = Self.length(current.response, less: fit.residuals)
      let step = fit.coefficients
      if distance <= Self.tolerance {
        return (zip(coefficients, step).map { $0 + $1 }, iterations)
      }
      guard
        let (next, factor) = ascent(
          from: coefficients, current, step, isNear: distance <= Self.nearness)
      else { break }
      let moves = zip(next.predictor, current.predictor).map { ($0 - $1).magnitude }
      if distance <= Self.flatness, (moves.max() ?? 0) > Self.separatingMove {
        throw .separated(outcome: outcomeName, columns: movingColumns(step))
      }
      coefficients = zip(coefficients, step).map { $0 + factor * $1 }
      current = next
    }
    throw .notConverged(outcome: outcomeName, iterations: iterations, distance: distance)
  }

  /// The length of the fitted part of a response: the score in the metric of the inverse
  /// information, and so the distance to the maximum of a quadratic in standard errors.
  private static func length(_ response: [Double], less residuals: [Double]) -> Double {
    zip(response, residuals).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }

  /// The problem after the longest of a step, its half, its quarter … that does not lower the
  /// log-likelihood by more than rounding; nil where none does.
  ///
  /// Near the maximum the first finite one is taken, because differences of log-likelihoods drown
  /// in the rounding of large counts.
  private func ascent(
    from coefficients: [Double], _ current: WorkingProblem, _ step: [Double], isNear: Bool
  ) -> (WorkingProblem, factor: Double)? {
    let floor = current.logLikelihood - 1e-12 * (1 + current.logLikelihood.magnitude)
    var factor = 1.0
    // Chosen: forty halvings leave a step below rounding.
    for _ in 0..<40 {
      let next = problem(zip(coefficients, step).map { $0 + factor * $1 })
      if next.logLikelihood.isFinite, isNear || next.logLikelihood >= floor {
        return (next, factor)
      }
      factor /= 2
    }
    return nil
  }

  /// The columns that carry a step, without the intercept where others take part.
  ///
  /// A column takes part where its coefficient times the column's range, is at
  /// least a thousandth of the largest such product: the rest of the step is what
  /// is left of the other coefficients' convergence.
  private func movingColumns(_ step: [Double]) -> [String] {
    let columns = step.indices.map { index in
      let column = design.matrix.column(index)
      let (low, high) = (column.min() ?? 0, column.max() ?? 0)
      return (isConstant: low == high, reach: step[index].magnitude * (high - low))
    }
    let largest = columns.reduce(0) { max($0, $1.reach) }
    let moving = step.indices.filter {
      !columns[$0].isConstant && columns[$0].reach >= 1e-3 * largest
    }
    return (moving.isEmpty ? Array(step.indices) : moving).map { design.names[$0] }
  }
}
