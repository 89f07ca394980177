extension Carryover {
  /// The weights of the lags.
  ///
  /// - Parameters:
  ///   - lags: How many lags act, at least 1.
  ///   - isNormalized: Whether weights are divided by their sum, so that an exposure keeps its total
  ///     effect and only its timing changes.
  /// - Returns: The weights of lags 0 to `lags − 1`, not negative.
  public func weights(lags: Int, isNormalized: Bool) -> [Double] {
    var partials = [Double](repeating: 0, count: parameterCount * lags)
    return weights(lags: lags, isNormalized: isNormalized, partials: &partials)
  }

  /// The weights of the lags, and their derivatives by the parameters.
  ///
  /// - Parameters:
  ///   - lags: How many lags act, at least 1.
  ///   - isNormalized: Whether weights are divided by their sum.
  ///   - partials: Receives the derivatives by parameter `k`, in the order of
  ///     ``CarryoverFamily/parameterNames``, from place `k · lags` on; of that length before.
  /// - Returns: The weights of lags 0 to `lags − 1`.
  public func weights(lags: Int, isNormalized: Bool, partials: inout [Double]) -> [Double] {
    precondition(lags > 0, "at least one lag acts")
    var weights = [Double](repeating: 0, count: lags)
    fill(&weights, partials: &partials, isNormalized: isNormalized)
    return weights
  }

  /// Replaces a column of weights, and one of their derivatives, without allocating.
  ///
  /// - Parameters:
  ///   - weights: Receives the weights; as many as lags act.
  ///   - partials: Receives the derivatives, as in ``weights(lags:isNormalized:partials:)``.
  ///   - isNormalized: Whether weights are divided by their sum.
  public func fill(_ weights: inout [Double], partials: inout [Double], isNormalized: Bool) {
    precondition(!weights.isEmpty, "at least one lag acts")
    precondition(
      partials.count == parameterCount * weights.count, "a derivative of each weight by parameter")
    switch self {
    case .none:
      for lag in weights.indices { weights[lag] = lag == 0 ? 1 : 0 }
    case .geometric(let retention):
      Self.fillGeometric(retention, &weights, &partials)
    case .delayed(let retention, let peak):
      Self.fillDelayed(retention, peak, isNormalized: isNormalized, &weights, &partials)
    case .weibullDensity(let shape, let scale):
      Self.fillDensity(shape, scale, &weights, &partials)
      Self.stretch(&weights, &partials)
    case .weibullSurvival(let shape, let scale):
      Self.fillSurvival(shape, scale, &weights, &partials)
    case .binomial(let retention):
      Self.fillBinomial(retention, &weights, &partials)
    }
    if isNormalized { Self.normalize(&weights, &partials) }
  }

  private static func fillGeometric(
    _ retention: Double, _ weights: inout [Double], _ partials: inout [Double]
  ) {
    var (power, before) = (1.0, 0.0)
    for lag in weights.indices {
      weights[lag] = power
      partials[lag] = Double(lag) * before
      before = power
      power *= retention
    }
  }

  /// Where weights will be normalized, all are divided by the largest, so that some are left even
  /// of a peak far behind the last lag; a common factor does not change what is normalized.
  private static func fillDelayed(
    _ retention: Double, _ peak: Double, isNormalized: Bool, _ weights: inout [Double],
    _ partials: inout [Double]
  ) {
    let lags = weights.count
    let logRetention = Elementary.log(retention)
    let closest = peak - min(max(0, peak.rounded()), Double(lags - 1))
    let least = isNormalized ? closest * closest : 0
    for lag in 0..<lags {
      let distance = Double(lag) - peak
      let square = distance * distance
      let weight = Elementary.exp((square - least) * logRetention)
      weights[lag] = weight
      partials[lag] = square * weight / retention
      partials[lags + lag] = -2 * distance * weight * logRetention
    }
  }

  /// The density over its largest value; what is stretched knows no common factor.
  private static func fillDensity(
    _ shape: Double, _ scale: Double, _ weights: inout [Double], _ partials: inout [Double]
  ) {
    let lags = weights.count
    let logScale = Elementary.log(scale)
    var top = -Double.infinity
    for lag in 0..<lags {
      let logRatio = Elementary.log(Double(lag + 1)) - logScale
      let hazard = Elementary.exp(shape * logRatio)
      weights[lag] = (shape - 1) * logRatio - hazard
      partials[lag] = logRatio * (1 - hazard)
      partials[lags + lag] = (shape * hazard - (shape - 1)) / scale
      top = max(top, weights[lag])
    }
    for lag in 0..<lags {
      // So far from the scale that even logarithms are infinite, nothing is left.
      let weight = weights[lag] > -.infinity ? Elementary.exp(weights[lag] - top) : 0
      weights[lag] = weight
      partials[lag] = weight > 0 ? partials[lag] * weight : 0
      partials[lags + lag] = weight > 0 ? partials[lags + lag] * weight : 0
    }
  }

  private static func fillSurvival(
    _ shape: Double, _ scale: Double, _ weights: inout [Double], _ partials: inout [Double]
  ) {
    let lags = weights.count
    let logScale = Elementary.log(scale)
    var (sum, byShape) = (0.0, 0.0)
    for lag in 0..<lags {
      if lag > 0 {
        let logRatio = Elementary.log(Double(lag)) - logScale
        let hazard = Elementary.exp(shape * logRatio)
        sum += hazard
        byShape += hazard * logRatio
      }
      let weight = Elementary.exp(-sum)
      weights[lag] = weight
      partials[lag] = weight > 0 ? -byShape * weight : 0
      partials[lags + lag] = weight > 0 ? sum * weight * shape / scale : 0
    }
  }

  private static func fillBinomial(
    _ retention: Double, _ weights: inout [Double], _ partials: inout [Double]
  ) {
    weights[0] = 1
    partials[0] = 0
    let end = Double(weights.count + 1)
    for lag in 1..<max(1, weights.count) {
      let logLeft = Elementary.log(1 - Double(lag) / end)
      let weight = Elementary.exp((1 / retention - 1) * logLeft)
      weights[lag] = weight
      partials[lag] = -logLeft * weight / (retention * retention)
    }
  }
}
