/// How well lengths and variances suit values, as a function to be maximized.
///
/// The parameters are the logarithms of the lengths, in ranges of the coordinates; of the variance
/// of the function; and, where the noise is to be fitted, of its variance. Variances are in units of
/// the squared spread of the values.
struct MarginalLikelihood {
  let family: CovarianceFamily
  /// Points with coordinates in units of their ranges.
  let points: Matrix
  /// The columns of the trend.
  let columns: Matrix
  /// Values with mean 0 and variance 1.
  let values: [Double]
  /// The variance of the noise of each value; nil where one for all is to be fitted.
  let noise: [Double]?

  /// The number of parameters.
  var count: Int { points.columns + (noise == nil ? 2 : 1) }

  /// Added to every variance of noise: keeps the covariance positive definite where points coincide.
  ///
  /// *Chosen*: with signals of a hundred times the spread of the values and a thousand points, the
  /// condition of the covariance stays below 1e14.
  static let jitter = 1e-8

  /// The prior of the logarithm of a length in ranges: normal with mean `√2 + log(d) / 2` and
  /// standard deviation `√3`.
  ///
  /// Weak; it holds lengths of coordinates that do nothing. Hvarfner, Hellsten and Nardi (2024),
  /// "Vanilla Bayesian Optimization Performs Great in High Dimensions".
  private var lengthPrior: (mean: Double, variance: Double) {
    (2.0.squareRoot() + Elementary.log(Double(points.columns)) / 2, 3)
  }

  /// The variances of the noise at given parameters.
  func noise(_ parameters: [Double]) -> [Double] {
    let fitted = noise == nil ? Elementary.exp(parameters[points.columns + 1]) : 0
    return (noise ?? [Double](repeating: fitted, count: points.rows)).map { $0 + Self.jitter }
  }

  /// The negative logarithm of the posterior density of the parameters, and its gradient.
  ///
  /// - Parameter parameters: One number per parameter.
  /// - Returns: Both, but for a constant; nil where the covariance is not positive definite.
  func negative(_ parameters: [Double]) -> (value: Double, gradient: [Double])? {
    let dimension = points.columns
    let lengths = parameters.prefix(dimension).map(Elementary.exp)
    let signal = Elementary.exp(parameters[dimension])
    guard lengths.allSatisfy({ $0 > 0 && $0.isFinite }), signal.isFinite else { return nil }
    var correlations = GaussianProcess.squaredDistances(points, lengths: lengths)
    var slopes = correlations
    let size = points.rows
    for column in 0..<size {
      family.correlate(
        &correlations.elements, slopes: &slopes.elements,
        in: column * (size + 1)..<size * (column + 1))
    }
    let variances = noise(parameters)
    var covariance = correlations
    for column in 0..<size {
      for place in column * (size + 1)..<size * (column + 1) {
        covariance.elements[place] *= signal
      }
      covariance.elements[column * (size + 1)] += variances[column]
    }
    guard let solution = try? TrendSolution(covariance, columns: columns, values: values),
      solution.logLikelihood.isFinite
    else { return nil }
    var gradient = slope(
      solution, correlations, slopes, lengths: lengths, signal: signal,
      fittedNoise: noise == nil ? Elementary.exp(parameters[dimension + 1]) : nil)
    var value = -solution.logLikelihood
    let prior = lengthPrior
    for index in 0..<dimension {
      let distance = parameters[index] - prior.mean
      value += distance * distance / (2 * prior.variance)
      gradient[index] += distance / prior.variance
    }
    return (value, gradient)
  }

  /// The gradient of the negative logarithm of the likelihood.
  ///
  /// With the weights `w = P y`, the slope in a parameter is `½ Σ (w wᵀ − P) ∘ dK`. The sums over
  /// squared distances in one coordinate, `Σ M (x − x′)²`, are `2 Σ x² (M 1) − 2 xᵀ M x`, so that
  /// one product with the points serves all lengths.
  private func slope(
    _ solution: TrendSolution, _ correlations: Matrix, _ slopes: Matrix, lengths: [Double],
    signal: Double, fittedNoise: Double?
  ) -> [Double] {
    let (size, dimension) = (points.rows, points.columns)
    var weighted = solution.projection
    let weights = solution.weights
    var signalSum = 0.0
    var noiseSum = 0.0
    for column in 0..<size {
      let diagonal = column * (size + 1)
      let own = weights[column] * weights[column] - weighted.elements[diagonal]
      noiseSum += own
      signalSum += own * correlations.elements[diagonal]
      weighted.elements[diagonal] = 0
      let factor = weights[column]
      var sum = 0.0
      for row in column + 1..<max(size, column + 1) {
        let place = row + size * column
        let difference = factor * weights[row] - weighted.elements[place]
        sum += difference * correlations.elements[place]
        weighted.elements[place] = difference * slopes.elements[place]
      }
      signalSum += 2 * sum
    }
    var columns = points
    columns.appendColumn([Double](repeating: 1, count: size))
    let products = LAPACK.symmetricProduct(weighted, columns)
    var gradient = (0..<dimension).map { coordinate in
      var sum = 0.0
      for row in 0..<size {
        let value = points.elements[row + size * coordinate]
        let (total, product) = (
          products.elements[row + size * dimension], products.elements[row + size * coordinate]
        )
        sum += value * (value * total - product)
      }
      return -signal * sum / (lengths[coordinate] * lengths[coordinate])
    }
    gradient.append(-0.5 * signal * signalSum)
    if let fittedNoise { gradient.append(-0.5 * fittedNoise * noiseSum) }
    return gradient
  }
}
