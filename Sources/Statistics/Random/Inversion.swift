/// Inversion of the cumulative distribution of a count by walking from a known place.
///
/// A count found by inversion grows with its uniform number, and with its mean wherever the larger
/// distribution dominates the smaller one. Two scenarios that share the number then differ in one
/// direction only.
enum Inversion {
  /// The mean up to which the walk starts at zero; above it, near the answer.
  ///
  /// Chosen: a step of the walk costs about 5 ns and a start near the answer about half a
  /// microsecond.
  static let largestMeanFromZero = 128.0

  /// The smallest count whose cumulative chance reaches the uniform number.
  ///
  /// - Parameters:
  ///   - uniform: A number in `(0, 1)`.
  ///   - start: The count at which the walk begins, non-negative.
  ///   - mass: The chance of `start`.
  ///   - cumulative: The chance of at most `start`.
  ///   - ratio: The chance of `k + 1` over that of `k`.
  /// - Returns: The count. Where rounding keeps the sum of all chances below the number, the walk
  ///   ends once a further term no longer changes the sum.
  @inline(__always)
  static func count(
    uniform: Double, start: Int, mass: Double, cumulative: Double, ratio: (Double) -> Double
  ) -> Int {
    var count = start
    var mass = mass
    var cumulative = cumulative
    if cumulative < uniform {
      while cumulative < uniform {
        let factor = ratio(Double(count))
        mass *= factor
        count &+= 1
        cumulative += mass
        guard factor >= 1 || mass > cumulative * 0x1p-54 else { return count }
      }
      return count
    }
    while count > 0, cumulative - mass >= uniform {
      cumulative -= mass
      count &-= 1
      mass /= ratio(Double(count))
    }
    return count
  }

  /// A count near the answer, from the normal quantile and the skewness (Cornish and Fisher 1938).
  static func guess(uniform: Double, mean: Double, deviation: Double, skewness: Double) -> Int {
    let z = Normal.quantile(uniform)
    let value = mean + deviation * (z + skewness * (z * z - 1) / 6)
    return Int(max(0, value.rounded(.down)))
  }
}
