import Statistics

/// How much the vectors of a sweep count in the chances after a time.
struct SweepWeights: Sendable, Equatable {
  /// The number of the first vector that counts.
  let first: Int
  /// The weight of it and of those that follow.
  let values: [Double]

  /// The number of the last vector that counts.
  var last: Int { first + values.count - 1 }

  /// Kept, since a likelihood asks for it once per pattern.
  private static let one = [1.0]

  /// One vector alone.
  init(at step: Int) {
    first = step
    values = Self.one
  }

  /// The chances of so many jumps of a Poisson process.
  ///
  /// They begin at 0, since a stage may be left by the first jump, and end where they are below 1e-30,
  /// so that chances down to about 1e-14 are exact to rounding.
  ///
  /// - Parameters:
  ///   - mean: The mean number of jumps, at least 0.
  ///   - fewest: The least number of jumps that is followed: where the mean is small, the smallest
  ///     chances are those of a few jumps.
  init(poisson mean: Double, atLeast fewest: Int) {
    first = 0
    let mode = Int(mean)
    let atMode =
      mean > 0
      ? Elementary.exp(
        Double(mode) * Elementary.log(mean) - mean - Elementary.logGamma(Double(mode + 1))) : 1
    var weights = [Double](repeating: 0, count: mode + 1)
    weights[mode] = atMode
    for jumps in stride(from: mode, to: 0, by: -1) {
      weights[jumps - 1] = weights[jumps] * Double(jumps) / mean
    }
    var weight = atMode
    while weight >= 1e-30 || weights.count <= fewest {
      weight *= mean / Double(weights.count)
      weights.append(weight)
    }
    values = weights
  }
}
