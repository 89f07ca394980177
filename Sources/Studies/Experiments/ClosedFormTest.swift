public import Estimation
public import Interchange

/// What closed formulas say of a planned test whose people vary as some figures say.
///
/// The figures are those of the simulated market, or of a user's own past. Both are beside the result of
/// simulation: where people influence nobody and arms change no variance the three agree.
public struct ClosedFormTest: Sendable, Equatable {
  /// What the people are like, per step.
  public let people: PowerHistory
  private let question: PowerQuestion
  private let size: Double
  private let duration: Double

  /// A planned test; nil for designs without a closed formula here.
  ///
  /// History adjusts by regression on it, which leaves `1 − correlation²` of the variance. Pairs and
  /// strata count as such an adjustment.
  ///
  /// - Parameters:
  ///   - test: The test.
  ///   - people: What its people are like.
  ///   - treated: People in the arm.
  ///   - control: People in the control group.
  ///   - clusters: Clusters in both; 0 without.
  ///   - asked: Level and wanted power.
  ///   - comparisons: Arms that share the level.
  init?(
    _ test: PlannedTest, _ people: PowerHistory, treated: Double, control: Double,
    clusters: Double, _ asked: TestQuestion, comparisons: Int
  ) {
    let deviation = people.standardDeviation
    let share = control / max(1, treated + control)
    var design = TrialDesign.individual
    var size = control
    switch test.design {
    case .individual, .stratified, .pairs: break
    case .stepped: return nil
    case .cluster:
      guard let likeness = people.clusters, clusters > 0 else { return nil }
      design = .clusters(
        ClusterSample(
          .size((treated + control) / clusters), correlation: max(0, likeness.value),
          sizeVariation: likeness.sizeVariation))
      size = clusters * share
    }
    var question = PowerQuestion(
      .mean(control: deviation, treated: deviation), design: design,
      test: TestRule(alpha: asked.alpha, comparisons: comparisons))
    question.ratio = treated / max(1, control)
    if test.past > 0, let correlation = people.correlation {
      question.varianceFactor = 1 - correlation * correlation
    }
    question.size = size
    question.power = asked.power
    self.people = people
    self.question = question
    self.size = size
    duration = Double(test.duration)
  }

  /// The smallest lift that is found with the wanted power, as a share of the mean; nil where none is.
  public var smallestLift: Double? {
    people.mean > 0 ? (try? question.answer()).map { $0.effect / people.mean } : nil
  }

  /// The chance to find an effect per person over the test.
  ///
  /// - Parameter effect: In units of the outcome.
  /// - Returns: The power, from 0 to 1.
  public func power(of effect: Double) -> Double {
    question.power(size: size, effect: effect / duration)
  }

  /// The chance to find a lift.
  ///
  /// - Parameter lift: The effect as a share of the mean.
  /// - Returns: The power, from 0 to 1.
  public func power(ofLift lift: Double) -> Double {
    question.power(size: size, effect: lift * people.mean)
  }
}

/// A user's own past, from which planned tests can be judged beside the simulated market.
public struct TestHistory: Sendable {
  private let panel: Panel
  private let variable: String
  private let daysPerStep: Int

  /// A past.
  ///
  /// - Parameters:
  ///   - panel: People and periods; its groups are the clusters.
  ///   - variable: The outcome.
  ///   - daysPerStep: Days in a step of the scenario.
  public init(_ panel: Panel, variable: String, daysPerStep: Int) {
    self.panel = panel
    self.variable = variable
    self.daysPerStep = daysPerStep
  }

  /// Steps of the scenario in a period of the past; numbered periods count as steps.
  var stepsPerPeriod: Double {
    switch panel.periods.step {
    case .days(let days): Double(days) / Double(daysPerStep)
    case .months(let months): Double(months) * 365.25 / 12 / Double(daysPerStep)
    case .number: 1
    }
  }

  /// What people are like over windows of so many steps, in whole periods.
  func figures(duration: Int, past: Int) throws(PowerError) -> PowerHistory {
    func periods(_ steps: Int) -> Int { Int((Double(steps) / stepsPerPeriod).rounded()) }
    return try PowerHistory(
      panel, variable: variable, before: past > 0 ? max(1, periods(past)) : 0,
      after: max(1, periods(duration)))
  }
}
