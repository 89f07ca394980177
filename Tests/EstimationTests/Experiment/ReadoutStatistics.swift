import Estimation
import Foundation
import Statistics
import TestSupport
import Testing

/// How often readouts reject where nothing happened, and cover what did.
///
/// One check of a correct estimator fails with a chance of 1e-6; the bands of 2,000 experiments
/// reach about 2.4 points to each side of 5 percent, so that errors that are a fifth too small (a
/// rate of 12 percent) are always caught.
@Suite(
  "Errors of readouts",
  .enabled(if: ProcessInfo.processInfo.environment["ROUNDS_SLOW"] != nil))
struct ReadoutStatistics {
  static let experiments = 2_000

  /// A readout of a simulated experiment.
  struct Method: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let effect: @Sendable (Int, Double) throws -> EffectEstimate

    init(_ name: String, _ effect: @escaping @Sendable (Int, Double) throws -> EffectEstimate) {
      testDescription = name
      self.effect = effect
    }
  }

  /// One level of an outcome as success.
  static func adopted(_ sample: ExperimentSample) throws -> ExperimentSample {
    try ExperimentSample(
      sample.outcome.map { $0 > 8 ? 1 : 0 }, isTreated: sample.isTreated,
      covariates: sample.covariates.map(ExperimentSample.logarithm))
  }

  static func logged(_ sample: ExperimentSample) throws -> ExperimentSample {
    try ExperimentSample(
      sample.outcome, isTreated: sample.isTreated,
      covariates: sample.covariates.map(ExperimentSample.logarithm), clusters: sample.clusters)
  }

  static func stratified(_ sample: ExperimentSample) throws -> ExperimentSample {
    try ExperimentSample(
      sample.outcome, isTreated: sample.isTreated,
      blocks: sample.covariates[0].values.map { $0 < 5 ? 0 : $0 < 20 ? 1 : 2 })
  }

  /// The arm as the first of two factors, with a second one alternating within each arm.
  static func mainEffect(_ sample: ExperimentSample) throws -> EffectEstimate {
    var (drawn, cells): ([[Int]], [Int: Int]) = ([[], []], [:])
    let things = sample.clusters ?? Array(sample.outcome.indices)
    for (unit, thing) in things.enumerated() where cells[thing] == nil {
      let arm = sample.isTreated[unit] ? 1 : 0
      cells[thing] = 2 * arm + drawn[arm].count % 2
      drawn[arm].append(thing)
    }
    return try CellContrasts(sample, cells: things.map { cells[$0] ?? 0 })
      .readout("arm", weights: [-0.5, -0.5, 0.5, 0.5], level: nil).effect
  }

  static func panel(_ replicate: Int) throws -> ExperimentPanel {
    // Twelve territories in four waves over six months, counts of twenty prescribers each.
    let world = PrescriberWorld(replicate: replicate, prescribers: 240, territories: 12)
    let (pre, order) = (
      world.units(treated: [Bool](repeating: false, count: 240)),
      (0..<12).sorted { world.uniform("arm", $0) < world.uniform("arm", $1) }
    )
    var (outcome, units, periods, treated): ([Double], [Int], [Int], [Bool]) = ([], [], [], [])
    for (place, territory) in order.enumerated() {
      let level = pre[territory * 20..<territory * 20 + 20].reduce(0) { $0 + $1.pre } / 120
      for period in 0..<6 {
        let season = 1 + 0.1 * Double(period)
        let drawn = CountDispersion(1.4).count(
          mean: 20 * level * season, uniform: world.uniform("cell \(period)", territory))
        outcome.append(Double(drawn) / 20)
        units.append(territory)
        periods.append(period)
        treated.append(period > place / 3 + 1)
      }
    }
    return try ExperimentPanel(outcome, units: units, periods: periods, isTreated: treated)
  }

  static let nullMethods: [Method] = [
    Method("Welch") { try PrescriberWorld(replicate: $0).individual(lift: $1).welch().effect },
    Method("Welch of forty") {
      try PrescriberWorld(replicate: $0, prescribers: 40, territories: 20).individual(lift: $1)
        .welch().effect
    },
    Method("ANCOVA") {
      try PrescriberWorld(replicate: $0).individual(lift: $1).regression().effect
    },
    Method("ANCOVA, a quarter treated") {
      try PrescriberWorld(replicate: $0).individual(lift: $1, share: 0.25).regression().effect
    },
    Method("ANCOVA with slopes per arm") {
      try PrescriberWorld(replicate: $0).individual(lift: $1).regression(.perArm).effect
    },
    Method("CUPED") { try PrescriberWorld(replicate: $0).individual(lift: $1).cuped().effect },
    Method("CUPED, slopes per arm") {
      try PrescriberWorld(replicate: $0).individual(lift: $1).cuped(.perArm).effect
    },
    Method("CUPAC") { try PrescriberWorld(replicate: $0).individual(lift: $1).cupac().effect },
    Method("post-stratification") {
      try stratified(PrescriberWorld(replicate: $0).individual(lift: $1)).stratified().effect
    },
    Method("cluster regression, 60") {
      try PrescriberWorld(replicate: $0).clustered(lift: $1).regression().effect
    },
    Method("cluster regression, 10") {
      try PrescriberWorld(replicate: $0, territories: 10).clustered(lift: $1).regression().effect
    },
    Method("cluster means, 10") {
      try PrescriberWorld(replicate: $0, territories: 10).clustered(lift: $1).clusterMeansTest()
        .effect
    },
    Method("mixed model, 20") {
      try PrescriberWorld(replicate: $0, territories: 20).clustered(lift: $1).mixedModel().effect
    },
  ]

  static let sharpMethods: [Method] = [
    Method("negative binomial") { replicate, _ in
      try logged(PrescriberWorld(replicate: replicate).individual()).rateRatio().effect
    },
    Method("Poisson with robust errors") { replicate, _ in
      try logged(PrescriberWorld(replicate: replicate).individual()).rateRatio(.poisson).effect
    },
    Method("negative binomial by clusters") { replicate, _ in
      try logged(PrescriberWorld(replicate: replicate).clustered()).rateRatio().effect
    },
    Method("two proportions") { replicate, _ in
      try adopted(PrescriberWorld(replicate: replicate).individual()).proportions().effect
    },
    Method("logistic") { replicate, _ in
      try adopted(PrescriberWorld(replicate: replicate).individual()).logistic().effect
    },
    Method("ratio") { replicate, _ in
      let sample = try PrescriberWorld(replicate: replicate).individual()
      let sent = sample.covariates[0].values.map { $0 + 1 }
      return try sample.ratio(over: .init("sent", sent)).effect
    },
    Method("ratio of clusters, 20") { replicate, _ in
      let sample = try PrescriberWorld(replicate: replicate, territories: 20).clustered()
      let sent = sample.covariates[0].values.map { $0 + 1 }
      return try sample.ratio(over: .init("sent", sent)).effect
    },
    Method("factorial cells") { replicate, _ in
      try mainEffect(PrescriberWorld(replicate: replicate).individual())
    },
    Method("factorial cells of territories, 12") { replicate, _ in
      try mainEffect(PrescriberWorld(replicate: replicate, territories: 12).clustered())
    },
    Method("matched pairs") { replicate, _ in
      try PrescriberWorld(replicate: replicate).paired().matchedPairs().effect
    },
    Method("sign flips of twelve pairs") { replicate, _ in
      try RandomizationInference(
        PrescriberWorld(replicate: replicate, prescribers: 24, territories: 12).paired()
      ).effect
    },
    Method("randomization of units") { replicate, _ in
      try RandomizationInference(
        PrescriberWorld(replicate: replicate, prescribers: 100, territories: 20).individual(),
        draws: 399
      ).effect
    },
    Method("randomization of clusters") { replicate, _ in
      try RandomizationInference(
        PrescriberWorld(replicate: replicate, prescribers: 120, territories: 12).clustered(),
        draws: 399
      ).effect
    },
    Method("stepped wedge of twelve territories") { replicate, _ in
      try panel(replicate).fixedEffects().effect
    },
  ]

  @Test("reject at five percent where nothing happened", arguments: nullMethods + sharpMethods)
  func falsePositives(_ method: Method) throws {
    var rejections = 0
    for replicate in 0..<Self.experiments where try method.effect(replicate, 0).isSignificant {
      rejections += 1
    }
    let rate = Double(rejections) / Double(Self.experiments)
    let band = StatisticalBand.proportion(0.05, trials: Self.experiments, falseAlarm: 1e-6)
    #expect(band.contains(rate), "\(rate)")
  }

  @Test("cover a lift of twenty percent nineteen times of twenty", arguments: nullMethods)
  func coverage(_ method: Method) throws {
    // Three months of five prescriptions, over all possible prescribers and territories.
    let truth = 0.2 * 15
    var covered = 0
    for replicate in 0..<Self.experiments
    where try method.effect(replicate, 0.2).interval.contains(truth) {
      covered += 1
    }
    let rate = Double(covered) / Double(Self.experiments)
    let band = StatisticalBand.proportion(0.95, trials: Self.experiments, falseAlarm: 1e-6)
    #expect(band.contains(rate), "\(rate)")
  }

  @Test("would reject far too often with the model errors of Poisson counts")
  func modelErrors() throws {
    var rejections = 0
    for replicate in 0..<500 {
      let sample = try Self.logged(PrescriberWorld(replicate: replicate).individual())
      let design = GeneralizedLinearDesign(
        rows: sample.count,
        columns: [
          ("treated", sample.isTreated.map { $0 ? 1 : 0 }), ("pre", sample.covariates[0].values),
        ])
      let fit = try GeneralizedLinearModel(.poisson).fit(
        GeneralizedLinearSample(sample.outcome, on: design))
      if try fit.estimates()[1].pValue < 0.05 { rejections += 1 }
    }
    // Against a rate of a fifth this holds with a chance above 0.9999.
    #expect(rejections > 100, "\(rejections) of 500")
  }
}
