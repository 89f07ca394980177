extension CountDispersion {
  /// Counts that all agents walk through together before each goes on alone; *chosen*: nine counts
  /// in ten of the shipped scenarios end by then.
  private static var sharedSteps: Int { 4 }

  /// Agents at a time, so that their columns stay in the nearest cache; *chosen*.
  private static var chunk: Int { 512 }

  /// The counts of a part of a column of agents, each as ``count(mean:uniform:)``.
  ///
  /// The chances of zero and of the first few counts are worked out side by side, and who has more
  /// is finished alone.
  ///
  /// - Parameters:
  ///   - means: Expected counts, from 0 to 1e9.
  ///   - uniforms: Numbers in `(0, 1)`, in the same places.
  ///   - range: The part.
  ///   - counts: Receives the counts, in the same places.
  ///   - mass: A column to work in.
  ///   - cumulative: A column to work in.
  public func count(
    means: [Double], uniforms: [Double], in range: Range<Int>, into counts: inout [UInt32],
    mass: inout [Double], cumulative: inout [Double]
  ) {
    precondition(
      range.lowerBound >= 0
        && range.upperBound <= min(means.count, uniforms.count, counts.count)
        && range.upperBound <= min(mass.count, cumulative.count), "a part of all columns")
    var first = range.lowerBound
    while first < range.upperBound {
      let part = first..<min(first + Self.chunk, range.upperBound)
      let mean = means.span
      var weight = mass.mutableSpan
      for place in part { weight[place] = -mean[place] * logZeroPerMean }
      Exponential.replace(&mass, in: part)
      for step in 0..<Self.sharedSteps {
        advance(
          step, means: means, uniforms: uniforms, in: part, counts: &counts, mass: &mass,
          cumulative: &cumulative)
      }
      for place in part
      where cumulative[place] < uniforms[place] || means[place] > Inversion.largestMeanFromZero {
        counts[place] = finish(
          mean: means[place], uniform: uniforms[place], mass: mass[place],
          cumulative: cumulative[place])
      }
      first = part.upperBound
    }
  }

  /// Goes from a count to the next, for those whose number is above the chance of at most so many.
  private func advance(
    _ step: Int, means: [Double], uniforms: [Double], in part: Range<Int>,
    counts: inout [UInt32], mass: inout [Double], cumulative: inout [Double]
  ) {
    let (mean, uniform) = (means.span, uniforms.span)
    var weight = mass.mutableSpan
    var sum = cumulative.mutableSpan
    var target = counts.mutableSpan
    precondition(part.lowerBound >= 0 && part.upperBound <= min(mean.count, uniform.count))
    precondition(part.upperBound <= min(weight.count, sum.count, target.count))
    let added = Double(step) * (ratio - 1)
    let divisor = ratio * Double(step + 1)
    if step == 0 {
      for place in part {
        sum[place] = weight[place]
        target[place] = 0
      }
    }
    for place in part {
      target[place] &+= sum[place] < uniform[place] ? 1 : 0
      weight[place] *= (mean[place] + added) / divisor
      sum[place] += weight[place]
    }
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
