extension SaturationCurve {
  /// How much the response rises per unit of exposure.
  ///
  /// - Parameter exposure: The exposure, finite and not negative.
  /// - Returns: The derivative, per unit of exposure and not negative. Where it is infinite, at an
  ///   exposure of 0 with a Hill slope or a root's exponent below 1, it is given as 0.
  public func slope(at exposure: Double) -> Double {
    var response = [0.0]
    var slope = [0.0]
    var partials = [Double](repeating: 0, count: parameterCount)
    evaluate(
      [exposure], in: 0..<1, response: &response, slope: &slope, partials: &partials)
    return slope[0]
  }

  /// The exposure that gives a response: the inverse of ``response(to:)``.
  ///
  /// - Parameter response: The response, not negative.
  /// - Returns: The exposure; infinite for a response of 1 or more on curves that stay below 1.
  public func exposure(for response: Double) -> Double {
    guard response > 0 else { return 0 }
    switch self {
    case .identity: return response
    case .root(let exponent): return Elementary.pow(response, 1 / exponent)
    default: break
    }
    guard response < 1 else { return .infinity }
    // What has been reached over what is left, and its counterpart of curves that are odd.
    let odds = response / (1 - response)
    let logRatio = Elementary.log1p(response) - Elementary.log1p(-response)
    switch self {
    case .hill(let half, let slope): return half * Elementary.pow(odds, 1 / slope)
    case .michaelisMenten(let half): return half * odds
    case .logistic(let rate): return logRatio / rate
    case .tanh(let scale): return scale / 2 * logRatio
    case .root, .identity: return response
    }
  }

  /// A half saturation at a share of the range of exposures, from the smallest to the largest.
  ///
  /// It is what Robyn calls the inflexion of its Hill curve, with the share as its gamma and the
  /// curve's slope as its alpha. Robyn 3.12.1, `saturation_hill`.
  ///
  /// - Parameters:
  ///   - share: The share, in `[0, 1]`.
  ///   - exposures: The exposures, of which there is at least one.
  /// - Returns: The half saturation, in exposure units.
  public static func half(atShare share: Double, ofRangeOf exposures: [Double]) -> Double {
    precondition((0...1).contains(share) && !exposures.isEmpty, "a share of a range of exposures")
    let least = exposures.reduce(.infinity, min)
    let most = exposures.reduce(-.infinity, max)
    return (1 - share) * least + share * most
  }
}
