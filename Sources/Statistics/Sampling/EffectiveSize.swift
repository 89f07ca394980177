/// The effective sample size of chains: independent draws that would give the mean as precisely.
///
/// Autocorrelations combine the covariances within chains with the variance between them, and are
/// summed over Geyer's (1992) initial monotone sequence of pairs; Vehtari et al. (2021), section
/// 3.2. Antithetic chains have more than their draws, bounded by `count · log₁₀ count`.
///
/// Lags are computed as they are needed, so that chains that mix well cost few passes.
///
/// - Parameters:
///   - draws: Finite numbers, chain by chain.
///   - chains: How many chains of one length, each of at least two draws.
/// - Returns: The size; the number of draws where they are constant.
/// - Complexity: O(*draws* · *lags*), with as many lags as have positive pairs.
func effectiveSize(_ draws: [Double], chains: Int) -> Double {
  let total = Double(draws.count)
  guard let low = draws.min(), let high = draws.max(), high - low >= 1e-15 else { return total }
  let centered = CenteredChains(draws, chains: chains)
  let length = centered.length
  let within = centered.covariance(0) * Double(length) / Double(length - 1)
  let pooled = centered.covariance(0) + centered.meanVariance
  func correlation(_ lag: Int) -> Double { 1 - (within - centered.covariance(lag)) / pooled }
  var pairs: [Double] = []
  var even = 1.0
  var pair = even + correlation(1)
  var lag = 1
  while lag < length - 3 && pair > 0 {
    pairs.append(pair)
    even = correlation(lag + 1)
    pair = even + correlation(lag + 2)
    lag += 2
  }
  // The last pair gives only its even lag, and that only where it is positive or the pair is.
  let last = pair >= 0 ? even : max(even, 0)
  for place in 1..<max(1, pairs.count) { pairs[place] = min(pairs[place], pairs[place - 1]) }
  let time = -1 + 2 * pairs.reduce(0, +) + last
  return total / max(time, 1 / (Elementary.log(total) / Elementary.log(10)))
}

/// Chains less their means.
private struct CenteredChains {
  let chains: Int
  let length: Int

  /// The deviations, chain by chain.
  private var deviations: [Double]

  /// The variance of the chains' means; 0 for a single chain.
  let meanVariance: Double

  init(_ draws: [Double], chains: Int) {
    self.chains = chains
    length = draws.count / chains
    deviations = draws
    var means = RunningMoments()
    for chain in 0..<chains {
      let range = chain * length..<(chain + 1) * length
      var sum = 0.0
      for place in range { sum += draws[place] }
      let mean = sum / Double(length)
      means.add(mean)
      for place in range { deviations[place] -= mean }
    }
    meanVariance = means.variance
  }

  /// The autocovariance at a lag, with the length as divisor, averaged over chains.
  func covariance(_ lag: Int) -> Double {
    var sum = 0.0
    for chain in 0..<chains {
      let column = deviations.span.extracting(chain * length..<(chain + 1) * length)
      sum += product(column, lag)
    }
    return sum / Double(length * chains)
  }

  /// The sum of products of values a lag apart, in four interleaved parts for vector code.
  private func product(_ column: Span<Double>, _ lag: Int) -> Double {
    let count = column.count - lag
    let early = column.extracting(0..<count)
    let late = column.extracting(lag..<column.count)
    var sums = SIMD4<Double>.zero
    var place = 0
    while place &+ 4 <= count {
      sums += early.four(place) * late.four(place)
      place &+= 4
    }
    var total = sums.sum()
    while place < count {
      total += early[place] * late[place]
      place &+= 1
    }
    return total
  }
}
