/// Arms made of whole clusters: territories, practices or regions, each with several units.
///
/// Units of a cluster resemble each other, so that a unit brings less than one of its own. The
/// variance of an arm's mean grows by the design effect `1 + ((1 + cv²) m − 1) icc` for clusters of
/// mean size `m` that vary by `cv` (Eldridge, Ashby and Kerry 2006), which is that of a mean over all
/// units. The test has the degrees of freedom of the clusters.
public struct ClusterSample: Sendable, Equatable {
  /// What is given; the other one is what a question asks for.
  public enum Known: Sendable, Equatable {
    /// Mean units in a cluster.
    case size(Double)
    /// Clusters in the control arm.
    case count(Double)
  }

  /// What is given.
  public var known: Known

  /// The intracluster correlation: the share of the variance that lies between clusters, in `[0, 1]`.
  public var correlation: Double

  /// Standard deviation of cluster sizes over their mean.
  public var sizeVariation: Double

  /// Arms of whole clusters.
  ///
  /// - Parameters:
  ///   - known: Mean units in a cluster, or clusters in the control arm.
  ///   - correlation: The intracluster correlation, in `[0, 1]`.
  ///   - sizeVariation: Standard deviation of cluster sizes over their mean.
  public init(_ known: Known, correlation: Double, sizeVariation: Double = 0) {
    self.known = known
    self.correlation = correlation
    self.sizeVariation = sizeVariation
  }

  /// By how much clusters of some mean size enlarge the variance of a mean over units.
  ///
  /// - Parameter size: Mean units in a cluster.
  /// - Returns: The design effect, 1 where clusters do not matter.
  public func designEffect(size: Double) -> Double {
    1 + ((1 + sizeVariation * sizeVariation) * size - 1) * correlation
  }

  /// Clusters in the control arm and their mean size, where a question tries a size.
  func clusters(at size: Double) -> (count: Double, size: Double) {
    switch known {
    case .size(let units): (size, units)
    case .count(let count): (count, size)
    }
  }

  /// The variance of an arm's mean over that of one unit.
  func varianceFactor(at size: Double) -> Double {
    let clusters = clusters(at: size)
    // Divided before it is multiplied, so that sizes may be as large as a search makes them.
    return designEffect(size: clusters.size) / clusters.size / clusters.count
  }
}
