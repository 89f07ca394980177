public import Estimation

/// What models and truth say in one replicate.
public struct AttributionReplicate: Sendable {
  /// Conversions of everybody that a model credits, by model and channel of the scenario.
  public let credits: [[Double]]
  /// Conversions of everybody.
  public let conversions: Double
  /// Conversions lost without each planned channel, all else equal.
  public let losses: [Double]
  /// Conversions lost without all of them.
  public let allLost: Double
  /// Shapley values of the planned channels over all their combinations; empty when not wanted.
  public let shapley: [Double]
  /// Touched against untouched people, by channel of the scenario.
  public let lifts: [ExposureLift]
  /// Conversions of everybody over those of the followed people.
  public let scale: Double
  /// Paths of the followed people.
  public let pathways: PathwayTally
  /// Journeys of the followed people.
  public let journeys: JourneyTally
}
