public import Estimation
import Interchange
public import Journeys

/// What attribution models say of each channel, beside what the channel truly adds.
///
/// The models see the paths of followed people, as an analyst would; the truth comes from worlds
/// without a channel on the same people and luck. Parameters keep their own values, so that what
/// differs between replicates is luck.
public struct AttributionStudy: Sendable {
  /// What is asked, in the words of the document; everything has a default.
  public struct Question: Sendable {
    /// Arm; the last one that is not only for targets when nil.
    public var arm: String?
    /// Setting; the document as it stands when nil.
    public var setting: String?
    /// Event that counts as a conversion; the document's outcome when nil.
    public var event: String?
    /// Stage whose entry is the middle milestone of the W-shaped model; the middle one of the
    /// declared stages when nil.
    public var milestone: String?
    /// People of the event's population whose paths are kept, at most all.
    public var agents = 5_000
    /// Days from a touch to the last conversion that it can be credited with.
    public var lookbackDays = 90
    /// Days in which the credit of a touch halves under time decay; *chosen*: the week of the
    /// common web tools would leave nothing of a call that is remembered for months.
    public var halfLifeDays = 28.0
    /// Weights of the first touch, those between and the last of a model of one's own.
    public var custom: (first: Double, middle: Double, last: Double)?
    /// Whether all combinations of channels are run for their Shapley values.
    public var measuresShapley = false

    /// The question with nothing but defaults.
    public init() {}
  }

  /// The scenario.
  public let document: ScenarioDocument
  /// What is asked, with its defaults filled in.
  public let question: Question
  /// Arm.
  public let arm: String
  /// The arm's world, in which the followed people of the event's population keep their paths.
  public let scenario: Scenario
  /// Number of the event that counts as a conversion.
  public let event: Int
  /// Number of the milestone's stage.
  public let milestone: Int
  /// Replicates.
  public let replicates: Int
  /// Replicates unless said; *chosen*: enough for an interval of the truth.
  public static let defaultReplicates = 5
  /// Most planned channels whose combinations are run: 256 worlds a replicate.
  public static let mostShapleyChannels = 8

  /// A study of a document.
  ///
  /// - Parameters:
  ///   - document: The scenario.
  ///   - question: What is asked.
  ///   - replicates: Replicates.
  ///   - seed: Seed; the document's own when nil.
  /// - Throws: `SpecProblems` when the arm or the setting does not exist, `StudyError` when the
  ///   event, the milestone or the channels cannot be attributed.
  public init(
    _ document: ScenarioDocument, _ question: Question = Question(),
    replicates: Int = AttributionStudy.defaultReplicates, seed: UInt64? = nil
  ) throws {
    precondition(
      question.agents > 0 && question.lookbackDays >= 0, "people are followed for a time")
    let wanted = document.arms.last { !$0.isOnlyForTargets && $0.name != document.baseline }
    let arm = question.arm ?? wanted?.name ?? document.baseline
    var scenario = try document.scenario(arm: arm, setting: question.setting, seed: seed)
    let name = document.name
    event = try Self.event(question.event, in: scenario, document: name)
    let population = scenario.events[event].population
    milestone = try Self.milestone(
      question.milestone, of: scenario.populations[population], document: name)
    try Self.checkChannels(scenario, event, arm, question, document: name)
    let followed = min(question.agents, scenario.populations[population].size)
    for index in scenario.populations.indices {
      scenario.populations[index].paths = index == population ? followed : 0
    }
    self.document = document
    self.arm = arm
    self.scenario = scenario
    self.replicates = replicates
    self.question = question
  }

  /// Population of the event.
  public var population: Int { scenario.events[event].population }

  /// People whose paths are kept.
  public var followed: Int { scenario.populations[population].paths }

  /// Channels whose worth is asked: those that the arm sends touches of.
  public var ownChannels: [Int] { scenario.ownChannels }

  /// Models in the order in which they are reported.
  public var models: [AttributionModel] {
    let halfLife = question.halfLifeDays / Double(scenario.time.step.days)
    let custom = question.custom.map {
      AttributionModel.custom(first: $0.first, middle: $0.middle, last: $0.last)
    }
    return [.first, .last, .linear, .timeDecay(halfLife: halfLife), .uShaped, .wShaped]
      + (custom.map { [$0] } ?? []) + [.markovRemoval, .shapley, .shapleyRates]
  }

  /// Steps from a touch to the last conversion that it can be credited with.
  public var lookbackSteps: Int { question.lookbackDays / scenario.time.step.days }

  /// Steps after an engagement in which something counts as following it: the population's
  /// `continuationWeeks`.
  public var followUpSteps: Int {
    Int(
      min(1e6, scenario.populations[population].continuationWeeks / scenario.time.weeksPerStep))
  }

  /// Worlds that one replicate runs.
  public var worldsPerReplicate: Int {
    let channels = ownChannels.count
    if question.measuresShapley { return 1 << channels }
    return channels == 1 ? 2 : channels + 2
  }

  // MARK: Checks

  private static func event(
    _ wanted: String?, in scenario: Scenario, document: String
  ) throws(StudyError) -> Int {
    guard let wanted else { return scenario.outcome }
    let names = scenario.events.map(\.name)
    guard let event = names.firstIndex(of: wanted) else {
      throw StudyError(
        document: document, problem: unknown("event", wanted, among: names))
    }
    return event
  }

  private static func milestone(
    _ wanted: String?, of population: PopulationSpec, document: String
  ) throws(StudyError) -> Int {
    let stages = population.journey.stages
    guard let wanted else { return stages.count / 2 }
    guard let stage = stages.firstIndex(of: wanted) else {
      throw StudyError(
        document: document, problem: unknown("stage of \(population.name)", wanted, among: stages))
    }
    return stage
  }

  private static func unknown(_ what: String, _ word: String, among names: [String]) -> String {
    let remedy =
      nearestKey(to: word, among: names).map { "did you mean \($0)?" }
      ?? "known are \(names.joined(separator: ", "))"
    return "no \(what) \"\(word)\"; \(remedy)"
  }

  private static func checkChannels(
    _ scenario: Scenario, _ event: Int, _ arm: String, _ question: Question, document: String
  ) throws(StudyError) {
    let planned = scenario.ownChannels
    func fail(_ problem: String) -> StudyError { StudyError(document: document, problem: problem) }
    guard !planned.isEmpty else {
      throw fail("the arm \(arm) plans no touches, so there is nothing to credit; name another arm")
    }
    let population = scenario.events[event].population
    guard scenario.channels.contains(where: { $0.population == population }) else {
      let touched = Set(scenario.channels.map(\.population)).map {
        scenario.populations[$0].name
      }.sorted()
      throw fail(
        "\(scenario.events[event].name) is an event of \(scenario.populations[population].name), "
          + "whom no channel touches, so their paths hold nothing to credit; name an event of "
          + touched.joined(separator: " or "))
    }
    let most = mostShapleyChannels
    guard !question.measuresShapley || planned.count <= most else {
      throw fail(
        "the arm \(arm) plans \(planned.count) channels, and Shapley values need a world for every "
          + "combination of them; at most \(most) channels are possible; leave Shapley values out, "
          + "or name an arm with fewer channels")
    }
  }
}
