public import Statistics

extension RegressionFit {
  /// The covariance matrix of the coefficients, in their units.
  ///
  /// - Parameter estimator: What is assumed about the errors.
  /// - Returns: One row and column per column of the design.
  /// - Throws: ``RegressionError`` for HC2 and HC3 with a row that is fitted exactly, for fewer
  ///   than two clusters, and for lags that reach over all rows.
  public func covariance(
    _ estimator: CovarianceEstimator = .classical
  ) throws(RegressionError) -> Matrix {
    switch estimator {
    case .classical:
      let variance = quality.residualSumOfSquares / Double(degreesOfFreedom)
      return inverseGram.map { $0 * variance }
    case .heteroskedastic(let kind):
      return try heteroskedastic(kind)
    case .neweyWest(let lags, let correction):
      precondition(lags >= 0, "lags are not negative")
      guard lags < response.count else {
        throw design.error(.tooManyLags(lags: lags, rows: response.count))
      }
      let factor = correction == .smallSample ? rowCorrection : 1
      return sandwich(autocorrelated(lags)).map { $0 * factor }
    case .clustered(let labels, let correction):
      return try clustered(labels, correction)
    case .clusterAdjusted(let labels, let adjustment):
      return try clusterSandwich(labels, adjustment).covariance
    }
  }

  /// The sandwich of adjusted residuals.
  ///
  /// - Parameters:
  ///   - labels: The cluster of each row; nil for rows of their own, which makes HC2 of CR2.
  ///   - adjustment: How residuals are adjusted.
  /// - Returns: Covariances and degrees of freedom.
  /// - Throws: ``RegressionError`` for fewer than two clusters.
  func clusterSandwich(
    _ labels: [Int]?, _ adjustment: CovarianceEstimator.ClusterAdjustment
  ) throws(RegressionError) -> ClusterSandwich {
    if let labels, Set(labels).count < 2 { throw design.error(.tooFewClusters(Set(labels).count)) }
    do {
      return try ClusterSandwich(
        columns: scaledColumns, residuals: scaledResiduals, inverseGram: inverseGram,
        labels: labels, exponent: adjustment == .cr2 ? -0.5 : -1)
    } catch {
      throw design.error(.numerical(error))
    }
  }

  /// The degrees of freedom of Student's *t* under an estimator, one per coefficient.
  func degreesOfFreedom(_ estimator: CovarianceEstimator) throws(RegressionError) -> [Double] {
    switch estimator {
    case .clustered(let labels, _):
      return coefficients.map { _ in Double(Set(labels).count - 1) }
    case .clusterAdjusted(let labels, let adjustment):
      let sandwich = try clusterSandwich(labels, adjustment)
      return coefficients.indices.map { index in
        sandwich.degrees(of: coefficients.indices.map { $0 == index ? 1 : 0 })
      }
    case .classical, .heteroskedastic, .neweyWest:
      return coefficients.map { _ in Double(degreesOfFreedom) }
    }
  }

  /// `n / (n − k)`.
  private var rowCorrection: Double { Double(response.count) / Double(degreesOfFreedom) }

  /// One row of scores `x e` per row, whose products make up the middle of a sandwich.
  private var scores: Matrix { scaledColumns.scalingRows(scaledResiduals) }

  /// `(XᵀX)⁻¹ M (XᵀX)⁻¹`.
  private func sandwich(_ middle: Matrix) -> Matrix {
    inverseGram.times(middle).times(inverseGram)
  }

  private func heteroskedastic(
    _ kind: CovarianceEstimator.Heteroskedasticity
  ) throws(RegressionError) -> Matrix {
    switch kind {
    case .hc0: return sandwich(scores.gram)
    case .hc1:
      let factor = rowCorrection
      return sandwich(scores.gram).map { $0 * factor }
    case .hc2:
      try checkLeverages()
      let shares = leverages.map { 1 / (1 - $0).squareRoot() }
      return sandwich(scores.scalingRows(shares).gram)
    case .hc3:
      try checkLeverages()
      return sandwich(scores.scalingRows(leverages.map { 1 / (1 - $0) }).gram)
    }
  }

  /// The long-run products of scores with Bartlett's weights.
  private func autocorrelated(_ lags: Int) -> Matrix {
    let scores = self.scores
    var middle = scores.gram
    let rows = scores.rows
    for lag in 1..<max(1, lags + 1) {
      let weight = 1 - Double(lag) / Double(lags + 1)
      for first in 0..<scores.columns {
        for second in 0..<scores.columns {
          let later = scores.column(first).dropFirst(lag)
          let earlier = scores.column(second).prefix(rows - lag)
          let product = zip(later, earlier).reduce(0) { $0 + $1.0 * $1.1 }
          middle[first, second] += weight * product
          middle[second, first] += weight * product
        }
      }
    }
    return middle
  }

  private func clustered(
    _ labels: [Int], _ correction: CovarianceEstimator.Correction
  ) throws(RegressionError) -> Matrix {
    precondition(labels.count == response.count, "there is one label per row")
    let clusters = Set(labels).sorted()
    guard clusters.count >= 2 else { throw design.error(.tooFewClusters(clusters.count)) }
    var places: [Int: Int] = [:]
    for (place, label) in clusters.enumerated() { places[label] = place }
    let scores = self.scores
    var sums = Matrix(rows: clusters.count, columns: scores.columns)
    for (row, label) in labels.enumerated() {
      guard let place = places[label] else { continue }
      for column in 0..<scores.columns { sums[place, column] += scores[row, column] }
    }
    let (rows, groups) = (Double(response.count), Double(clusters.count))
    let factor =
      correction == .none
      ? 1 : groups / (groups - 1) * (rows - 1) / Double(degreesOfFreedom)
    return sandwich(sums.gram).map { $0 * factor }
  }
}

extension Matrix {
  /// The matrix with a function of each element.
  fileprivate func map(_ transform: (Double) -> Double) -> Matrix {
    Matrix(rows: rows, columns: columns, elements: elements.map(transform))
  }
}
