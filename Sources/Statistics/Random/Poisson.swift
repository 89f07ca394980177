/// Poisson counts by inversion of one uniform number.
public enum Poisson {
  /// The count at a uniform number: the smallest `k` with `P(X ≤ k) ≥ uniform`.
  ///
  /// Never falls when the mean or the number rises, so scenarios that share the number compare
  /// cleanly. Up to a mean of 128 the search starts at zero; above, at a guess whose cumulative
  /// chance comes from ``IncompleteGamma``.
  ///
  /// - Parameters:
  ///   - mean: The expected count, from 0 to 1e12; 0 gives 0.
  ///   - uniform: A number in `[0, 1)`, such as ``RandomStream/uniform(agent:step:draw:)``.
  /// - Returns: The count.
  /// - Complexity: O(`mean`) up to 128, then O(√`mean`).
  public static func count(mean: Double, uniform: Double) -> Int {
    precondition((0...1e12).contains(mean), "a Poisson mean is in 0...1e12")
    precondition((0..<1).contains(uniform), "a uniform number is in 0..<1")
    guard mean > 0, uniform > 0 else { return 0 }
    var start = 0
    var mass = 0.0
    var cumulative = 0.0
    if mean <= Inversion.largestMeanFromZero {
      mass = Exponential.value(-mean)
      cumulative = mass
    } else {
      let deviation = mean.squareRoot()
      start = Inversion.guess(
        uniform: uniform, mean: mean, deviation: deviation, skewness: 1 / deviation)
      mass = SaddlePoint.poissonMass(Double(start), mean: mean)
      cumulative = IncompleteGamma.upper(Double(start) + 1, mean)
    }
    return Inversion.count(uniform: uniform, start: start, mass: mass, cumulative: cumulative) {
      mean / ($0 + 1)
    }
  }
}
