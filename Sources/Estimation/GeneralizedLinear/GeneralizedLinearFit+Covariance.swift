public import Statistics

extension GeneralizedLinearFit {
  /// What the errors of the estimates are taken from.
  public enum Covariance: Sendable, Equatable {
    /// The model: the inverse information.
    case modelBased

    /// The model, times the Pearson scale: quasi-Poisson.
    ///
    /// For families whose variance has no estimated parameter.
    case pearsonScaled

    /// The spread of the rows' scores, for any variance: HC0, or with `N / (N − K)` HC1.
    ///
    /// K counts all parameters, alpha included where it is estimated.
    case robust(isCorrected: Bool = true)

    /// The spread of the clusters' scores, for any dependence within them: CR0, or with `G / (G −
    /// 1) · (N − 1) / (N − K)` CR1.
    ///
    /// One number per row says which cluster it is in. Below about forty clusters the errors are
    /// too small.
    case clustered(by: [Int], isCorrected: Bool = true)
  }

  /// The covariance of the parameters, alpha last where it was estimated.
  ///
  /// - Parameter kind: What the errors are taken from.
  /// - Returns: One row and column per parameter.
  /// - Throws: ``GeneralizedLinearError`` for a single cluster, or where a scale or correction
  ///   needs degrees of freedom and there are none.
  public func covariance(_ kind: Covariance) throws(GeneralizedLinearError) -> Matrix {
    let sandwich = Sandwich(bread: inverseInformation)
    let rows = sample.rowCount
    switch kind {
    case .modelBased:
      return inverseInformation
    case .pearsonScaled:
      precondition(
        family != .negativeBinomial(), "an estimated alpha has already taken the overdispersion")
      guard let pearsonScale else {
        throw .noDegreesOfFreedom(rows: rows, coefficients: coefficients.count)
      }
      return inverseInformation.scaled(by: pearsonScale)
    case .robust(let isCorrected):
      let weighted = scores.scalingRows(by: sample.weights.map { $0.squareRoot() })
      let covariance = sandwich.covariance(of: weighted)
      guard isCorrected else { return covariance }
      try checkFreedom()
      return covariance.scaled(by: rows / (rows - Double(parameterCount)))
    case .clustered(let clusters, let isCorrected):
      let sums = Sandwich.sums(of: scores, weights: sample.weights, by: clusters)
      guard sums.rows >= 2 else { throw .tooFewClusters(clusters: sums.rows) }
      let covariance = sandwich.covariance(of: sums)
      guard isCorrected else { return covariance }
      try checkFreedom()
      return covariance.scaled(
        by: Sandwich.correction(clusters: sums.rows, rows: rows, parameters: parameterCount))
    }
  }

  /// The estimates with errors, tests and intervals, alpha last where it was estimated.
  ///
  /// - Parameters:
  ///   - covariance: What the errors are taken from.
  ///   - confidence: How often the intervals cover the truth, in `0..<1`.
  /// - Returns: One estimate per parameter.
  /// - Throws: As ``covariance(_:)``.
  public func estimates(
    _ covariance: Covariance = .modelBased, confidence: Double = 0.95
  ) throws(GeneralizedLinearError) -> [LikelihoodEstimate] {
    let hasAlpha = parameterCount > coefficients.count
    let names = sample.design.names + (hasAlpha ? ["alpha"] : [])
    let values = coefficients + (hasAlpha ? alpha.map { [$0] } ?? [] : [])
    return LikelihoodEstimate.all(
      names, values, covariance: try self.covariance(covariance), confidence: confidence)
  }

  /// Throws where a correction would divide by nothing.
  private func checkFreedom() throws(GeneralizedLinearError) {
    guard sample.rowCount > Double(parameterCount) else {
      throw .noDegreesOfFreedom(rows: sample.rowCount, coefficients: parameterCount)
    }
  }
}
