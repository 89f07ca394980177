extension GaussianProcess {
  /// What is known of the noise of values.
  public enum Noise: Sendable, Equatable {
    /// One variance for all values, to be found.
    case fitted

    /// The variance of each value's noise, in squared units of the values.
    case known([Double])
  }

  /// The process that suits values best.
  ///
  /// Lengths and variances are the mode of their posterior density: the likelihood with the trend
  /// integrated out, and a weak prior on lengths. It is climbed by its gradient from several
  /// starts.
  ///
  /// - Parameters:
  ///   - values: One value per point.
  ///   - points: One point per row; points may be repeated.
  ///   - family: How correlation falls with distance.
  ///   - mean: The trend.
  ///   - noise: What is known of the noise. A hundred-millionth of the variance of the values is
  ///     added to it, for the sake of rounding.
  /// - Returns: The process, given the values.
  /// - Throws: ``NumericalError`` where there are too few points for the trend, a value is not
  ///   finite, or coordinates are collinear.
  public static func fitted(
    _ values: [Double], at points: Matrix, family: CovarianceFamily = .matern52,
    mean: MeanFunction = .linear, noise: Noise = .fitted
  ) throws(NumericalError) -> GaussianProcess {
    precondition(values.count == points.rows, "there is one value per point")
    try LeastSquares.checkFinite(values, points)
    let basis = MeanBasis(mean, of: points)
    guard values.count > basis.count else {
      throw .tooFewRows(rows: values.count, columns: basis.count)
    }
    let center = values.reduce(0, +) / Double(values.count)
    let square = values.reduce(0) { $0 + ($1 - center) * ($1 - center) } / Double(values.count)
    let spread = square > 0 ? square.squareRoot() : 1
    var known: [Double]?
    if case .known(let variances) = noise {
      precondition(variances.count == values.count, "there is one variance of the noise per point")
      known = variances.map { $0 / (spread * spread) }
    }
    let scaled = basis.scaled(points)
    let likelihood = MarginalLikelihood(
      family: family, points: scaled, columns: basis.columns(scaled),
      values: values.map { ($0 - center) / spread }, noise: known)
    let parameters = mode(of: likelihood)
    return try GaussianProcess(
      values, at: points, family: family, mean: mean,
      lengths: basis.scales.indices.map { Elementary.exp(parameters[$0]) * basis.scales[$0] },
      signalVariance: Elementary.exp(parameters[points.columns]) * spread * spread,
      noise: likelihood.noise(parameters).map { $0 * spread * spread })
  }

  /// The higher of the points reached from two starts.
  ///
  /// One start has little noise and one has much, because values can often be explained either way,
  /// by a wavy function or by noise, with a valley between. Each is the best of three sizes of
  /// length.
  private static func mode(of likelihood: MarginalLikelihood) -> [Double] {
    let dimension = likelihood.points.columns
    let longest = Elementary.log(Double(dimension)) / 2
    var best: QuasiNewton?
    var fallback: [Double] = []
    for share in [0.02, 0.5] {
      var first: QuasiNewton?
      // In ranges and for one coordinate: half, one and a half and four and a half.
      for length in [0.5, 1.5, 4.5] {
        var start = [Double](repeating: Elementary.log(length) + longest, count: dimension)
        start.append(Elementary.log(1 - share))
        if likelihood.noise == nil { start.append(Elementary.log(share)) }
        fallback = start
        guard let search = QuasiNewton(from: start, function: likelihood.negative) else { continue }
        if search.value < first?.value ?? .infinity { first = search }
      }
      first?.descend()
      if let first, first.value < best?.value ?? .infinity { best = first }
      // The starts differ in nothing else.
      if likelihood.noise != nil { break }
    }
    return best?.point ?? fallback
  }
}
