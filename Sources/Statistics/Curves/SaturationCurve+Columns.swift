extension SaturationCurve {
  /// Responses of a part of a column, without derivatives.
  ///
  /// They agree with ``response(to:)`` to a few units in the last place, and take vectorized
  /// arithmetic throughout.
  ///
  /// - Parameters:
  ///   - exposures: Exposures, finite and not negative.
  ///   - range: The part to work out; the rest of the column stays as it is.
  ///   - response: Receives the responses, in the same places.
  public func respond(_ exposures: [Double], in range: Range<Int>, response: inout [Double]) {
    let x = exposures.span
    var y = response.mutableSpan
    precondition(
      range.lowerBound >= 0 && range.upperBound <= x.count && range.upperBound <= y.count,
      "a part of both columns")
    switch self {
    case .hill(let half, let slope) where slope != 1:
      let logHalf = Elementary.log(half)
      for place in range {
        let logOdds = slope * (Logarithm.natural(x[place]) - logHalf)
        y[place] = 1 / (1 + Exponential.power(-logOdds))
      }
    case .hill(let half, _), .michaelisMenten(let half):
      for place in range { y[place] = x[place] / (half + x[place]) }
    case .logistic(let rate): Self.respondLogistic(x, rate: rate, in: range, &y)
    case .tanh(let scale): Self.respondLogistic(x, rate: 2 / scale, in: range, &y)
    case .root(let exponent):
      for place in range {
        y[place] = Exponential.power(exponent * Logarithm.natural(x[place]))
      }
    case .identity:
      for place in range { y[place] = x[place] }
    }
  }

  private static func respondLogistic(
    _ x: Span<Double>, rate: Double, in range: Range<Int>, _ y: inout MutableSpan<Double>
  ) {
    precondition(range.lowerBound >= 0 && range.upperBound <= x.count)
    precondition(range.upperBound <= y.count)
    for place in range {
      let fallen = Exponential.decay(-rate * x[place]).minusOne
      y[place] = -fallen / (2 + fallen)
    }
  }
}
