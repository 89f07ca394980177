public import Statistics

/// A way to touch the agents of one population.
public struct Channel: Sendable {
  /// Name in the document.
  public var name: String
  /// Name for headings.
  public var title: String
  /// Population that it touches.
  public var population: Int
  /// Who runs it.
  public var function: String
  /// Whether the agent starts the contact.
  public var isPull: Bool
  /// Who is touched, how often and when; `nil` for nobody.
  public var plan: TouchPlan?
  /// Chance that a planned touch can be made.
  public var access: Varying
  /// Share that consents at the start.
  public var consent: Varying
  /// Most touches a week over everybody.
  public var capacityPerWeek: Double?
  /// Real attribute: who is served first when capacity is short.
  public var capacityOrder: Int?
  /// Most touches of one agent in a window.
  public var cap: FrequencyCap?
  /// Chance that a delivered touch is seen.
  public var seen: Varying
  /// Chance that a seen touch engages.
  public var engaged: Varying
  /// Real attribute that multiplies the chance to engage.
  public var affinity: Int?
  /// Factor on the chance to engage.
  public var personalization: Double
  /// Share of memory kept from one week to the next; `nil` when it lasts one step.
  public var retentionPerWeek: Double?
  /// Response to remembered engagements.
  public var saturation: SaturationCurve
  /// What an engaged touch adds to memory.
  public var weight: Double
  /// What a touch adds to contact pressure.
  public var pressure: Double
  /// Chance to withdraw consent at a touch.
  public var optOut: Double
  /// The content item for each stage; `nil` where it carries none.
  public var content: [Int?]
  /// What it costs.
  public var cost: ChannelCost
  /// How its touches rise and fall beyond the plan's flights; empty in documents, set by studies.
  public var rhythms: [TouchRhythm] = []
}

/// Who is touched, how often and when.
public struct TouchPlan: Sendable {
  /// How many touches.
  public var amount: Amount
  /// Whether each stage is eligible.
  public var isEligible: [Bool]
  /// Factor on all planned touches.
  public var factor: Double
  /// Windows in steps with their intensity; empty for always.
  public var flights: [(steps: ClosedRange<Int>, intensity: Double)]

  /// How many touches.
  public enum Amount: Sendable {
    case cadence(Cadence)
    /// Money a week, and the real attribute that the touches follow.
    case budget(perWeek: Double, weightedBy: Int?)
  }
}

/// Touches per agent and week.
public struct Cadence: Sendable {
  /// Touches per agent and week.
  public var perWeek: Varying
  /// Real attribute that multiplies the cadence.
  public var scaledBy: Int?
  /// Whether touches keep a fixed distance.
  public var isEven: Bool
}

/// The most touches of one agent in a window of the calendar.
public struct FrequencyCap: Sendable {
  /// Most touches in a window.
  public var touches: Int
  /// Length of the window in days.
  public var windowDays: Int
}

/// What a channel costs.
public struct ChannelCost: Sendable {
  /// For each delivered touch.
  public var perTouch = 0.0
  /// For each engaged touch, on top.
  public var perEngagement = 0.0
  /// For each week in which the plan runs.
  public var perWeek = 0.0
}

/// What a touch carries.
public struct ContentItem: Sendable {
  /// Name in the document.
  public var name: String
  /// Population that it is made for.
  public var population: Int
  /// Match by stage.
  public var stages: [Double]
  /// Match by level of attributes.
  public var levels: [(attribute: Int, match: [Double])]
  /// Match of single cells of stage and level, which replaces the product.
  public var cells: [(stage: Int, attribute: Int, level: Int, match: Double)]
}

/// A channel whose engagement multiplies the engagement with another for a while.
public struct Synergy: Sendable {
  /// Name in the document.
  public var name: String
  /// Channel whose engagement comes first.
  public var first: Int
  /// Channel whose engagement it multiplies.
  public var then: Int
  /// Factor on the chance to engage.
  public var ratio: Double
  /// Time that it lasts, in days.
  public var withinDays: Double
}
