import Statistics

/// How alike units of one cluster are: the share of the variance that lies between clusters.
///
/// By analysis of variance for clusters of unequal sizes: `(B − W) / (B + (n₀ − 1) W)` for the mean
/// squares between and within, with `n₀ = (N − Σ nᵢ² / N) / (k − 1)`. Donner and Koval (1980), "The
/// Estimation of Intraclass Correlation in the Analysis of Family Data". It may be negative by chance.
public struct IntraclusterCorrelation: Sendable, Equatable {
  /// The estimate, at most 1.
  public let value: Double
  /// Mean square between clusters.
  public let between: Double
  /// Mean square within clusters.
  public let within: Double
  /// The size of clusters that the estimate refers to.
  public let clusterSize: Double
  /// Number of clusters.
  public let clusters: Int
  /// Mean units in a cluster.
  public let meanSize: Double
  /// Standard deviation of cluster sizes over their mean.
  public let sizeVariation: Double

  /// An estimate from one value per unit; nil where there are fewer than two clusters, no cluster has
  /// two units, or nothing varies.
  ///
  /// - Parameters:
  ///   - values: One finite number per unit.
  ///   - clusters: The cluster of each unit, from 0 without gaps.
  public init?(_ values: [Double], clusters: [Int]) {
    precondition(values.count == clusters.count, "one cluster per value")
    let count = (clusters.max() ?? -1) + 1
    guard count >= 2, values.count > count else { return nil }
    var groups = [RunningMoments](repeating: RunningMoments(), count: count)
    for (value, cluster) in zip(values, clusters) { groups[cluster].add(value) }
    let all = RunningMoments(values)
    let total = Double(values.count)
    let inside = groups.reduce(0) { $0 + $1.squaredDeviations }
    let outside = groups.reduce(0) {
      $0 + Double($1.count) * ($1.mean - all.mean) * ($1.mean - all.mean)
    }
    between = outside / Double(count - 1)
    within = inside / (total - Double(count))
    let squares = groups.reduce(0) { $0 + Double($1.count * $1.count) }
    clusterSize = (total - squares / total) / Double(count - 1)
    let denominator = between + (clusterSize - 1) * within
    guard denominator > 0 else { return nil }
    value = (between - within) / denominator
    self.clusters = count
    let sizes = RunningMoments(groups.map { Double($0.count) })
    meanSize = sizes.mean
    sizeVariation = sizes.standardDeviation / sizes.mean
  }
}
