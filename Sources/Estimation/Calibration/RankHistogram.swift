public import Statistics

/// Where true parameters rank among draws of their posteriors, over many repeats.
///
/// If posteriors are right, ranks are uniform: Talts, Betancourt, Simpson, Vehtari and Gelman
/// (2018), "Validating Bayesian Inference Algorithms with Simulation-Based Calibration". A histogram
/// that is high at both ends says that posteriors are too narrow, one high in the middle that they
/// are too wide, one that leans that they are biased.
public struct RankHistogram: Sendable, Equatable {
  /// The share of each posterior that lies below its truth, one per repeat, in `[0, 1]`.
  public let shares: [Double]
  /// How many shares fall into each of as many cells of one width.
  public let counts: [Int]
  /// Pearson's statistic of ``counts`` against equal ones.
  public let chiSquare: Double
  /// The chance of counts at least as uneven where posteriors are right.
  public let pValue: Double
  /// The chance of a cumulative distribution of shares at least as far from the diagonal, at its
  /// farthest place, where posteriors are right.
  public let cumulativePValue: Double

  /// The chance below which either figure speaks against the posteriors; *chosen*, as usual for a
  /// check that is made for several parameters at a time.
  public static let level = 0.01

  /// Ranks of truths.
  ///
  /// - Parameters:
  ///   - shares: For each repeat, the share of the posterior's weight below the truth.
  ///   - cells: Cells of the histogram, at least two; as many as leave ten repeats in each, and at
  ///     most 20, unless given (*chosen*: with five in each the chi-square approximation is known to
  ///     hold, and more cells would show less).
  ///   - seed: The seed of the simulated histograms that ``cumulativePValue`` is judged by.
  public init(shares: [Double], cells: Int? = nil, seed: UInt64 = 1) {
    precondition(shares.allSatisfy((0...1).contains), "a share is in 0...1")
    let cells = cells ?? min(20, max(2, shares.count / 10))
    self.shares = shares
    var counts = [Int](repeating: 0, count: cells)
    for share in shares { counts[min(Int(share * Double(cells)), cells - 1)] += 1 }
    self.counts = counts
    let expected = Double(shares.count) / Double(cells)
    chiSquare = counts.reduce(0) {
      $0 + (Double($1) - expected) * (Double($1) - expected) / max(expected, 1)
    }
    pValue =
      shares.isEmpty ? 1 : IncompleteGamma.upper(Double(cells - 1) / 2, chiSquare / 2)
    cumulativePValue = Self.cumulativePValue(counts, total: shares.count, seed: seed)
  }

  /// Whether neither figure speaks against the posteriors.
  public var isUniform: Bool { min(pValue, cumulativePValue) >= Self.level }

  /// The share of repeats whose truth lies in the central interval of a coverage.
  ///
  /// - Parameter coverage: The nominal coverage, such as 0.9.
  /// - Returns: How many lie inside, and the Wilson interval of the share at 95 %.
  public func coverage(_ coverage: Double) -> (inside: Int, interval: WilsonInterval) {
    let tail = (1 - coverage) / 2
    let inside = shares.count { $0 >= tail && $0 <= 1 - tail }
    return (
      inside, WilsonInterval(successes: inside, trials: shares.count, confidence: 0.95)
    )
  }

  /// Simulated histograms; *chosen*: a chance of 0.01 is then known to 0.003.
  private static let simulations = 1000

  /// The chance of the least likely count below a cell's end, among uniform histograms.
  ///
  /// Säilynoja, Bürkner and Vehtari (2022), "Graphical test for discrete uniformity and its
  /// applications in goodness-of-fit evaluation and multiple sample comparison", section 2.2, by
  /// simulation.
  private static func cumulativePValue(_ counts: [Int], total: Int, seed: UInt64) -> Double {
    guard total > 0, counts.count > 1 else { return 1 }
    let tails = (1..<counts.count).map { end in
      binomialTails(total, chance: Double(end) / Double(counts.count))
    }
    /// The smallest two-sided chance over the cells' ends.
    func extremity(_ counts: [Int]) -> Double {
      var below = 0
      var least = 1.0
      for (index, tail) in tails.enumerated() {
        below += counts[index]
        least = min(least, tail[below])
      }
      return least
    }
    let own = extremity(counts)
    let stream = RandomStream(seed: seed, replicate: 0, purpose: "calibration/rank-band")
    var asExtreme = 0
    for simulation in 0..<simulations {
      var simulated = [Int](repeating: 0, count: counts.count)
      for place in 0..<total {
        let uniform = stream.uniform(agent: place, step: simulation)
        simulated[Int(uniform * Double(counts.count))] += 1
      }
      if extremity(simulated) <= own { asExtreme += 1 }
    }
    return Double(asExtreme + 1) / Double(simulations + 1)
  }

  /// The two-sided chance of each count from 0 to a number of trials: twice the smaller tail.
  private static func binomialTails(_ trials: Int, chance: Double) -> [Double] {
    (0...trials).map { count in
      let atLeast =
        count == 0
        ? 1
        : IncompleteBeta.regularized(
          chance, complement: 1 - chance, a: Double(count), b: Double(trials - count + 1))
      let atMost =
        count == trials
        ? 1
        : IncompleteBeta.regularized(
          1 - chance, complement: chance, a: Double(trials - count), b: Double(count + 1))
      return min(1, 2 * min(atLeast, atMost))
    }
  }
}
