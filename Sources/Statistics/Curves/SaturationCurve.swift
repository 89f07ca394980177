/// How a response flattens as exposure grows.
///
/// All curves start at a response of 0 without exposure and never fall as exposure grows; all but
/// ``root(exponent:)`` and ``identity`` stay below 1.
public enum SaturationCurve: Equatable, Sendable {
  /// The Hill curve `exposure^slope / (exposure^slope + half^slope)`.
  ///
  /// `half` is the exposure at half the maximum, positive, in exposure units. A positive `slope` up
  /// to 1 has diminishing returns from the start; above 1 the curve is S-shaped. Hill (1910), "The
  /// possible effects of the aggregation of the molecules of haemoglobin on its dissociation
  /// curves".
  case hill(half: Double, slope: Double)

  /// The logistic curve `(1 − e^(−rate · exposure)) / (1 + e^(−rate · exposure))`.
  ///
  /// `rate` is positive, per unit of exposure; half the maximum is reached at `log(3) / rate`.
  case logistic(rate: Double)

  /// The Michaelis–Menten curve `exposure / (half + exposure)`, the Hill curve of slope 1.
  ///
  /// `half` is the exposure at half the maximum, positive, in exposure units. Michaelis and Menten
  /// (1913), "Die Kinetik der Invertinwirkung".
  case michaelisMenten(half: Double)

  /// The hyperbolic tangent `tanh(exposure / scale)`, the logistic curve of rate `2 / scale`.
  ///
  /// `scale` is positive, in exposure units; half the maximum is reached at `scale · log(3) / 2`.
  case tanh(scale: Double)

  /// The power `exposure^exponent`, which grows without bound.
  ///
  /// `exponent` is in `(0, 1]`.
  case root(exponent: Double)

  /// The exposure itself: no saturation.
  case identity

  /// The share of the maximal response at an exposure, in `[0, 1)`; 0 at 0.
  ///
  /// Hill's slopes 1 and 2, the common ones, take no power function. ``root(exponent:)`` and
  /// ``identity`` have no maximum, and give a response in powers or units of exposure.
  ///
  /// - Parameter exposure: The exposure, finite and not negative, in the unit of the curve's
  ///   `half`.
  /// - Returns: The share; it never falls as exposure grows.
  @inlinable
  public func response(to exposure: Double) -> Double {
    guard case .hill(let half, let slope) = self else { return responseBeyondHill(to: exposure) }
    if slope == 1 { return exposure / (exposure + half) }
    guard exposure > 0 else { return 0 }
    let ratio = half / exposure
    return 1 / (1 + (slope == 2 ? ratio * ratio : Elementary.pow(ratio, slope)))
  }

  /// The response of every curve but Hill's, kept apart so that simulations, which use Hill's,
  /// inline no more than that.
  @usableFromInline
  func responseBeyondHill(to exposure: Double) -> Double {
    switch self {
    case .hill: response(to: exposure)
    case .logistic(let rate): Self.logistic(rate * exposure)
    case .michaelisMenten(let half): exposure / (half + exposure)
    case .tanh(let scale): Self.logistic(2 / scale * exposure)
    case .root(let exponent): Elementary.pow(exposure, exponent)
    case .identity: exposure
    }
  }

  /// `(1 − e^(−x)) / (1 + e^(−x))`, without cancellation near 0.
  private static func logistic(_ x: Double) -> Double {
    let fallen = Elementary.expm1(-x)
    return -fallen / (2 + fallen)
  }

  /// Replaces the exposures of a part of a column with their responses, each as ``response(to:)``.
  public func replace(_ column: inout [Double], in range: Range<Int>) {
    var span = column.mutableSpan
    precondition(range.lowerBound >= 0 && range.upperBound <= span.count, "a part of the column")
    guard case .hill(let half, let slope) = self else {
      for place in range { span[place] = responseBeyondHill(to: span[place]) }
      return
    }
    if slope == 1 {
      for place in range { span[place] /= span[place] + half }
    } else if slope == 2 {
      for place in range {
        let ratio = half / span[place]
        span[place] = 1 / (1 + ratio * ratio)
      }
    } else {
      for place in range { span[place] = response(to: span[place]) }
    }
  }
}
