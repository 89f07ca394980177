import Statistics

/// The values that a statistic of a correct program takes, but for a stated rate of false alarms.
///
/// Draws are addressed, so a test with a band gives one verdict for ever; the rate is the chance
/// that a correct program had of failing when its draws were last changed.
public struct StatisticalBand: Sendable, Equatable {
  /// The accepted values, both ends included.
  public let range: ClosedRange<Double>

  /// The band of an observed proportion, from the exact binomial distribution.
  ///
  /// Each side is left with a chance of at most half the rate, for any number of trials.
  ///
  /// - Parameters:
  ///   - p: The chance of success, in `[0, 1]`.
  ///   - trials: How many independent trials, positive.
  ///   - falseAlarm: The rate, such as 1e-6.
  /// - Returns: A band of successes divided by trials.
  public static func proportion(_ p: Double, trials: Int, falseAlarm: Double) -> StatisticalBand {
    precondition((0...1).contains(p) && trials > 0, "a chance is in 0...1, trials are positive")
    /// The chance of at most `k` successes.
    func atMost(_ k: Int) -> Double {
      guard k < trials else { return 1 }
      return IncompleteBeta.regularized(
        1 - p, complement: p, a: Double(trials - k), b: Double(k) + 1)
    }
    /// The chance of more than `k` successes.
    func above(_ k: Int) -> Double {
      guard k < trials else { return 0 }
      return IncompleteBeta.regularized(
        p, complement: 1 - p, a: Double(k) + 1, b: Double(trials - k))
    }
    let low = first(upTo: trials) { atMost($0) > falseAlarm / 2 }
    let high = first(upTo: trials) { above($0) <= falseAlarm / 2 }
    return StatisticalBand(range: Double(low) / Double(trials)...Double(high) / Double(trials))
  }

  /// The band of a mean, from the normal distribution.
  ///
  /// Exact for normal values. For others the rate is right within a factor of about 1.2 at 1e-6
  /// once `samples` exceeds seven thousand times the squared skewness of one value: Edgeworth's
  /// first term is then a sixth. Use ``count(mean:falseAlarm:)`` for totals of rare events.
  ///
  /// - Parameters:
  ///   - mu: The true mean.
  ///   - standardDeviation: The true standard deviation of one value, known, not estimated.
  ///   - samples: How many independent values, positive.
  ///   - falseAlarm: The rate, such as 1e-6.
  /// - Returns: A band around the mean, in its unit.
  public static func mean(
    _ mu: Double, standardDeviation: Double, samples: Int, falseAlarm: Double
  ) -> StatisticalBand {
    precondition(standardDeviation >= 0 && samples > 0, "a spread is not negative")
    let half =
      -Normal.quantile(falseAlarm / 2) * standardDeviation / Double(samples).squareRoot()
    return StatisticalBand(range: mu - half...mu + half)
  }

  /// The band of a chi-square statistic.
  ///
  /// Both sides count: counts that are too even are as suspicious as uneven ones. For Pearson's
  /// statistic expect at least about fifty in each cell.
  ///
  /// - Parameters:
  ///   - degrees: The degrees of freedom, positive.
  ///   - falseAlarm: The rate, such as 1e-6.
  /// - Returns: A band of the statistic.
  public static func chiSquare(degrees: Int, falseAlarm: Double) -> StatisticalBand {
    let shape = Double(degrees) / 2
    let low = root { IncompleteGamma.lower(shape, $0 / 2) >= falseAlarm / 2 }
    let high = root { IncompleteGamma.upper(shape, $0 / 2) <= falseAlarm / 2 }
    return StatisticalBand(range: low...high)
  }

  /// The band of a total of independent rare events, from the exact Poisson distribution.
  ///
  /// - Parameters:
  ///   - mean: The expected total, positive.
  ///   - falseAlarm: The rate, such as 1e-6.
  /// - Returns: A band of totals.
  public static func count(mean: Double, falseAlarm: Double) -> StatisticalBand {
    let limit = Int(mean + 50 * mean.squareRoot() + 100)
    let low = first(upTo: limit) { IncompleteGamma.upper(Double($0) + 1, mean) > falseAlarm / 2 }
    let high = first(upTo: limit) { IncompleteGamma.lower(Double($0) + 1, mean) <= falseAlarm / 2 }
    return StatisticalBand(range: Double(low)...Double(high))
  }

  /// Whether a statistic is in the band.
  public func contains(_ value: Double) -> Bool { range.contains(value) }

  /// The smallest number from 0 to a limit from which on a condition holds; the limit if none.
  private static func first(upTo limit: Int, where holds: (Int) -> Bool) -> Int {
    var (low, high) = (0, limit)
    while low < high {
      let middle = low + (high - low) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The positive number from which on a condition holds.
  private static func root(where holds: (Double) -> Bool) -> Double {
    var high = 1.0
    while !holds(high) { high *= 2 }
    var low = 0.0
    for _ in 0..<200 {
      let middle = low + (high - low) / 2
      if holds(middle) { high = middle } else { low = middle }
    }
    return high
  }
}
