/// Simulations that were made before a search, such as a wave of history matching.
public struct StartingWave: Sendable, Equatable {
  /// Normal scores of the parameters, one row per simulation.
  public let points: [[Double]]
  /// The statistics of each, in the order of the observed ones; not a number where a world did not
  /// determine one.
  public let statistics: [[Double]]
  /// The share of the prior in the region from which the points were drawn, in `(0, 1]`; 1 for the
  /// whole prior.
  public let priorMass: Double

  /// Simulations of points drawn from the prior within a region, at random or by a design that
  /// fills the space of prior shares evenly.
  ///
  /// - Parameters:
  ///   - points: Normal scores, one row per simulation.
  ///   - statistics: The statistics of each.
  ///   - priorMass: The share of the prior in the region, in `(0, 1]`.
  public init(points: [[Double]], statistics: [[Double]], priorMass: Double = 1) {
    precondition(points.count == statistics.count, "every point has its statistics")
    precondition(priorMass > 0 && priorMass <= 1, "a region has a share of the prior")
    self.points = points
    self.statistics = statistics
    self.priorMass = priorMass
  }
}
