import Estimation
import Foundation
import Statistics
import Testing

/// Closed forms against tests on drawn data, within four Monte-Carlo errors.
///
/// False alarms: a correct closed form misses four errors with a chance of 6.3e-5 in a case, and 1.3e-3
/// in the whole table. Twenty thousand trials find an error of the power of 0.02 nearly always. Cases
/// that are *exact* hold at any size; the others are approximations, and the table keeps sizes at which
/// they hold to the error of twenty thousand trials.
@Suite(
  "Simulated power",
  .enabled(if: ProcessInfo.processInfo.environment["ROUNDS_SLOW"] != nil))
struct PowerSimulationStatistics {
  /// A closed form, and one drawn trial of it.
  struct Case: Sendable, CustomStringConvertible {
    let name: String
    let power: Double
    let rejects: @Sendable (DrawnTrial) -> Bool
    var description: String { name }
  }

  static let cases = MeanTrials.cases + CountTrials.cases + ClusterTrials.cases

  @Test("agrees with the closed form", arguments: cases.indices)
  func agreement(place: Int) {
    let trials = 20_000
    let planned = Self.cases[place]
    let stream = RandomStream(seed: 6, replicate: place, purpose: "power/trials")
    let rejected = (0..<trials).count { planned.rejects(DrawnTrial(stream: stream, trial: $0)) }
    let found = Double(rejected) / Double(trials)
    let error = (planned.power * (1 - planned.power) / Double(trials)).squareRoot()
    #expect(planned.power > 0.1 && planned.power < 0.97, "a telling case")
    #expect(
      (found - planned.power).magnitude <= 4 * error,
      "\(planned.name): \(found), closed form \(planned.power), error \(error)")
  }

  /// The level itself: no effect is found as often as alpha says, by the same tests.
  @Test("without effect is the level")
  func level() {
    let trials = 20_000
    let stream = RandomStream(seed: 7, replicate: 0, purpose: "power/level")
    let rejected = (0..<trials).count { trial in
      let draw = DrawnTrial(stream: stream, trial: trial)
      let arms = (0..<2).map { arm in (0..<12).map { draw.normal(arm * 12 + $0) } }
      return MeanTrials.differ(arms[0], arms[1])
    }
    let error = (0.05 * 0.95 / Double(trials)).squareRoot()
    #expect((Double(rejected) / Double(trials) - 0.05).magnitude <= 4 * error)
  }
}

/// The random numbers of one trial.
struct DrawnTrial {
  let stream: RandomStream
  let trial: Int

  func uniform(_ unit: Int, _ draw: Int = 0) -> Double {
    stream.uniform(agent: unit, step: trial, draw: draw)
  }

  func normal(_ unit: Int, _ draw: Int = 0) -> Double { Normal.quantile(uniform(unit, draw)) }
}

/// Trials of means: all but the ratio are exact.
enum MeanTrials {
  static let cases = [arms, unequalArms, oneSided, pairs, interaction, margin, severalArms, ratio]

  private static let unit = ComparedOutcome.mean(control: 1, treated: 1)

  /// Whether the pooled t test rejects a distance of means, two-sided unless a null is given.
  static func differ(
    _ control: [Double], _ treated: [Double], level: Double = 0.05, null: Double? = nil
  ) -> Bool {
    let (first, second) = (RunningMoments(control), RunningMoments(treated))
    let degrees = Double(first.count + second.count - 2)
    let variance = (first.squaredDeviations + second.squaredDeviations) / degrees
    let error = (variance * (1 / Double(first.count) + 1 / Double(second.count))).squareRoot()
    let t = (second.mean - first.mean - (null ?? 0)) / error
    guard null != nil else { return StudentT.twoSided(t, degrees: degrees) < level }
    return StudentT.cumulative(-t, degrees: degrees) < level
  }

  static let arms = PowerSimulationStatistics.Case(
    name: "two means, t test, 12 per arm (exact)",
    power: PowerQuestion(unit).power(size: 12, effect: 1.1)
  ) { draw in
    differ((0..<12).map { draw.normal($0) }, (12..<24).map { draw.normal($0) + 1.1 })
  }

  static let unequalArms = PowerSimulationStatistics.Case(
    name: "two means, ratio 0.5 (exact)",
    power: {
      var question = PowerQuestion(unit)
      question.ratio = 0.5
      return question.power(size: 20, effect: -0.8)
    }()
  ) { draw in
    differ((0..<20).map { draw.normal($0) }, (20..<30).map { draw.normal($0) - 0.8 })
  }

  static let oneSided = PowerSimulationStatistics.Case(
    name: "two means, one-sided (exact)",
    power: PowerQuestion(unit, test: TestRule(sides: .one)).power(size: 10, effect: 0.7)
  ) { draw in
    differ((0..<10).map { draw.normal($0) }, (10..<20).map { draw.normal($0) + 0.7 }, null: 0)
  }

  static let pairs = PowerSimulationStatistics.Case(
    name: "pairs, correlation 0.6 (exact)",
    power: PowerQuestion(unit, design: .paired(correlation: 0.6)).power(size: 15, effect: 0.6)
  ) { draw in
    let differences = RunningMoments(
      (0..<15).map { 0.6 + (2 * (1 - 0.6)).squareRoot() * draw.normal($0) })
    let t = differences.mean / differences.standardError
    return StudentT.twoSided(t, degrees: 14) < 0.05
  }

  static let interaction = PowerSimulationStatistics.Case(
    name: "interaction in 2 x 2, 10 per cell (exact)",
    power: PowerQuestion(unit, design: .factorial(factors: 2, order: 2)).power(
      size: 10, effect: 1.7)
  ) { draw in
    let cells = (0..<4).map { cell in
      RunningMoments((0..<10).map { draw.normal(cell * 10 + $0) + (cell == 3 ? 1.7 : 0) })
    }
    let contrast = cells[0].mean - cells[1].mean - cells[2].mean + cells[3].mean
    let variance = cells.reduce(0) { $0 + $1.squaredDeviations } / 36
    return StudentT.twoSided(contrast / (variance * 4 / 10).squareRoot(), degrees: 36) < 0.05
  }

  static let margin = PowerSimulationStatistics.Case(
    name: "non-inferiority of means (exact)",
    power: {
      var question = PowerQuestion(unit, test: TestRule(alpha: 0.025, sides: .one))
      question.assumedDifference = -0.1
      return question.power(size: 40, effect: 0.7)
    }()
  ) { draw in
    differ(
      (0..<40).map { draw.normal($0) }, (40..<80).map { draw.normal($0) - 0.1 }, level: 0.025,
      null: -0.7)
  }

  static let severalArms = PowerSimulationStatistics.Case(
    name: "one of three arms by Bonferroni (exact)",
    power: PowerQuestion(unit, test: TestRule(comparisons: 3)).power(size: 14, effect: 1.1)
  ) { draw in
    differ(
      (0..<14).map { draw.normal($0) }, (14..<28).map { draw.normal($0) + 1.1 }, level: 0.05 / 3)
  }

  /// Messages per unit are 2 to 17 and each is opened with a chance that varies between units: the
  /// moments of the closed form are those of the distribution.
  static let ratio: PowerSimulationStatistics.Case = {
    // Sent S uniform on 2...17; opened O binomial with chance q uniform on 0.1...0.5.
    let (sent, sentVariance) = (9.5, (256.0 - 1) / 12)
    let (chance, chanceVariance) = (0.3, 0.4 * 0.4 / 12)
    let squares = sentVariance + sent * sent
    // Var O = E[S] E[q(1 − q)] + Var(S q); S and q are independent.
    let within = sent * (chance - chanceVariance - chance * chance)
    let between = squares * (chanceVariance + chance * chance) - sent * sent * chance * chance
    let metric = RatioMetric(
      numerator: (sent * chance, within + between), denominator: (sent, sentVariance),
      covariance: chance * sentVariance)
    let spread = metric.standardDeviation
    let effect = 0.025
    return PowerSimulationStatistics.Case(
      name: "ratio of opened and sent, 300 per arm",
      power: PowerQuestion(
        .mean(control: spread, treated: spread), test: TestRule(knowsVariances: true)
      ).power(size: 300, effect: effect)
    ) { draw in
      let arms = (0..<2).map { arm in ratioOfSums(draw, arm: arm, rise: arm == 0 ? 0 : effect) }
      let z = (arms[1].value - arms[0].value) / (arms[0].variance + arms[1].variance).squareRoot()
      return z.magnitude > 1.959964
    }
  }()

  private static func ratioOfSums(
    _ draw: DrawnTrial, arm: Int, rise: Double
  ) -> (value: Double, variance: Double) {
    let units = 300
    var (opened, sent) = ([Double](), [Double]())
    for unit in arm * units..<(arm + 1) * units {
      let messages = 2 + Int(16 * draw.uniform(unit))
      let chance = 0.1 + rise + 0.4 * draw.uniform(unit, 1)
      opened.append(
        Double(Binomial.count(trials: messages, chance: chance, uniform: draw.uniform(unit, 2))))
      sent.append(Double(messages))
    }
    let (above, below) = (RunningMoments(opened), RunningMoments(sent))
    let value = above.mean / below.mean
    let deviations = RunningMoments(
      zip(opened, sent).map { ($0 - value * $1) / below.mean })
    return (value, deviations.variance / Double(units))
  }
}
