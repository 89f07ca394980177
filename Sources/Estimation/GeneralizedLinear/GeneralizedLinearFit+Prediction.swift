import Statistics

/// The mean that a fit expects for one row, with its interval.
public struct MeanPrediction: Sendable, Equatable {
  /// The expected count, or the chance of success in one trial.
  public let mean: Double

  /// The linear predictor.
  public let predictor: Double

  /// The standard error of the linear predictor.
  public let predictorStandardError: Double

  /// The ends of the interval of the mean: those of the linear predictor, through the link.
  ///
  /// It covers the mean, not a single outcome, which also scatters around it.
  public let interval: ClosedRange<Double>
}

extension GeneralizedLinearFit {
  /// The means of other rows.
  ///
  /// - Parameters:
  ///   - design: The same columns as those of the fit, any number of rows.
  ///   - offset: One number per row; zeros if left out.
  ///   - covariance: What the errors are taken from.
  ///   - confidence: How often an interval covers the mean, in `0..<1`.
  /// - Returns: One prediction per row.
  /// - Throws: ``GeneralizedLinearError`` for other columns and values that are not finite, and as
  ///   ``covariance(_:)``.
  public func predictions(
    on design: GeneralizedLinearDesign, offset: [Double]? = nil,
    _ covariance: Covariance = .modelBased, confidence: Double = 0.95
  ) throws(GeneralizedLinearError) -> [MeanPrediction] {
    guard design.names == sample.design.names else {
      throw .otherColumns(expected: sample.design.names, found: design.names)
    }
    let rows = design.matrix.rows
    guard rows > 0 else { return [] }
    var predictor = offset ?? [Double](repeating: 0, count: rows)
    precondition(predictor.count == rows, "an offset is given for every row")
    try design.checkFinite(offset: predictor)
    design.matrix.multiply(coefficients, into: &predictor, keeping: 1)
    let products = design.matrix.times(try coefficientCovariance(covariance))
    let width = LikelihoodEstimate.normalWidth(confidence)
    return (0..<rows).map { row in
      let variance = coefficients.indices.reduce(0) {
        $0 + products[row, $1] * design.matrix[row, $1]
      }
      let (eta, error) = (predictor[row], max(0, variance).squareRoot())
      return MeanPrediction(
        mean: mean(eta), predictor: eta, predictorStandardError: error,
        interval: mean(eta - width * error)...mean(eta + width * error))
    }
  }

  /// The covariance of the coefficients without alpha.
  private func coefficientCovariance(
    _ kind: Covariance
  ) throws(GeneralizedLinearError) -> Matrix {
    let full = try covariance(kind)
    let size = coefficients.count
    var block = Matrix(rows: size, columns: size)
    for column in 0..<size {
      for row in 0..<size { block[row, column] = full[row, column] }
    }
    return block
  }

  /// The mean at a linear predictor, for one trial.
  private func mean(_ predictor: Double) -> Double {
    family == .logistic
      ? BinomialLikelihood.chance(logOdds: predictor) : Elementary.exp(predictor)
  }
}
