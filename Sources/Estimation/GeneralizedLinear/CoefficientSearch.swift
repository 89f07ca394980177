import Statistics

/// The search for the coefficients of a sample's linear predictor.
struct CoefficientSearch {
  /// What was observed.
  let sample: GeneralizedLinearSample

  /// The likelihood of a row.
  let response: ResponseLikelihood

  /// A search in a sample.
  init(_ sample: GeneralizedLinearSample, _ response: ResponseLikelihood) {
    self.sample = sample
    self.response = response
  }

  /// Where a search has ended.
  struct Maximum {
    /// One per column of the design.
    let coefficients: [Double]

    /// The linear predictor of each row, the offset included.
    let predictor: [Double]

    /// How many steps were taken.
    let iterations: Int

    /// The likelihood of a row.
    let response: ResponseLikelihood
  }

  /// The maximum likelihood coefficients.
  ///
  /// - Parameter start: Where to begin; near the outcomes if left out.
  /// - Returns: The coefficients with their predictors.
  /// - Throws: ``GeneralizedLinearError`` for collinear columns, separation, or no convergence.
  func maximum(from start: [Double]? = nil) throws(GeneralizedLinearError) -> Maximum {
    let search = ConcaveSearch(
      design: sample.design, outcomeName: sample.outcomeName, problem: problem(at:))
    let first = if let start { start } else { try startingCoefficients() }
    let (coefficients, iterations) = try search.maximum(from: first)
    return Maximum(
      coefficients: coefficients, predictor: predictor(coefficients), iterations: iterations,
      response: response)
  }

  /// The log-likelihood near some coefficients.
  func problem(at coefficients: [Double]) -> WorkingProblem {
    let predictor = predictor(coefficients)
    var logLikelihood = 0.0
    var roots = [Double](repeating: 0, count: predictor.count)
    var slopes = roots
    for row in predictor.indices {
      let likelihood = response.derivatives(
        outcome: sample.outcome[row], trials: sample.trials?[row] ?? 1, predictor: predictor[row])
      let weight = sample.weights[row]
      logLikelihood += weight * likelihood.logDensity
      roots[row] = (-weight * likelihood.curvature).squareRoot()
      slopes[row] = roots[row] > 0 ? weight * likelihood.slope / roots[row] : 0
    }
    return WorkingProblem(
      logLikelihood: logLikelihood, predictor: predictor,
      design: sample.design.matrix.scalingRows(by: roots), response: slopes)
  }

  /// The linear predictor of each row, the offset included.
  private func predictor(_ coefficients: [Double]) -> [Double] {
    var predictor = sample.offset
    sample.design.matrix.multiply(coefficients, into: &predictor, keeping: 1)
    return predictor
  }

  /// The least squares fit to predictors near the outcomes, which also finds collinear columns.
  private func startingCoefficients() throws(GeneralizedLinearError) -> [Double] {
    let targets = sample.outcome.indices.map {
      response.startingPredictor(outcome: sample.outcome[$0], trials: sample.trials?[$0] ?? 1)
        - sample.offset[$0]
    }
    return try sample.design.leastSquares(targets, on: sample.design.matrix).coefficients
  }
}

extension Matrix {
  /// The matrix with each row times a factor.
  func scalingRows(by factors: [Double]) -> Matrix {
    precondition(factors.count == rows, "rows have one factor each")
    var scaled = elements
    for column in 0..<columns {
      for row in 0..<rows { scaled[row + rows * column] *= factors[row] }
    }
    return Matrix(rows: rows, columns: columns, elements: scaled)
  }
}
