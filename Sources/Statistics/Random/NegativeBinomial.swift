/// Overdispersed counts by inversion of one uniform number.
///
/// Parameterized by the mean and the ratio of variance to mean, which stays put when a scenario
/// moves the mean. At a fixed ratio, counts of a larger mean dominate those of a smaller one (the
/// larger is the smaller plus an independent one), which is what lets scenarios share the number.
public enum NegativeBinomial {
  /// The count at a uniform number: the smallest `k` with `P(X ≤ k) ≥ uniform`.
  ///
  /// With ratio `D` the chance of zero is `D^(−mean / (D − 1))`, and the chance of `k + 1` over
  /// that of `k` is `(mean + k (D − 1)) / (D (k + 1))`. Never falls when the mean or the number
  /// rises.
  ///
  /// - Parameters:
  ///   - mean: The expected count, from 0 to 1e9; 0 gives 0.
  ///   - dispersion: Variance over mean, from 1, where the count is Poisson, to 1e6.
  ///   - uniform: A number in `[0, 1)`, such as ``RandomStream/uniform(agent:step:draw:)``.
  /// - Returns: The count.
  /// - Complexity: O(count) up to a mean of 128, then O(standard deviation).
  public static func count(mean: Double, dispersion: Double, uniform: Double) -> Int {
    CountDispersion(dispersion).count(mean: mean, uniform: uniform)
  }
}

/// A ratio of variance to mean, ready to draw many counts with different means.
public struct CountDispersion: Sendable, Equatable {
  /// Variance over mean; 1 is Poisson.
  public let ratio: Double
  /// Minus the logarithm of the chance of zero, per unit of the mean.
  let logZeroPerMean: Double

  /// Prepares for a ratio.
  ///
  /// - Parameter ratio: Variance over mean, from 1, where counts are Poisson, to 1e6.
  public init(_ ratio: Double) {
    precondition((1...1e6).contains(ratio), "variance over mean is in 1...1e6")
    self.ratio = ratio
    let excess = ratio - 1
    logZeroPerMean = excess > 0 ? Elementary.log1p(excess) / excess : 1
  }

  /// The count at a uniform number, as ``NegativeBinomial/count(mean:dispersion:uniform:)``.
  ///
  /// - Parameters:
  ///   - mean: The expected count, from 0 to 1e9; 0 gives 0.
  ///   - uniform: A number in `[0, 1)`.
  /// - Returns: The count.
  public func count(mean: Double, uniform: Double) -> Int {
    let dispersion = ratio
    precondition((0...1e9).contains(mean), "a negative binomial mean is in 0...1e9")
    precondition((0..<1).contains(uniform), "a uniform number is in 0..<1")
    let excess = dispersion - 1
    guard excess > 0 else { return Poisson.count(mean: mean, uniform: uniform) }
    guard mean > 0, uniform > 0 else { return 0 }
    let logZero = -mean * logZeroPerMean
    var start = 0
    var mass = Exponential.value(logZero)
    var cumulative = mass
    if mean > Inversion.largestMeanFromZero {
      start = Inversion.guess(
        uniform: uniform, mean: mean, deviation: (mean * dispersion).squareRoot(),
        skewness: (2 * dispersion - 1) / (mean * dispersion).squareRoot())
      if start > 0 {
        let size = mean / excess
        let count = Double(start)
        let (chance, complement) = (1 / dispersion, excess / dispersion)
        mass =
          SaddlePoint.binomialMass(size, count, chance: chance, complement: complement)
          * (size / (size + count))
        cumulative = IncompleteBeta.regularized(
          chance, complement: complement, a: size, b: count + 1)
      }
    }
    return Inversion.count(uniform: uniform, start: start, mass: mass, cumulative: cumulative) {
      (mean + $0 * excess) / (dispersion * ($0 + 1))
    }
  }

  /// The chances of at most 0, 1, … 15, added up as ``count(mean:uniform:)`` does; zeros for a mean
  /// whose search does not start at zero.
  func firstCumulative(mean: Double) -> [16 of Double] {
    var chances = [16 of Double](repeating: 0)
    if mean > Inversion.largestMeanFromZero { return chances }
    let excess = ratio - 1
    var mass = Exponential.value(-mean * logZeroPerMean)
    var cumulative = mass
    for count in 0..<16 {
      chances[count] = cumulative
      mass *= (mean + Double(count) * excess) / (ratio * (Double(count) + 1))
      cumulative += mass
    }
    return chances
  }
}
