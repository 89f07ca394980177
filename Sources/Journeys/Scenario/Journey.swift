/// Stages and the ways between them: a multi-state model with competing risks.
public struct Journey: Sendable {
  /// Names of the stages in the order of the journey.
  public var stages: [String]
  /// Share of the agents that begins in each stage; sums to one.
  public var start: [Double]
  /// Ways between stages, in the document's order.
  public var transitions: [Transition]
}

/// How a transition turns its base and effects into a chance per step.
public enum TransitionLink: String, Sendable, CaseIterable {
  /// Rates and hazard ratios: the chance is `1 − exp(−hazard)`.
  case cloglog
  /// Odds and odds ratios on a chance per step.
  case logit
  /// Risk ratios on a chance per step.
  case log
}

/// A way out of a stage, competing with the others out of it.
public struct Transition: Sendable {
  /// Name in the document.
  public var name: String
  /// Stages that it leaves.
  public var from: [Int]
  /// Stage that it reaches.
  public var to: Int
  /// What its effects are ratios of.
  public var link: TransitionLink
  /// What it is without effects.
  public var base: Base
  /// What raises or lowers it.
  public var effects: Effects

  /// What a transition is without effects.
  public enum Base: Sendable {
    /// A constant hazard a week.
    case ratePerWeek(Double)
    /// A chance per step.
    case probability(Double)
    /// The chance that the other transitions out of the stage leave.
    case rest
    /// A law of the time in the stage, and the share of its exits that go this way.
    case dwell(DwellLaw, share: Double)
    /// As soon as the service has a free slot.
    case books(service: Int)
    /// On the day of the appointment, with a chance by lead time; `nil` takes the rest.
    case onDay(service: Int, chances: [LeadChance]?)
  }

  /// A chance from a lead time on.
  public struct LeadChance: Sendable, Equatable {
    /// Least lead time in days.
    public var days: Double
    /// Chance on the day.
    public var chance: Double
  }
}

/// The law of the time from entering a stage to leaving it.
public enum DwellLaw: Sendable, Equatable {
  case weibull(shape: Double, scaleDays: Double)
  case lognormal(medianDays: Double, sigma: Double)
  case fixed(days: Double)
  /// Share that has left within so many days, ascending in both; linear in between.
  case table([(days: Double, share: Double)])

  /// Whether two laws are the same.
  public static func == (left: DwellLaw, right: DwellLaw) -> Bool {
    switch (left, right) {
    case (.weibull(let a, let b), .weibull(let c, let d)): a == c && b == d
    case (.lognormal(let a, let b), .lognormal(let c, let d)): a == c && b == d
    case (.fixed(let a), .fixed(let b)): a == b
    case (.table(let a), .table(let b)): a.elementsEqual(b, by: ==)
    default: false
    }
  }
}

/// Ratios on a transition or an event; one is no effect.
public struct Effects: Sendable {
  /// Ratio at full saturation, by channel.
  public var channels: [(channel: Int, ratio: Double)] = []
  /// Ratio by level of a category.
  public var levels: [(attribute: Int, ratios: [Double])] = []
  /// Ratio per unit of a real attribute.
  public var perUnit: [(attribute: Int, ratio: Double)] = []
  /// Ratio per doubling of a real attribute.
  public var perDoubling: [(attribute: Int, ratio: Double)] = []
  /// Ratio when all peers are active.
  public var peers = 1.0
  /// Ratio by the parent's stage; empty for none.
  public var parentStages: [Double] = []
  /// Ratio per unit of contact pressure beyond tolerance.
  public var pressure = 1.0
  /// Ratio per dead end that is still felt.
  public var deadEnds = 1.0
  /// Ratio per point of the last experience above what was expected.
  public var experience = 1.0
}

/// Something that agents do, counted and valued.
public struct JourneyEvent: Sendable {
  /// Name in the document.
  public var name: String
  /// Name for headings.
  public var title: String
  /// Population whose agents do it.
  public var population: Int
  /// Whether it happens on entering a stage and not while in it.
  public var isOnEntry: Bool
  /// Factor by stage; zero where it does not happen.
  public var stageFactors: [Double]
  /// How many happen.
  public var amount: Amount
  /// Real attributes that multiply the amount.
  public var times: [Int]
  /// Variance over mean of the count given its rate.
  public var dispersion: Double
  /// What raises or lowers it.
  public var effects: Effects
  /// Margin of one event.
  public var value: Double
  /// What one event costs the organization.
  public var cost: Double
  /// Channel through which it touches the agent's parent.
  public var touchesParent: Int?
  /// Others whom it touches: word of mouth, referral.
  public var touchesPeers: PeerTouch? = nil

  /// How many events happen.
  public enum Amount: Sendable {
    /// Mean count a week.
    case ratePerWeek(Double)
    /// Chance of one event a step or an entry.
    case probability(Double)
  }
}

/// Others of the same population whom an event touches.
public struct PeerTouch: Sendable {
  /// Channel through which it touches them.
  public var channel: Int
  /// Number of others, drawn at random with replacement.
  public var count: Int
  /// Categorical attribute whose level they share; anybody when `nil`.
  public var within: Int?
}

/// Whom an agent watches, and which stages count as active.
public struct Peers: Sendable {
  /// The circle of an agent.
  public var circle: Circle
  /// Whether each stage counts as active.
  public var isActive: [Bool]

  /// The circle of an agent.
  public enum Circle: Sendable, Equatable {
    /// Everybody of the same level of an attribute.
    case group(attribute: Int)
    /// So many others, drawn in proportion to a real attribute, perhaps mostly nearby.
    case contacts(Int, weightedBy: Int?, near: Near?)
  }

  /// The group within which contacts are drawn first.
  public struct Near: Sendable, Equatable {
    /// Attribute whose groups they are.
    public var attribute: Int
    /// Chance that a contact is drawn within the listener's own group.
    public var share: Double
  }
}

/// Contact pressure: the decayed count of all touches, and what excess does.
public struct ContactPressure: Sendable {
  /// Share kept from one week to the next.
  public var retentionPerWeek: Double
  /// Pressure that is borne without fatigue, in touches.
  public var tolerance: Double
  /// Ratio on engagement per unit beyond tolerance.
  public var engagement: Double
  /// Ratio on the chance of opting out per unit beyond tolerance.
  public var optOut: Double
  /// Real attribute that multiplies the tolerance.
  public var toleranceBy: Int?
}
