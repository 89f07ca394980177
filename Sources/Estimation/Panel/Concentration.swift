import Statistics

/// The part of a total that the largest units hold, such as the share of prescriptions of the top
/// decile.
///
/// Where the share of units is not a whole number of them, the unit at the boundary counts in part.
/// All units at zero hold equal parts by convention, and the result is `share`.
///
/// - Parameters:
///   - values: One value per unit, at least one, finite and not negative.
///   - share: The share of units counted from the largest down, in `[0, 1]`.
/// - Returns: A share of the total, from `share` to 1.
public func topShare(of values: [Double], top share: Double) -> Double {
  precondition((0...1).contains(share), "a share of units is in 0...1")
  checkSizes(values)
  let total = values.reduce(0, +)
  guard total > 0 else { return share }
  let wanted = share * Double(values.count)
  let whole = Int(wanted)
  let sorted = values.sorted(by: >)
  var held = sorted.prefix(whole).reduce(0, +)
  if whole < sorted.count { held += (wanted - Double(whole)) * sorted[whole] }
  return min(1, held / total)
}

/// The Gini coefficient: 0 where all units are equal, near 1 where one unit holds everything.
///
/// Half the mean difference between two units, drawn with replacement, over the mean: `Σ (2i − n −
/// 1) xᵢ / (n Σ x)` over ascending values. Its largest value for `n` units is `(n − 1) / n`. All
/// units at zero are equal: 0. Gini (1912), "Variabilità e mutabilità".
///
/// - Parameter values: One value per unit, at least one, finite and not negative.
/// - Returns: A number in `[0, 1)`.
public func gini(of values: [Double]) -> Double {
  checkSizes(values)
  let total = values.reduce(0, +)
  guard total > 0 else { return 0 }
  var weighted = 0.0
  for (index, value) in values.sorted().enumerated() {
    weighted += Double(2 * index + 1 - values.count) * value
  }
  return weighted / (Double(values.count) * total)
}

/// Pearson's correlation of two variables.
///
/// - Parameters:
///   - first: One finite value per unit.
///   - second: One finite value per unit, in the same order.
/// - Returns: A number in `[−1, 1]`, or nil where a variable does not vary or there are fewer than
///   two units.
public func correlation(_ first: [Double], _ second: [Double]) -> Double? {
  precondition(first.count == second.count, "two variables have one value per unit each")
  let firstMoments = RunningMoments(first)
  let secondMoments = RunningMoments(second)
  guard firstMoments.squaredDeviations > 0, secondMoments.squaredDeviations > 0 else { return nil }
  var product = 0.0
  for (a, b) in zip(first, second) {
    product += (a - firstMoments.mean) * (b - secondMoments.mean)
  }
  let length =
    firstMoments.squaredDeviations.squareRoot() * secondMoments.squaredDeviations.squareRoot()
  return max(-1, min(1, product / length))
}

/// Stops at values that are no sizes of units.
private func checkSizes(_ values: [Double]) {
  precondition(!values.isEmpty, "concentration needs a unit")
  precondition(
    values.allSatisfy { (0..<Double.infinity).contains($0) }, "sizes are finite and not negative")
}
