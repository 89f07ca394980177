import Interchange

/// Events and delivered touches of every agent by period: what an analyst's panel would hold.
public struct AgentRecord: Sendable, Equatable {
  /// Population that is recorded.
  public let population: Int
  /// Event that is counted.
  public let event: Int
  /// Channel whose delivered touches are counted; `nil` for none.
  public let channel: Int?
  /// Steps in a period.
  public let periodSteps: Int
  /// First step that counts.
  public let firstStep: Int
  /// Whole periods.
  public let periodCount: Int
  /// Agents of the population.
  public let size: Int
  /// Events, unit-major: `events[row * periodCount + period]`.
  public internal(set) var events: [UInt32]
  /// Delivered touches, in the same layout; empty without a channel.
  public internal(set) var touches: [UInt32]
  /// Whether each agent belongs to the question.
  public internal(set) var isIncluded: [Bool] = []
  let only: [(attribute: Int, levels: [Int])]

  /// Whether two records hold the same counts.
  public static func == (left: AgentRecord, right: AgentRecord) -> Bool {
    left.events == right.events && left.touches == right.touches
      && left.isIncluded == right.isIncluded && left.periodCount == right.periodCount
  }

  /// An empty record.
  ///
  /// - Parameters:
  ///   - question: What is asked.
  ///   - channel: Channel whose touches are counted.
  ///   - scenario: The scenario of the run.
  public init(_ question: Target.AgentQuestion, channel: Int?, scenario: Scenario) {
    population = scenario.events[question.event].population
    event = question.event
    self.channel = channel
    only = question.only
    firstStep = question.firstStep
    let steps = scenario.time.count - question.firstStep
    periodSteps = min(question.periodSteps, max(1, steps))
    periodCount = max(1, steps / periodSteps)
    size = scenario.populations[population].size
    events = [UInt32](repeating: 0, count: size * periodCount)
    touches = channel == nil ? [] : [UInt32](repeating: 0, count: size * periodCount)
  }

  /// An empty record of everybody.
  ///
  /// - Parameters:
  ///   - event: Event that is counted.
  ///   - channel: Channel whose delivered touches are counted; `nil` for none.
  ///   - periodSteps: Steps in a period.
  ///   - firstStep: First step that counts.
  ///   - scenario: The scenario of the run.
  public init(
    event: Int, channel: Int?, periodSteps: Int, firstStep: Int = 0, scenario: Scenario
  ) {
    let question = Target.AgentQuestion(
      arm: "", event: event, periodSteps: periodSteps, only: [], firstStep: firstStep)
    self.init(question, channel: channel, scenario: scenario)
  }

  /// Whether two records count the same of the same population over the same periods.
  public func asksTheSame(as other: AgentRecord) -> Bool {
    event == other.event && channel == other.channel && periodSteps == other.periodSteps
      && firstStep == other.firstStep && size == other.size
      && only.elementsEqual(other.only) { $0 == $1 }
  }

  /// Leaves out the agents whom the question does not ask for.
  mutating func include(from people: People) {
    let wanted = only.map { (groups: people.groups(of: $0.attribute), levels: $0.levels) }
    isIncluded = (0..<size).map { row in
      wanted.allSatisfy { $0.levels.contains(Int($0.groups[row])) }
    }
  }

  /// The period of a step, or `nil` outside the whole periods.
  @inline(__always)
  func period(of step: Int) -> Int? {
    guard step >= firstStep else { return nil }
    let period = (step - firstStep) / periodSteps
    return period < periodCount ? period : nil
  }
}
