/// The draws of one quantity in several chains of one length, and how far they can be trusted.
///
/// Vehtari, Gelman, Simpson, Carpenter and Bürkner (2021), "Rank-Normalization, Folding, and
/// Localization: An Improved R̂ for Assessing Convergence of MCMC", as implemented in the R package
/// `posterior` and in ArviZ. Results are NaN where a draw is not finite.
public struct ChainedDraws: Sendable, Equatable {
  /// The draws, chain by chain.
  public let values: [Double]

  /// How many chains there are.
  public let chains: Int

  /// The draws of one quantity.
  ///
  /// - Parameters:
  ///   - values: At least four draws per chain, chain by chain.
  ///   - chains: How many chains, of one length.
  public init(_ values: [Double], chains: Int) {
    precondition(chains > 0 && values.count % chains == 0, "chains have one length")
    precondition(values.count / chains >= 4, "a chain has four draws")
    self.values = values
    self.chains = chains
  }

  /// The draws of one coordinate.
  ///
  /// - Parameters:
  ///   - chains: At least one chain of at least four draws; all have one length.
  ///   - coordinate: The coordinate, from 0.
  public init(_ chains: [SampledChain], coordinate: Int) {
    precondition(chains.allSatisfy { $0.count == chains[0].count }, "chains have one length")
    self.init(chains.flatMap { $0.column(coordinate) }, chains: chains.count)
  }

  /// The draws per chain.
  public var length: Int { values.count / chains }

  /// The rank-normalized split R̂: the larger of that of the draws and that of their distances from
  /// the median.
  ///
  /// Chains that have found the same distribution have 1; above 1.01 they should be run longer. NaN
  /// for constant draws.
  public var rHat: Double {
    guard values.allSatisfy(\.isFinite) else { return .nan }
    let ranked = ranked(split(values))
    return max(
      scaleReduction(normalScores(ranked)), scaleReduction(normalScores(folded(ranked))))
  }

  /// The effective sample size for the center of the distribution: that of the ranks.
  public var bulkEffectiveSize: Double { effectiveSize(of: normalScores(ranked(split(values)))) }

  /// The effective sample size for the tails: the smaller of those of the 5 % and 95 % quantiles.
  public var tailEffectiveSize: Double {
    let sorted = values.sorted()
    return min(effectiveSize(sorted, 0.05), effectiveSize(sorted, 0.95))
  }

  /// The effective sample size for the mean.
  public var meanEffectiveSize: Double { effectiveSize(of: split(values)) }

  /// The effective sample size for a quantile.
  ///
  /// - Parameter p: The share of draws below, in `[0, 1]`.
  /// - Returns: The size for the share of draws up to the quantile.
  public func effectiveSize(ofQuantile p: Double) -> Double { effectiveSize(values.sorted(), p) }

  /// The Monte Carlo standard error of the mean, in the unit of the draws.
  public var meanStandardError: Double {
    RunningMoments(values).standardDeviation / meanEffectiveSize.squareRoot()
  }

  /// The Monte Carlo standard error of a quantile, in the unit of the draws.
  ///
  /// Half the distance between the draws at the places where the quantile lies with 16 % and 84 %
  /// chance, by the beta distribution of the share below it.
  ///
  /// - Parameter p: The share of draws below, between 0 and 1.
  /// - Returns: The error; NaN where a draw is not finite.
  public func standardError(ofQuantile p: Double) -> Double {
    precondition(p > 0 && p < 1, "a quantile's share is between 0 and 1")
    let sorted = values.sorted()
    let size = effectiveSize(sorted, p)
    guard size.isFinite else { return .nan }
    let count = Double(values.count)
    func place(_ chance: Double) -> Double {
      betaQuantile(chance, a: size * p + 1, b: size * (1 - p) + 1) * count - 1
    }
    let low = max(place(Normal.cumulative(-1)), 0)
    let high = min(place(Normal.cumulative(1)), count - 1)
    return (sorted[Int(high.rounded(.up))] - sorted[Int(low)]) / 2
  }

  /// The size for a quantile of draws that are sorted already.
  private func effectiveSize(_ sorted: [Double], _ p: Double) -> Double {
    let threshold = quantile(sorted, p)
    return effectiveSize(of: split(values.map { $0 <= threshold ? 1 : 0 }))
  }

  /// The size for halved chains; NaN where a draw is not finite.
  private func effectiveSize(of halves: [Double]) -> Double {
    guard values.allSatisfy(\.isFinite) else { return .nan }
    return Statistics.effectiveSize(halves, chains: 2 * chains)
  }

  /// The first and the second half of each chain as chains of their own; the middle draw of an odd
  /// chain is left out.
  private func split(_ draws: [Double]) -> [Double] {
    let half = length / 2
    guard length % 2 != 0 else { return draws }
    var halves: [Double] = []
    halves.reserveCapacity(2 * half * chains)
    for chain in 0..<chains {
      let start = chain * length
      halves.append(contentsOf: draws[start..<start + half])
      halves.append(contentsOf: draws[start + length - half..<start + length])
    }
    return halves
  }

  /// R̂ of halved chains: the root of the pooled over the mean variance.
  private func scaleReduction(_ halves: [Double]) -> Double {
    let length = halves.count / (2 * chains)
    var within = RunningMoments()
    var means = RunningMoments()
    for chain in 0..<2 * chains {
      let moments = RunningMoments(Array(halves[chain * length..<(chain + 1) * length]))
      within.add(moments.variance)
      means.add(moments.mean)
    }
    return (means.variance / within.mean + Double(length - 1) / Double(length)).squareRoot()
  }
}

/// The value that a beta variable stays below with a given chance, by bisection.
private func betaQuantile(_ chance: Double, a: Double, b: Double) -> Double {
  var low = 0.0
  var high = 1.0
  while true {
    let middle = 0.5 * (low + high)
    guard middle > low && middle < high else { return middle }
    if IncompleteBeta.regularized(middle, a: a, b: b) < chance {
      low = middle
    } else {
      high = middle
    }
  }
}
