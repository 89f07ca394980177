import Estimation
import Interchange
import Journeys
import Statistics

/// What planned tests would find, cost and miss.
public struct ExperimentPlan: Sendable {
  /// What was asked.
  public let study: ExperimentStudy
  let replicates: [ExperimentReplicate.Findings]
  /// Every planned test of every arm, in the order of the question.
  public let rows: [Row]

  /// One planned test of one arm over all replicates.
  public struct Row: Sendable {
    /// The test.
    public let test: PlannedTest
    /// Place of the arm among those of the study, from 1.
    public let arm: Int
    /// Mean number of people in the arm, and in the control group.
    public let treated: Double
    /// People in the control group.
    public let control: Double
    /// Mean number of clusters; 0 where people are assigned.
    public let clusters: Double
    /// Mean outcome of a person with everybody under the control arm.
    public let controlMean: Double
    /// Effect per person of giving the arm to everybody.
    public let truth: Spread
    /// What the team would read out.
    public let estimate: Spread
    /// Readout less truth, mean over replicates.
    public let bias: Double
    /// Monte-Carlo error of the bias.
    public let biasError: Double
    /// Mean width of the interval.
    public let intervalWidth: Double
    /// Smallest effect per person that is found with the wanted power, from the mean error of the readout.
    public let detectable: Double
    /// Share of the replicates whose readout finds an effect.
    public let power: ReplicateShare
    /// Share of A/A tests that find one.
    public let falsePositives: ReplicateShare
    /// Share of the intervals that hold the truth of their replicate.
    public let coverage: ReplicateShare
    /// Money spent on the arm's people above what the control arm would have spent on them.
    public let extraCost: Double
    /// Margin that the control group would have brought under the arm.
    public let forgoneValue: Double
    /// Outcomes that it would have brought.
    public let forgoneOutcome: Double
    /// What closed formulas say of the test, for the people of each of the first replicates; empty where there
    /// are none.
    public let closedForms: [ClosedFormTest]
    /// What they say from the user's own past; nil without one.
    public let byHistory: ClosedFormTest?
    /// Replicates in which everybody's outcome was the same, so that there was nothing to read out.
    public let silent: Int
  }

  init(
    study: ExperimentStudy, replicates: [ExperimentReplicate.Findings]
  ) throws(PowerError) {
    self.study = study
    self.replicates = replicates
    let arms = study.arms.count - 1
    var rows: [Row] = []
    for (place, test) in study.question.tests.enumerated() {
      let past = try study.history?.figures(duration: test.duration, past: test.past)
      for arm in 1...arms {
        rows.append(
          Row(
            study, replicates, test, place: place * arms + arm - 1, arm: arm,
            people: replicates.compactMap { $0.people.isEmpty ? nil : $0.people[place] }, past: past
          ))
      }
    }
    self.rows = rows
  }

  /// The test that finds the effect with the wanted power and least bias at the lowest price; nil when
  /// none does.
  ///
  /// One whose A/A tests reject too often is no test. *Chosen*: a bias of a tenth of the effect is borne, and what Monte-Carlo error allows. The price is
  /// the extra spending and the margin that the control group gives up, then time.
  public var recommended: Row? {
    rows.filter(isFeasible).min {
      ($0.price, Double($0.test.duration), $0.treated + $0.control)
        < ($1.price, Double($1.test.duration), $1.treated + $1.control)
    }
  }

  /// Whether A/A tests reject no more often than they should, beyond Monte-Carlo error.
  func keepsLevel(_ row: Row) -> Bool {
    row.falsePositives.low <= study.question.alpha / Double(study.arms.count - 1)
  }

  /// Whether a test finds the effect often enough, and without much bias.
  func isFeasible(_ row: Row) -> Bool {
    row.power.share >= study.question.power && keepsLevel(row)
      && row.bias.magnitude <= 0.1 * row.truth.mean.magnitude + 2 * row.biasError
  }
}

/// A share of replicates with its 95 % interval.
public struct ReplicateShare: Sendable, Equatable {
  /// The share; NaN without replicates.
  public let share: Double
  /// Wilson's interval of 95 %.
  public let low: Double
  /// Its upper end.
  public let high: Double

  init(_ hits: Int, of count: Int) {
    share = count > 0 ? Double(hits) / Double(count) : .nan
    let interval =
      count > 0 ? WilsonInterval(successes: hits, trials: count, confidence: 0.95) : nil
    low = interval?.low ?? .nan
    high = interval?.high ?? .nan
  }
}

extension ExperimentPlan.Row {
  /// The truth as a share of the control group's outcome.
  public var lift: Double { truth.mean / controlMean }

  /// Power to find the truth by closed formula, mean over the described replicates; NaN without.
  public var formulaPower: Double {
    let truth = truth.mean
    return RunningMoments(closedForms.map { $0.power(of: truth) }).meanOrNaN
  }

  /// Smallest lift by closed formula, mean over the described replicates; NaN without.
  public var formulaLift: Double {
    RunningMoments(closedForms.compactMap(\.smallestLift)).meanOrNaN
  }

  /// Money that the test costs: extra spending, and margin given up by the control group.
  public var price: Double { extraCost + max(0, forgoneValue) }

  init(
    _ study: ExperimentStudy, _ replicates: [ExperimentReplicate.Findings], _ test: PlannedTest,
    place: Int, arm: Int, people: [PowerHistory], past: PowerHistory?
  ) {
    self.test = test
    self.arm = arm
    let found = replicates.map { $0.findings[place] }
    let told = found.filter { $0.effect != nil }
    func mean(_ values: [Double]) -> Double { RunningMoments(values.filter(\.isFinite)).mean }
    treated = mean(found.map { Double($0.treated) })
    control = mean(found.map { Double($0.control) })
    clusters = mean(found.map { Double($0.clusters) })
    controlMean = mean(found.map(\.controlMean))
    truth = Spread(found.map(\.truth))
    estimate = Spread(told.compactMap { $0.effect?.value })
    let errors = RunningMoments(
      told.compactMap { found in found.effect.map { $0.value - found.truth } })
    bias = told.isEmpty ? .nan : errors.mean
    biasError = errors.standardError
    intervalWidth = mean(
      told.compactMap { $0.effect.map { $0.interval.upperBound - $0.interval.lowerBound } })
    // From the mean error: a search in every replicate would take longer than the worlds.
    let confidence = told.first?.effect?.confidence ?? 1 - study.question.alpha
    detectable =
      told.isEmpty
      ? .nan
      : EffectEstimate(
        0, standardError: mean(told.compactMap { $0.effect?.standardError }),
        degrees: told.reduce(0) { $0 + ($1.effect?.degrees ?? 0) } / Double(told.count),
        confidence: confidence
      ).minimumDetectableEffect(power: study.question.power)
    power = ReplicateShare(found.count { $0.effect?.isSignificant ?? false }, of: found.count)
    falsePositives = ReplicateShare(
      found.count { $0.placebo?.isSignificant ?? false }, of: found.count)
    coverage = ReplicateShare(
      told.count { found in found.effect?.interval.contains(found.truth) ?? false }, of: told.count)
    silent = found.count - told.count
    let (treated, control, clusters) = (treated, control, clusters)
    func closed(_ figures: PowerHistory?) -> ClosedFormTest? {
      figures.flatMap {
        ClosedFormTest(
          test, $0, treated: treated, control: control, clusters: clusters, study.question,
          comparisons: study.arms.count - 1)
      }
    }
    closedForms = people.compactMap(closed)
    byHistory = closed(past)
    let duration = study.question.durations.firstIndex(of: test.duration) ?? 0
    let people = Double(study.scenario.populations[study.population].size)
    func difference(_ money: [[Double]]) -> Double { money[arm][duration] - money[0][duration] }
    extraCost = mean(replicates.map { difference($0.cost) }) * treated / people
    forgoneValue = mean(replicates.map { difference($0.value) }) * control / people
    forgoneOutcome = truth.mean * control
  }
}

extension RunningMoments {
  /// The mean, or NaN of nothing.
  fileprivate var meanOrNaN: Double { count > 0 ? mean : .nan }
}
