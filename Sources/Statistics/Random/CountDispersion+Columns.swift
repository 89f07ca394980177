extension CountDispersion {
  /// Counts that sixteen agents walk through together before each goes on alone; *chosen*: nine
  /// counts in ten of the shipped scenarios end by then.
  private static var sharedSteps: Int { 4 }

  /// The counts of a part of a column of agents, each as ``count(mean:uniform:)``.
  ///
  /// Sixteen agents at a time: the chances of zero and of the first few counts are worked out side
  /// by side, and who has more is finished alone. Whole blocks are read and written, so up to
  /// fifteen elements after the part are overwritten.
  ///
  /// - Parameters:
  ///   - means: Expected counts, from 0 to 1e9; at least fifteen elements longer than the part.
  ///   - uniforms: Numbers in `(0, 1)`, in the same places.
  ///   - range: The part.
  ///   - counts: Receives the counts in the same places.
  public func count(
    means: [Double], uniforms: [Double], in range: Range<Int>, into counts: inout [UInt32]
  ) {
    let (meanSpan, uniformSpan) = (means.span, uniforms.span)
    var target = counts.mutableSpan
    var base = range.lowerBound
    while base < range.upperBound {
      let end = base &+ 16
      precondition(
        base >= 0 && end <= meanSpan.count && end <= uniformSpan.count && end <= target.count,
        "columns hold whole blocks")
      var own = [16 of Double](repeating: 0)
      var numbers = own
      for lane in 0..<16 {
        own[lane] = meanSpan[base &+ lane]
        numbers[lane] = uniformSpan[base &+ lane]
      }
      let found = block(means: own, uniforms: numbers, used: min(16, range.upperBound &- base))
      for lane in 0..<16 { target[base &+ lane] = found[lane] }
      base = end
    }
  }

  @inline(__always)
  private func block(
    means: [16 of Double], uniforms: [16 of Double], used: Int
  ) -> [16 of UInt32] {
    var mass = means
    var counts = [16 of UInt32](repeating: 0)
    for lane in 0..<16 { mass[lane] = Exponential.power(-means[lane] * logZeroPerMean) }
    var cumulative = mass
    var positive: UInt64 = 0
    for lane in 0..<16 { positive &+= cumulative[lane] < uniforms[lane] ? 1 : 0 }
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
    for lane in 0..<used
    where cumulative[lane] < uniforms[lane] || means[lane] > Inversion.largestMeanFromZero {
      counts[lane] = finish(
        mean: means[lane], uniform: uniforms[lane], mass: mass[lane], cumulative: cumulative[lane])
    }
    return counts
  }

  /// Goes on with an agent whom the shared steps have not settled.
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
