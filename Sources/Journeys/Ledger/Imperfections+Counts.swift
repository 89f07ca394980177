import Statistics

extension Imperfections {
  /// What is recorded of an event's counts, and when: each event is captured or not, and reported in
  /// its own or a later step, by addressed binomial draws.
  ///
  /// - Parameters:
  ///   - counts: True counts by step.
  ///   - row: Row of the cell or person, for the address.
  ///   - capture: Numbers that decide what is recorded.
  ///   - reporting: Numbers that decide when.
  /// - Returns: Recorded counts by step of the report.
  func recorded(
    _ counts: [Int], row: Int, capture: RandomStream, reporting: RandomStream
  ) -> [Int] {
    var captured = counts
    if completeness < 1 {
      for (step, count) in counts.enumerated() where count > 0 {
        captured[step] = Binomial.count(
          trials: count, chance: completeness, uniform: capture.uniform(agent: row, step: step))
      }
    }
    if delay.count == 1 { return captured }
    var reported = [Int](repeating: 0, count: counts.count)
    for (step, count) in captured.enumerated() where count > 0 {
      var left = count
      var share = 1.0
      for (late, own) in delay.enumerated() where left > 0 {
        // The last share takes what rounding leaves of the sum.
        let chance = late == delay.count - 1 || share <= 0 ? 1 : min(1, own / share)
        let now = Binomial.count(
          trials: left, chance: chance,
          uniform: reporting.uniform(agent: row, step: step, draw: late))
        if step + late < reported.count { reported[step + late] += now }
        left -= now
        share -= own
      }
    }
    return reported
  }

  /// The factor of recorded over true spend, lognormal with mean 1.
  func spendFactor(unit: Int, period: Int, noise: RandomStream) -> Double {
    guard spendNoise > 0 else { return 1 }
    let z = Normal.quantile(noise.uniform(agent: unit, step: period))
    return Elementary.exp(spendNoise * z - spendNoise * spendNoise / 2)
  }
}
