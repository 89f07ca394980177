/// How an analyst would see a world: by which units and periods, which variables, how imperfectly.
///
/// A ledger is the truth and never data. What is observed of it is a panel, with these variables:
/// the outcome under its event's name (or `value`), `CHANNEL_touches`, and, where asked for,
/// `CHANNEL_engaged` and `CHANNEL_spend`, for every channel that a calendar or a rule sends; heads as
/// `size` where there are units.
public struct Observation: Sendable, Equatable {
  /// What a row is about, besides its period.
  public enum Units: Sendable, Equatable {
    /// Everybody together.
    case nation
    /// Combinations of levels of attributes that the outcome's population is broken down by.
    case levels([String])
    /// Single people of the outcome's population, with attributes as columns; not more than so many,
    /// evenly spaced over the rows.
    case agents(attributes: [String], atMost: Int?)
  }

  /// What a period is.
  public enum Period: Sendable, Equatable {
    /// So many steps.
    case steps(Int)
    /// Months of the calendar; a step belongs to the month of its middle day.
    case months
  }

  /// What is to be explained.
  public enum Outcome: Sendable, Equatable {
    /// Number of headline events.
    case headline
    /// Number of events of a name.
    case event(String)
    /// Margin of all events of the headline event's population, in money.
    case value
  }

  /// What a row is about.
  public var units: Units
  /// How time is summed.
  public var period: Period
  /// What is to be explained.
  public var outcome: Outcome
  /// Whether engaged touches are seen.
  public var showsEngaged: Bool
  /// Whether money spent is seen.
  public var showsSpend: Bool
  /// What is wrong with the record.
  public var imperfections: Imperfections

  /// A way to look at a world; unless said, everything is seen.
  public init(
    units: Units = .nation, period: Period = .steps(1), outcome: Outcome = .headline,
    showsEngaged: Bool = false, showsSpend: Bool = true,
    imperfections: Imperfections = Imperfections()
  ) {
    self.units = units
    self.period = period
    self.outcome = outcome
    self.showsEngaged = showsEngaged
    self.showsSpend = showsSpend
    self.imperfections = imperfections
  }

  /// The name of the outcome's column.
  public func outcomeName(in scenario: Scenario) -> String {
    switch outcome {
    case .headline: scenario.events[scenario.outcome].name
    case .event(let name): name
    case .value: "value"
    }
  }

  /// Money that one of the outcome is worth.
  public func outcomeValue(in scenario: Scenario) -> Double {
    switch outcome {
    case .headline: scenario.events[scenario.outcome].value
    case .event(let name): scenario.events.first { $0.name == name }?.value ?? 0
    case .value: 1
    }
  }

  /// Events that make up the outcome, all of one population, each with its weight.
  func terms(_ scenario: Scenario) throws(ObservationError) -> [(event: Int, weight: Double)] {
    switch outcome {
    case .headline: return [(scenario.outcome, 1)]
    case .event(let name):
      guard let event = scenario.events.firstIndex(where: { $0.name == name }) else {
        throw .unknownEvent(name, known: scenario.events.map(\.name))
      }
      return [(event, 1)]
    case .value:
      let population = scenario.events[scenario.outcome].population
      return scenario.events.indices.filter {
        scenario.events[$0].population == population && scenario.events[$0].value != 0
      }.map { ($0, scenario.events[$0].value) }
    }
  }
}

/// What is wrong with a record; unless said, nothing.
public struct Imperfections: Sendable, Equatable {
  /// Share of the events that is ever recorded, from 0 to 1.
  public var completeness: Double
  /// Shares of the recorded events that are reported 0, 1, 2 … steps late, summing to 1.
  ///
  /// What would be reported after the horizon is not seen; nothing from before it is reported in it.
  public var delay: [Double]
  /// Standard deviation of the logarithm of recorded over true spend; the mean is true.
  public var spendNoise: Double
  /// Names of channels that are recorded for the nation only, and spread over units by heads.
  public var nationalOnly: Set<String>

  /// A record with these faults.
  public init(
    completeness: Double = 1, delay: [Double] = [1], spendNoise: Double = 0,
    nationalOnly: Set<String> = []
  ) {
    precondition((0...1).contains(completeness), "completeness is a share")
    precondition(
      delay.allSatisfy { $0 >= 0 } && (delay.reduce(0, +) - 1).magnitude < 1e-9,
      "shares of delays are at least 0 and sum to 1")
    precondition(spendNoise >= 0 && spendNoise.isFinite, "noise is a standard deviation")
    self.completeness = completeness
    self.delay = delay
    self.spendNoise = spendNoise
    self.nationalOnly = nationalOnly
  }
}
