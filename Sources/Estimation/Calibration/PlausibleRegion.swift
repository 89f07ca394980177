/// The part of the prior that is not ruled out yet.
public struct PlausibleRegion: Sendable, Equatable {
  /// Equally likely draws from the prior within the region, as normal scores, one per row.
  ///
  /// Where the region is empty, the least implausible points that were found.
  public let points: [[Double]]
  /// The implausibility of each, in standard deviations.
  public let implausibilities: [Double]
  /// The prior probability of the region; 0 where it is empty.
  public let priorShare: Double

  /// Whether everything is ruled out.
  public var isEmpty: Bool { priorShare == 0 }
}
