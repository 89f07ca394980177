/// How a response flattens as exposure grows.
public enum SaturationCurve: Equatable, Sendable {
  /// The Hill curve `exposure^slope / (exposure^slope + half^slope)`.
  ///
  /// `half` is the exposure at half the maximum, positive, in exposure units. A positive `slope` up
  /// to 1 has diminishing returns from the start; above 1 the curve is S-shaped. Hill (1910), "The
  /// possible effects of the aggregation of the molecules of haemoglobin on its dissociation
  /// curves".
  case hill(half: Double, slope: Double)

  /// The share of the maximal response at an exposure, in `[0, 1)`; 0 at 0.
  ///
  /// Slopes 1 and 2, the common ones, take no power function.
  ///
  /// - Parameter exposure: The exposure, finite and not negative, in the unit of the curve's
  ///   `half`.
  /// - Returns: The share; it never falls as exposure grows.
  @inlinable
  public func response(to exposure: Double) -> Double {
    switch self {
    case .hill(let half, let slope):
      if slope == 1 { return exposure / (exposure + half) }
      guard exposure > 0 else { return 0 }
      let ratio = half / exposure
      return 1 / (1 + (slope == 2 ? ratio * ratio : Elementary.pow(ratio, slope)))
    }
  }

  /// Replaces the exposures of a part of a column with their responses, each as ``response(to:)``.
  public func replace(_ column: inout [Double], in range: Range<Int>) {
    switch self {
    case .hill(let half, let slope):
      var span = column.mutableSpan
      precondition(range.lowerBound >= 0 && range.upperBound <= span.count, "a part of the column")
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
}
