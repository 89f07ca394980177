/// Where a continuous function of one number is zero.
enum BracketedRoot {
  /// The zero of a function between two numbers at which its signs differ.
  ///
  /// Ridders (1979): two evaluations a step, quadratic convergence, and never outside the bracket.
  ///
  /// - Parameters:
  ///   - bracket: Two numbers at which the function has different signs, or is zero.
  ///   - tolerance: The width of the bracket, or of a step, that ends the search.
  ///   - function: The function.
  /// - Returns: The zero; an end of the bracket when the signs there do not differ, the one at which
  ///   the function is closer to zero.
  static func root(
    in bracket: ClosedRange<Double>, tolerance: Double = 1e-12, of function: (Double) -> Double
  ) -> Double {
    var (low, high) = (bracket.lowerBound, bracket.upperBound)
    var (atLow, atHigh) = (function(low), function(high))
    guard (atLow < 0) != (atHigh < 0), atLow != 0, atHigh != 0 else {
      return atLow.magnitude <= atHigh.magnitude ? low : high
    }
    var last = Double.infinity
    while high - low > tolerance {
      let middle = low + (high - low) / 2
      guard low < middle, middle < high else { break }
      let atMiddle = function(middle)
      // The scale is not zero, because the signs at the ends differ.
      let scale = (atMiddle * atMiddle - atLow * atHigh).squareRoot()
      let sign: Double = atLow < 0 ? -1 : 1
      let point = middle + (middle - low) * sign * atMiddle / scale
      let atPoint = function(point)
      if atPoint == 0 || (point - last).magnitude <= tolerance { return point }
      last = point
      for (place, value) in [(middle, atMiddle), (point, atPoint)] where place > low && place < high
      {
        if (value < 0) == (atLow < 0) {
          (low, atLow) = (place, value)
        } else {
          (high, atHigh) = (place, value)
        }
      }
    }
    return atLow.magnitude <= atHigh.magnitude ? low : high
  }

  /// The zero of a growing function, with a bracket that widens from a first guess.
  ///
  /// - Parameters:
  ///   - bracket: The first guess; the end on the side of the zero moves outward, doubling its
  ///     width, at most forty times.
  ///   - function: A function that grows, or is flat far from its zero, and changes its sign.
  /// - Returns: The zero.
  static func root(widening bracket: ClosedRange<Double>, of function: (Double) -> Double) -> Double
  {
    var (low, high) = (bracket.lowerBound, bracket.upperBound)
    var left = 40
    while left > 0, function(low) > 0 { (low, left) = (low - (high - low), left - 1) }
    while left > 0, function(high) < 0 { (high, left) = (high + (high - low), left - 1) }
    return root(in: low...high, of: function)
  }
}
