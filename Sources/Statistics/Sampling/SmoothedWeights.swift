/// Importance weights whose largest are replaced by quantiles of a Pareto tail fitted to them.
///
/// Vehtari, Simpson, Gelman, Yao and Gabry (2024), "Pareto Smoothed Importance Sampling".
struct SmoothedWeights: Sendable {
  /// The logarithms of the weights, which sum to one.
  private(set) var logWeights: [Double]

  /// The shape of the tail; infinite where it has too few weights for a fit.
  private(set) var shape = Double.infinity

  /// Smooths raw weights.
  ///
  /// - Parameters:
  ///   - logRatios: The logarithms of the raw weights, up to a constant; at least five, finite.
  ///   - relativeEfficiency: The effective sample size of the draws over their number.
  init(_ logRatios: [Double], relativeEfficiency: Double) {
    let largest = logRatios.max() ?? 0
    logWeights = logRatios.map { $0 - largest }
    let count = Double(logRatios.count)
    let length = min(count / 5, 3 * (count / relativeEfficiency).squareRoot()).rounded(.up)
    let rank = max(logRatios.count - Int(length) - 1, 0)
    let next = RankedBuckets(logWeights, ranks: [rank]).value(rank: rank)
    // Weights below the smallest normal number would all be the same to the fit.
    let cutoff = max(next, Elementary.log(Double.leastNormalMagnitude))
    let tail = logWeights.indices.filter { logWeights[$0] > cutoff }
      .map { RankedValue(value: logWeights[$0], place: Int32($0)) }
      .sorted { $0.value < $1.value }.map { Int($0.place) }
    smooth(tail, above: cutoff)
    let total = logSum(logWeights)
    for index in logWeights.indices { logWeights[index] -= total }
  }

  /// Replaces the weights of a tail, ascending, by the quantiles of the Pareto distribution of
  /// their excesses over a threshold; none exceeds the largest raw weight.
  private mutating func smooth(_ tail: [Int], above cutoff: Double) {
    guard tail.count > 4 else { return }
    let threshold = Elementary.exp(cutoff)
    let excesses = tail.map { Elementary.exp(logWeights[$0]) - threshold }
    let fit = GeneralizedPareto(fittedTo: excesses)
    shape = fit.shape
    guard shape.isFinite else { return }
    for (rank, index) in tail.enumerated() {
      let quantile = fit.quantile((Double(rank) + 0.5) / Double(tail.count))
      logWeights[index] = min(Elementary.log(quantile + threshold), 0)
    }
  }
}

/// The logarithm of the sum of exponentials of finite numbers.
func logSum(_ values: [Double]) -> Double {
  guard let largest = values.max() else { return -.infinity }
  return largest + Elementary.log(values.reduce(0) { $0 + Elementary.exp($1 - largest) })
}
