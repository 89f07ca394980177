extension CountDispersion {
  /// Counts that the lanes walk through together before each goes on alone; *chosen*: nine counts
  /// in ten of the shipped scenarios end by then.
  private static var sharedSteps: Int { 4 }

  /// The counts of sixteen agents at their uniform numbers, each as ``count(mean:uniform:)``.
  ///
  /// The chances of zero and of the first few counts are worked out side by side; who has more is
  /// finished alone.
  ///
  /// - Parameters:
  ///   - means: Expected counts, from 0 to 1e9.
  ///   - words: Random words; the numbers are those of ``RandomStream/uniform(from:)``.
  /// - Returns: The counts.
  public func counts(means: [16 of Double], words: [16 of UInt32]) -> [16 of UInt32] {
    var mass = means
    var uniforms = means
    var counts = [16 of UInt32](repeating: 0)
    for lane in 0..<16 {
      mass[lane] = -means[lane] * logZeroPerMean
      uniforms[lane] = RandomStream.uniform(from: words[lane])
    }
    Exponential.replace(&mass)
    var cumulative = mass
    var positive: UInt64 = 0
    var outside: UInt64 = 0
    for lane in 0..<16 {
      positive &+= cumulative[lane] < uniforms[lane] ? 1 : 0
      outside &+= means[lane] >= 0 && means[lane] <= 1e9 ? 0 : 1
    }
    precondition(outside == 0, "a negative binomial mean is in 0...1e9")
    if positive == 0 { return counts }
    let excess = ratio - 1
    for step in 0..<Self.sharedSteps {
      let before = Double(step)
      let divisor = ratio * (before + 1)
      for lane in 0..<16 {
        counts[lane] &+= cumulative[lane] < uniforms[lane] ? 1 : 0
        mass[lane] *= (means[lane] + before * excess) / divisor
        cumulative[lane] += mass[lane]
      }
    }
    for lane in 0..<16
    where cumulative[lane] < uniforms[lane] || means[lane] > Inversion.largestMeanFromZero {
      counts[lane] = finish(
        mean: means[lane], uniform: uniforms[lane], mass: mass[lane], cumulative: cumulative[lane])
    }
    return counts
  }

  /// Goes on with a lane that the shared steps have not settled.
  private func finish(
    mean: Double, uniform: Double, mass: Double, cumulative: Double
  ) -> UInt32 {
    if mean > Inversion.largestMeanFromZero { return UInt32(count(mean: mean, uniform: uniform)) }
    let excess = ratio - 1
    let count = Inversion.count(
      uniform: uniform, start: Self.sharedSteps, mass: mass, cumulative: cumulative
    ) {
      (mean + $0 * excess) / (ratio * ($0 + 1))
    }
    return UInt32(count)
  }
}
