public import Interchange
import Statistics

/// A checked scenario: one arm, one setting, one set of parameter values.
///
/// Everything a name in the document refers to is an index here; numbers stay in the author's
/// units. `SimulationPlan` turns units into steps.
public struct Scenario: Sendable {
  /// Short name; names the run folder.
  public var name: String
  /// One line for headings.
  public var title: String
  /// Unit of all money.
  public var currency: String
  /// Calendar of the reported steps.
  public var time: TimeGrid
  /// Steps that run before the first reported one.
  public var burnInSteps: Int
  /// Seed of every random number.
  public var seed: UInt64
  /// Replicates of each arm when the command line does not say.
  public var replicates: Int
  /// Index of the headline event in `events`.
  public var outcome: Int
  /// Kinds of agents, in the document's order.
  public var populations: [PopulationSpec]
  /// Ways to touch agents.
  public var channels: [Channel]
  /// Whether each channel is used by this arm.
  public var channelsInUse: [Bool]
  /// What touches carry.
  public var content: [ContentItem]
  /// Pairs of channels of which the first helps the second.
  public var synergies: [Synergy]
  /// Things that agents do and that are counted.
  public var events: [JourneyEvent]
  /// What happens to everyone.
  public var conditions: [Condition]
  /// What one channel knows of the others, and who may contact whom.
  public var policy = Policy()
  /// Which touch should follow which engagement.
  public var handoffs: [Handoff] = []
  /// Touches sent because of something.
  public var triggers: [Trigger] = []
  /// Appointments with a limited number of slots.
  public var services: [AppointmentSlots] = []
  /// What people feel, and the surveys that ask them.
  public var experiences: [Experience] = []
}

/// Agents of one kind, as described.
public struct PopulationSpec: Sendable {
  /// Name in the document.
  public var name: String
  /// Name for headings.
  public var title: String
  /// Number of agents.
  public var size: Int
  /// The agents' CSV, when they are read and not drawn.
  public var agents: CSVFile?
  /// Index of the parent population.
  public var parent: Int?
  /// Real attribute of the parent that the number of children follows.
  public var parentWeight: Int?
  /// What differs between agents, in an order in which each can be drawn.
  public var attributes: [Attribute]
  /// Stages and the ways between them.
  public var journey: Journey
  /// Whom an agent watches.
  public var peers: Peers?
  /// Contact pressure.
  public var pressure: ContactPressure?
  /// Trust, lost at dead ends.
  public var trust: Trust? = nil
  /// Categorical attributes that tables are split by.
  public var breakdown: [Int]
  /// Agents whose whole path is kept.
  public var paths: Int
  /// An engagement within this many weeks of an earlier one continues it.
  public var continuationWeeks: Double
}

/// A window or season in which everybody is affected.
public struct Condition: Sendable {
  /// Name in the document.
  public var name: String
  /// First and last step in which it holds; steps outside the horizon are allowed.
  public var steps: ClosedRange<Int>
  /// Factor of each month, January first; `nil` for a window.
  public var byMonth: [Double]?
  /// Ratio (or power of the month's factor) by transition, as population and transition index.
  public var transitions: [(population: Int, transition: Int, ratio: Double)]
  /// Factor by event.
  public var events: [(event: Int, ratio: Double)]
  /// Factor by channel.
  public var channels: [(channel: Int, ratio: Double)]

  /// The factor that the condition puts on something in a step.
  ///
  /// - Parameters:
  ///   - ratio: The ratio of a window, or the power of a season.
  ///   - step: The step, which may be before the first reported one.
  ///   - month: Month of the step, 1 to 12.
  /// - Returns: A factor of at least 0; 1 where the condition does nothing.
  public func factor(_ ratio: Double, step: Int, month: Int) -> Double {
    guard let byMonth else { return steps.contains(step) ? ratio : 1 }
    return Elementary.pow(byMonth[month - 1], ratio)
  }
}
