import Statistics

/// A linear model with a random intercept of each cluster, by restricted maximum likelihood.
///
/// Given the ratio of the variances, rows less a share of their cluster's mean are independent, so
/// that the likelihood is a function of that one ratio and every step a least squares fit.
/// Patterson and Thompson (1971); the share is that of Fuller and Battese (1973).
struct RandomIntercept {
  /// One coefficient per column.
  let coefficients: [Double]
  /// Their covariance at the estimated variances.
  let covariance: Matrix
  /// The variance between clusters, in squared units of the outcome.
  let clusterVariance: Double
  /// The variance within clusters.
  let residualVariance: Double
  /// The restricted log-likelihood at its maximum.
  let logLikelihood: Double

  private struct Clusters {
    let place: [Int]
    let sizes: [Double]
  }

  /// Fits a response.
  ///
  /// - Parameters:
  ///   - response: One value per row.
  ///   - design: Of full rank.
  ///   - labels: The cluster of each row, at least two different ones.
  /// - Throws: Where the columns are collinear.
  init(_ response: [Double], on design: Matrix, labels: [Int]) throws(NumericalError) {
    var places: [Int: Int] = [:]
    for label in labels where places[label] == nil { places[label] = places.count }
    let place = labels.map { places[$0] ?? 0 }
    var sizes = [Double](repeating: 0, count: places.count)
    for cluster in place { sizes[cluster] += 1 }
    let clusters = Clusters(place: place, sizes: sizes)
    func profile(_ ratio: Double) throws(NumericalError) -> (Double, LeastSquares) {
      try Self.profile(response, design, clusters, ratio)
    }
    let best = try Self.maximum { ratio throws(NumericalError) in try profile(ratio).0 }
    let (likelihood, fit) = try profile(best)
    let variance = fit.residualSumOfSquares / Double(fit.degreesOfFreedom)
    coefficients = fit.coefficients
    covariance = fit.inverseGram.scaled(by: variance)
    residualVariance = variance
    clusterVariance = best * variance
    logLikelihood = likelihood
  }

  /// The restricted log-likelihood at a ratio of variances, the residual variance at its own
  /// maximum.
  private static func profile(
    _ response: [Double], _ design: Matrix, _ clusters: Clusters, _ ratio: Double
  ) throws(NumericalError) -> (Double, LeastSquares) {
    func transformed(_ column: ArraySlice<Double>) -> [Double] {
      var sums = [Double](repeating: 0, count: clusters.sizes.count)
      for (row, value) in column.enumerated() { sums[clusters.place[row]] += value }
      return column.enumerated().map { row, value in
        let cluster = clusters.place[row]
        let size = clusters.sizes[cluster]
        return value - (1 - 1 / (1 + ratio * size).squareRoot()) * sums[cluster] / size
      }
    }
    var columns = Matrix(rows: design.rows, columns: 0)
    for column in 0..<design.columns { columns.appendColumn(transformed(design.column(column))) }
    let fit = try LeastSquares(transformed(response[...]), on: columns)
    let degrees = Double(fit.degreesOfFreedom)
    let variance = fit.residualSumOfSquares / degrees
    let spread = clusters.sizes.reduce(0) { $0 + Elementary.log1p(ratio * $1) }
    let information = -(try Cholesky(fit.inverseGram).logDeterminant)
    let likelihood =
      -0.5 * (degrees * (Elementary.log(2 * .pi * variance) + 1) + spread + information)
    return (likelihood, fit)
  }

  /// The ratio of variances of the largest likelihood: the best of a grid of logarithms, refined by
  /// the golden section, or zero where clusters differ less than by chance.
  private static func maximum(
    of likelihood: (Double) throws(NumericalError) -> Double
  ) throws(NumericalError) -> Double {
    // Chosen: from one in a million to a thousand, beyond which designs are another matter.
    let grid = stride(from: -14.0, through: 7, by: 1.5).map { $0 }
    var best = 0
    var heights: [Double] = []
    for (index, point) in grid.enumerated() {
      heights.append(try likelihood(Elementary.exp(point)))
      if heights[index] > heights[best] { best = index }
    }
    if best == 0, try likelihood(0) >= heights[0] { return 0 }
    var (low, high) = (grid[max(0, best - 1)], grid[min(grid.count - 1, best + 1)])
    let golden = (5.0.squareRoot() - 1) / 2
    // Sixty sections leave 1e-12 of the bracket; the likelihood itself is flat at about 1e-7.
    for _ in 0..<60 {
      let first = high - golden * (high - low)
      let second = low + golden * (high - low)
      if try likelihood(Elementary.exp(first)) < likelihood(Elementary.exp(second)) {
        low = first
      } else {
        high = second
      }
    }
    return Elementary.exp((low + high) / 2)
  }
}

extension ExperimentSample {
  /// The effect by a linear model with a random intercept of each cluster.
  ///
  /// More precise than ``regression(_:errors:confidence:)`` where clusters differ in size, at the
  /// price of trusting that dependence within a cluster is a shift of its level. Degrees of freedom
  /// are clusters less the columns that do not vary within clusters. Where clusters hardly differ,
  /// the variance between them comes out at zero or above and never below, so that the test then
  /// rejects less often than its level. Schluchter and Elashoff (1990), "Small-sample adjustments
  /// to tests with unbalanced repeated measures assuming several covariance structures".
  ///
  /// - Parameter confidence: Confidence of the interval.
  /// - Returns: The effect per unit.
  /// - Throws: ``ReadoutError`` as from ``regression(_:errors:confidence:)``, and without clusters.
  public func mixedModel(confidence: Double = 0.95) throws(ReadoutError) -> Readout {
    guard let clusters else { throw .noGroups(method: "a mixed model", groups: "clusters") }
    try checkClusters()
    let plain = try regressionFit(.common)
    let matrix = plain.design.matrix
    let fit: RandomIntercept
    do {
      fit = try RandomIntercept(outcome, on: matrix, labels: clusters)
    } catch {
      throw .regression(plain.design.error(.numerical(error)))
    }
    let level = (0..<matrix.columns).map { column in
      column == 1 ? 0 : matrix.column(column).reduce(0, +) / Double(count)
    }
    let spread = fit.covariance.times(level)
    let between = try checkColumns(of: plain.design)
    let effect = EffectEstimate(
      fit.coefficients[1], standardError: fit.covariance[1, 1].squareRoot(),
      degrees: Double(Set(clusters).count - between), confidence: confidence)
    return Readout(
      method: "mixed model, REML", effect: effect,
      level: ComparisonLevel(
        zip(level, fit.coefficients).reduce(0) { $0 + $1.0 * $1.1 },
        standardError: zip(level, spread).reduce(0) { $0 + $1.0 * $1.1 }.squareRoot(),
        covariance: spread[1]),
      treated: treatedCount, control: count - treatedCount)
  }
}
