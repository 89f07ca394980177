/// What one channel knows of the others, who may contact whom, and what coordination costs.
public struct Policy: Sendable {
  /// The engagement spine.
  public var integration = Integration()
  /// Caps and priorities over all functions; one per population at most.
  public var governors: [ContactGovernor] = []
  /// Days until an opt-out takes effect.
  public var optOutDelayDays = 0.0
  /// How content, channel and time are fitted to people; one per population at most.
  public var personalizations: [Personalization] = []
  /// Choice of the next touch in place of calendars; one per population at most.
  public var nextBestActions: [NextBestAction] = []
  /// Reviewers whom new content must pass.
  public var approval: ApprovalQueue?
  /// Share of the channels' cost that coordination costs on top.
  public var overhead = 0.0
  /// What coordination costs a week.
  public var costPerWeek = 0.0
}

/// The engagement spine: what functions see of each other's engagements.
public struct Integration: Sendable {
  /// Share of the engagements that other functions see, by joined identity.
  public var share = Ramp(1)
  /// Days until they see them.
  public var latencyDays = 0.0
  /// Whether each channel is on the spine; empty for all.
  public var channels: [Bool] = []
  /// Pairs of functions that differ.
  public var pairs: [Pair] = []

  /// What one function sees of another.
  public struct Pair: Sendable {
    /// Function whose engagements are seen.
    public var from: String
    /// Function that sees them.
    public var to: String
    /// Share of the engagements that are seen.
    public var share: Ramp
    /// Days until they are seen.
    public var latencyDays: Double
  }
}

/// Limits on contacts over all functions.
public struct ContactGovernor: Sendable {
  /// Population that it protects.
  public var population: Int
  /// Most touches of one agent in a window, over all governed channels.
  public var cap: FrequencyCap?
  /// Least distance in days between two governed touches of one agent.
  public var minimumDays: Double
  /// Functions in the order in which they are served within a step.
  public var priority: [String]
  /// Whether each channel of the scenario is governed.
  public var isGoverned: [Bool]
}

/// How content, channel and time are fitted to people.
public struct Personalization: Sendable {
  /// Population that it is for.
  public var population: Int
  /// How finely.
  public var level: Level
  /// Categorical attribute that the level `segment` goes by.
  public var by: Int?
  /// Share of the people whom the organization recognizes.
  public var known: Double
  /// Whether each channel of the scenario is personalized.
  public var isPersonalized: [Bool]
  /// Content items to choose from.
  public var library: [Int]
  /// How far touches of known people move to channels that they like, from 0 to 1.
  public var preference: Double
  /// Ratio on the chance to be seen, for known people.
  public var timing: Double

  /// How finely content is fitted.
  public enum Level: String, Sendable, CaseIterable {
    case none
    case segment
    case individual
  }
}

extension Scenario {
  /// How a channel is fitted to people; `nil` when it carries the same for everybody.
  public func personalization(of channel: Int) -> Personalization? {
    policy.personalizations.first {
      $0.population == channels[channel].population && $0.level != .none
        && $0.isPersonalized[channel]
    }
  }
}

/// Chooses the touch with the highest expected gain per cost, in place of the calendars.
public struct NextBestAction: Sendable {
  /// Population that it is for.
  public var population: Int
  /// Channels to choose from.
  public var channels: [Int]
  /// Actions per agent and week.
  public var perWeek: Double
  /// Whether each stage is eligible.
  public var isEligible: [Bool]
  /// Share of the actions that are chosen at random.
  public var exploration: Double
  /// What counts as a gain.
  public var objective: Objective
  /// What the policy believes a channel's full response is worth, as a ratio, by channel chosen from.
  public var estimates: [Double]
  /// Share of the people whose affinity it knows.
  public var known: Double
  /// Share of the suggestions that are carried out.
  public var acceptance: Double
  /// What a person's attention is worth: added to the cost of each touch when options are weighed.
  public var attentionCost = 0.0

  /// What counts as a gain.
  public enum Objective: String, Sendable, CaseIterable {
    /// Expected gain in the log hazard, by the policy's own estimate.
    case outcome
    /// Expected engagements, whatever they bring.
    case engagement
  }
}

/// Reviewers as capacity: new content waits until it is approved, first come first served.
public struct ApprovalQueue: Sendable {
  /// New items submitted a week.
  public var itemsPerWeek: Double
  /// Reviewers.
  public var reviewers: Double
  /// Working days that a reviewer needs for an item.
  public var daysPerItem: Double
}
