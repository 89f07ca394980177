public import Interchange

/// One simulated world as a fit sees it: panels and readouts, without the truth.
public struct MixWorld: Sendable {
  /// Number of the world, from 0.
  public let number: Int
  /// The world by each of the observations, in their order.
  public let panels: [ObservedPanel]
}

/// A panel of a simulated world, and what its columns are.
public struct ObservedPanel: Sendable {
  /// What rows are about: `nation`, `agents`, or the attributes of the units.
  public let granularity: String
  /// What was observed.
  public let panel: Panel
  /// The outcome's column.
  public let outcome: String
  /// Money that one of the outcome is worth.
  public let outcomeValue: Double
  /// Channels with their columns, in the order of the scenario.
  public let channels: [ObservedChannel]
  /// The column of heads; `nil` without units of many people.
  public let size: String?
  /// Share of the people in the panel: fits of a sample are divided by it before they are held
  /// against the truth.
  public let share: Double
  /// What experiments in this world say, in periods of this panel.
  public let lifts: [LiftReadout]
}

/// The columns of a channel in a panel.
public struct ObservedChannel: Sendable, Equatable {
  /// Name of the channel.
  public let name: String
  /// Column of delivered touches.
  public let touches: String
  /// Column of money spent; `nil` where it is not seen.
  public let spend: String?
}
