import Statistics

/// How alike the units of a cluster are: the share of variance that lies between clusters.
///
/// The estimate of the one-way analysis of variance, `(MSB − MSW) / (MSB + (n₀ − 1) MSW)`, which
/// has hardly any bias and can fall below zero by chance. Donner (1986), "A review of inference
/// procedures for the intraclass correlation coefficient in the one-way random effects model".
public struct IntraclassCorrelation: Sendable, Equatable {
  /// The mean square between clusters, in squared units of the values.
  public let betweenMeanSquare: Double
  /// The mean square within clusters.
  public let withinMeanSquare: Double
  /// The size of clusters that counts, `(N − Σ n² / N) / (G − 1)`.
  public let averageSize: Double
  /// How many clusters there are.
  public let clusters: Int
  /// Mean units in a cluster.
  public let meanSize: Double
  /// Standard deviation of cluster sizes over their mean.
  public let sizeVariation: Double

  /// The correlation of values in clusters; nil for fewer than two clusters, where none has two units, and
  /// where nothing varies.
  ///
  /// For the correlation after an arm or a covariate give the residuals of a regression on them.
  ///
  /// - Parameters:
  ///   - values: One finite number per unit.
  ///   - labels: The cluster of each unit, any numbers.
  public init?(_ values: [Double], clusters labels: [Int]) {
    precondition(values.count == labels.count, "every unit is in a cluster")
    var places: [Int: Int] = [:]
    var groups: [RunningMoments] = []
    var whole = RunningMoments()
    for (value, label) in zip(values, labels) {
      let place = places[label] ?? groups.count
      if place == groups.count {
        places[label] = place
        groups.append(RunningMoments())
      }
      groups[place].add(value)
      whole.add(value)
    }
    guard groups.count > 1, values.count > groups.count, whole.variance > 0 else { return nil }
    let (total, number) = (Double(values.count), Double(groups.count))
    let squaredSizes = groups.reduce(0) { $0 + Double($1.count) * Double($1.count) }
    let between = groups.reduce(0) {
      $0 + Double($1.count) * ($1.mean - whole.mean) * ($1.mean - whole.mean)
    }
    clusters = groups.count
    let sizes = RunningMoments(groups.map { Double($0.count) })
    meanSize = sizes.mean
    sizeVariation = sizes.standardDeviation / sizes.mean
    averageSize = (total - squaredSizes / total) / (number - 1)
    betweenMeanSquare = between / (number - 1)
    withinMeanSquare = groups.reduce(0) { $0 + $1.squaredDeviations } / (total - number)
  }

  /// The correlation; 0 where nothing varies.
  public var value: Double {
    let whole = betweenMeanSquare + (averageSize - 1) * withinMeanSquare
    return whole > 0 ? (betweenMeanSquare - withinMeanSquare) / whole : 0
  }

  /// By how much clusters of a size multiply the variance of a mean: `1 + (size − 1) ·
  /// correlation`.
  ///
  /// A correlation below zero counts as none.
  public func designEffect(clusterSize: Double) -> Double {
    1 + (clusterSize - 1) * max(0, value)
  }
}
