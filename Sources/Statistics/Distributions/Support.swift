extension Prior.Support {
  /// The number that stands for a position on the whole line, and what the change of variable needs.
  ///
  /// Positive numbers are exponentials, numbers of an interval are moved logistic functions.
  ///
  /// - Parameter position: Any number.
  /// - Returns: The number; its derivative by the position; the logarithm of that derivative; and the
  ///   derivative of that logarithm.
  @inlinable
  public func number(
    at position: Double
  ) -> (value: Double, slope: Double, logSlope: Double, logSlopeSlope: Double) {
    switch self {
    case .point(let value): return (value, 0, 0, 0)
    case .real: return (position, 1, 0, 0)
    case .positive:
      let value = Elementary.exp(position)
      return (value, value, position, 1)
    case .interval(let low, let high):
      let small = Elementary.exp(-position.magnitude)
      let upper = 1 / (1 + small)
      let share = position >= 0 ? upper : small * upper
      let rest = position >= 0 ? small * upper : upper
      let width = high - low
      // The logarithm of share · rest without underflow.
      let log = -position.magnitude - 2 * Elementary.log1p(small) + Elementary.log(width)
      return (low + width * share, width * share * rest, log, rest - share)
    }
  }

  /// Whether a number lies inside, away from the ends that positions only reach by rounding.
  @inlinable
  public func contains(_ number: Double) -> Bool {
    switch self {
    case .point(let value): number == value
    case .real: number.isFinite
    case .positive: number > 0 && number < .infinity
    case .interval(let low, let high): number > low && number < high
    }
  }

  /// The position that stands for a number inside the support; 0 for a point.
  public func position(of number: Double) -> Double {
    switch self {
    case .point: return 0
    case .real: return number
    case .positive: return Elementary.log(number)
    case .interval(let low, let high):
      return Elementary.log((number - low) / (high - number))
    }
  }
}
