import Estimation
import Statistics
import Testing

@Suite("Readouts of clusters, pairs and periods")
struct GroupedReadoutOracleTests {
  typealias World = PrescriberExperiment
  let expected: ExperimentOracle

  init() throws { expected = try ExperimentOracle() }

  @Test("have the figures of cluster-robust regression", arguments: [false, true])
  func clusterRobust(adjusted: Bool) throws {
    let sample = try World.clustered(adjusted ? [World.pre()] : [])
    let labels = try #require(sample.clusters)
    let root = adjusted ? "cluster_ols_ancova/" : "cluster_ols_unadjusted/"
    for (key, errors) in [
      ("CR0", CovarianceEstimator.clustered(by: labels, correction: .none)),
      ("CR1", .clustered(by: labels, correction: .smallSample)),
      ("CR2", .clusterAdjusted(by: labels, .cr2)), ("CR3", .clusterAdjusted(by: labels, .cr3)),
    ] {
      let effect = try sample.regression(errors: errors).effect
      expectNear(effect.value, try expected.figure(root + "coef"), relative: 1e-8, key)
      expectNear(
        effect.standardError, try expected.figure(root + "\(key)/se"), relative: 1e-8, key)
      guard key == "CR0" || key == "CR1" else { continue }
      expectNear(
        effect.pValue, try expected.figure(root + "\(key)/p_t_Gminus1"), relative: 1e-8, key)
    }
    let effect = try sample.regression().effect
    expectNear(effect.standardError, try expected.figure(root + "CR2/se"), relative: 1e-8)
  }

  @Test("have the figures of a ratio by clusters")
  func ratio() throws {
    // numpy 2.4.6 and scipy 1.17.1 on the same table: sums per territory, linearized residuals with
    // their own variance in each arm, t with 58 degrees.
    let pre = try World.pre()
    let readout = try World.clustered().ratio(over: .init("pre + 1", pre.values.map { $0 + 1 }))
    expectNear(readout.effect.value, 0.07118431845906953, relative: 1e-10)
    expectNear(readout.effect.standardError, 0.021991218300512146, relative: 1e-10)
    expectNear(readout.effect.pValue, 0.001999125810140285, relative: 1e-9)
    #expect(readout.effect.degrees == 58)
    #expect(readout.method == "ratio, clustered delta method")
  }

  @Test("give adjusted clusters the degrees of a test of cluster means where they are balanced")
  func satterthwaite() throws {
    // Thirty clusters of twenty on both sides: Satterthwaite's degrees are those of the pooled t
    // test.
    expectNear(try World.clustered().regression().effect.degrees, 58, relative: 1e-9)
  }

  @Test("give single units the degrees of Bell and McCaffrey")
  func singleUnits() throws {
    // Two and four units: trace² / trace of the square, by hand with weights 1/n² (1 − 1/n)⁻¹: the
    // variance is s₁²/2 + s₂²/4 and under one variance its degrees are (1/2 + 1/4)² / (1/4/1 +
    // 1/16/3).
    let sample = try ExperimentSample(
      [1, 4, 2, 3, 7, 5], isTreated: [true, true, false, false, false, false])
    let effect = try sample.regression().effect
    expectNear(effect.degrees, 0.5625 / (0.25 + 1.0 / 48.0), relative: 1e-12)
    expectNear(effect.standardError, sample.welch().effect.standardError, relative: 1e-12)
  }

  @Test("have the figures of a test of cluster means")
  func clusterMeans() throws {
    let sample = try World.clustered()
    let readout = try sample.clusterMeansTest()
    let root = "cluster_means_t_test/"
    expectNear(readout.effect.value, try expected.figure(root + "difference"), relative: 1e-8)
    expectNear(readout.effect.standardError, try expected.figure(root + "welch_se"), relative: 1e-8)
    expectNear(readout.effect.pValue, try expected.figure(root + "welch_p"), relative: 1e-8)
    let means = try sample.clusterMeans()
    let pooled = MeanDifference(
      treated: means.outcomes(treated: true), control: means.outcomes(treated: false)
    ).pooled()
    expectNear(pooled.pValue, try expected.figure(root + "pooled_p"), relative: 1e-8)
    #expect((readout.treatedCount, readout.controlCount) == (30, 30))
  }

  @Test("have the figures of a mixed model by restricted likelihood")
  func mixed() throws {
    let readout = try World.clustered([World.pre()]).mixedModel()
    let root = "mixed_model_reml/"
    // The reference stops at 1e-5 of the variances, and coefficients follow them.
    expectNear(readout.effect.value, try expected.figure(root + "params/t"), relative: 1e-6)
    expectNear(readout.effect.standardError, try expected.figure(root + "se/t"), relative: 1e-5)
    // Intercept and arm do not vary within the 60 territories.
    #expect(readout.effect.degrees == 58)
  }

  @Test("have the figures of the intraclass correlation")
  func intraclass() throws {
    let table = try World.table()
    let clusters = try table.integers("territory")
    let sample = try World.clustered([World.pre()])
    let arm = sample.isTreated.map { $0 ? 1.0 : 0 }
    var design = Design(rows: sample.count)
    try design.appendIntercept()
    let pre = try World.pre().values
    let raw = try #require(IntraclassCorrelation(pre, clusters: clusters))
    try expect(raw, "territory_icc/pre_rx_6m/")
    try design.append("t", arm)
    let afterArm = try RegressionFit(sample.outcome, on: design).residuals
    try expect(
      #require(IntraclassCorrelation(afterArm, clusters: clusters)),
      "territory_icc/post_rx_3m_territory_design_residual_after_t/")
    try design.append("pre", pre)
    let afterBoth = try RegressionFit(sample.outcome, on: design).residuals
    try expect(
      #require(IntraclassCorrelation(afterBoth, clusters: clusters)),
      "territory_icc/post_rx_3m_territory_design_residual_after_t_and_pre/")
  }

  private func expect(_ correlation: IntraclassCorrelation, _ root: String) throws {
    expectNear(correlation.value, try expected.figure(root + "icc_anova"), relative: 1e-8)
    expectNear(correlation.betweenMeanSquare, try expected.figure(root + "msb"), relative: 1e-8)
    expectNear(correlation.withinMeanSquare, try expected.figure(root + "msw"), relative: 1e-8)
    expectNear(correlation.averageSize, try expected.figure(root + "n0"), relative: 1e-8)
    expectNear(
      correlation.designEffect(clusterSize: 20),
      try expected.figure(root + "design_effect_m20"), relative: 1e-8)
  }

  @Test("have the figures of difference in differences with unit and period effects")
  func differenceInDifferences() throws {
    let table = try RecordedTable("sim_territory_panel.csv")
    let territories = try table.integers("territory")
    let panel = try ExperimentPanel(
      table.numbers("trx"), units: territories, periods: table.integers("month"),
      isTreated: table.marks("treated_now"))
    let root = "difference_in_differences/two_way_fixed_effects/"
    for (key, correction) in [
      ("CR0", CovarianceEstimator.Correction.none), ("CR1", .smallSample),
    ] {
      let effect = try panel.fixedEffects(
        errors: .clustered(by: territories, correction: correction)
      ).effect
      expectNear(effect.value, try expected.figure(root + "coef"), relative: 1e-8)
      expectNear(effect.standardError, try expected.figure(root + "\(key)/se"), relative: 1e-8)
      expectNear(effect.pValue, try expected.figure(root + "\(key)/p_t_Gminus1"), relative: 1e-7)
    }
    // With two groups and one start CR2 is the test of changes of territories.
    let effect = try panel.fixedEffects().effect
    expectNear(
      effect.standardError,
      try expected.figure("difference_in_differences/collapsed_change_score/welch_se"),
      relative: 1e-8)
    expectNear(effect.degrees, 38, relative: 1e-8)
  }

  /// The rows of the panel as one row per territory, with the arm of each.
  private func wide(_ months: ClosedRange<Int>) throws -> (Matrix, [Bool]) {
    let table = try RecordedTable("sim_territory_panel.csv")
    let (territories, all) = (try table.integers("territory"), try table.integers("month"))
    let (outcome, group) = (try table.numbers("trx"), try table.marks("treated_group"))
    var matrix = Matrix(rows: 40, columns: months.count)
    var isTreated = [Bool](repeating: false, count: 40)
    for row in territories.indices where months.contains(all[row]) {
      matrix[territories[row] - 1, all[row] - months.lowerBound] = outcome[row]
      isTreated[territories[row] - 1] = group[row]
    }
    return (matrix, isTreated)
  }

  @Test("have the figures of changes of territories")
  func changes() throws {
    let (before, isTreated) = try wide(1...12)
    let (after, _) = try wide(13...24)
    let means = [before, after].map { $0.times([Double](repeating: 1.0 / 12, count: 12)) }
    let sample = try ExperimentSample(
      (0..<40).map { means[1][$0] - means[0][$0] }, isTreated: isTreated)
    let effect = sample.welch().effect
    let root = "difference_in_differences/collapsed_change_score/"
    expectNear(effect.value, try expected.figure(root + "difference"), relative: 1e-8)
    expectNear(effect.degrees, try expected.figure(root + "welch_df"), relative: 1e-8)
    expectNear(effect.pValue, try expected.figure(root + "welch_p"), relative: 1e-8)
    let ancova = try ExperimentSample(
      means[1], isTreated: isTreated, covariates: [.init("pre", means[0])]
    ).regression(errors: .classical).effect
    let other = "difference_in_differences/collapsed_ancova/"
    expectNear(ancova.value, try expected.figure(other + "coef"), relative: 1e-8)
    expectNear(ancova.standardError, try expected.figure(other + "se"), relative: 1e-8)
    expectNear(ancova.pValue, try expected.figure(other + "p"), relative: 1e-7)
  }

  @Test("have the figures of trends before the start")
  func trends() throws {
    let (before, isTreated) = try wide(1...12)
    // The event study of the reference has 960 rows and 40 + 23 + 23 coefficients.
    let trend = try PreTrend(history: before, isTreated: isTreated, rows: 960, columns: 86)
    let root = "difference_in_differences/event_study_CR1/"
    expectNear(trend.chiSquare, try expected.figure(root + "pretrend_wald_chi2"), relative: 1e-8)
    #expect(trend.degrees == 11)
    expectNear(trend.pValue, try expected.figure(root + "pretrend_p"), relative: 1e-8)
    expectNear(
      trend.slope.value, try expected.figure(root + "linear_pretrend_slope"), relative: 1e-8)
    // The reference has CR1 for 480 rows and 40 + 11 + 1 coefficients, Welch's error is CR2.
    let (adjusted, cr1): (Double, Double) = (20.0 / 19.0, 40.0 / 39.0 * 479.0 / 428.0)
    let correction = (cr1 / adjusted).squareRoot()
    expectNear(
      trend.slope.standardError * correction,
      try expected.figure(root + "linear_pretrend_se"), relative: 1e-8)
    #expect(!trend.isDrifting)
  }

  @Test("have the figures of matched pairs")
  func pairs() throws {
    let pool = try RecordedTable("sim_matching_pool.csv")
    let pairs = try RecordedTable("sim_matching_pairs_expected.csv")
    let (tests, controls) = (try pairs.integers("test_id"), try pairs.integers("control_id"))
    let (post, pre) = (try pool.numbers("post_rx_6m"), try pool.numbers("pre_rx_6m"))
    func sample(_ outcome: [Double]) throws -> ExperimentSample {
      try ExperimentSample(
        (tests + controls).map { outcome[$0 - 1] },
        isTreated: tests.map { _ in true } + controls.map { _ in false },
        blocks: Array(tests.indices) + Array(controls.indices))
    }
    let root = "propensity_matching/"
    let effect = try sample(post).matchedPairs().effect
    expectNear(effect.value, try expected.figure(root + "matched_post_difference"), relative: 1e-8)
    expectNear(effect.pValue, try expected.figure(root + "matched_post_paired_p"), relative: 1e-8)
    let double = try sample(post.indices.map { post[$0] - pre[$0] }).matchedPairs().effect
    expectNear(
      double.value, try expected.figure(root + "matched_double_difference"), relative: 1e-8)
    expectNear(
      double.standardError, try expected.figure(root + "matched_double_difference_se"),
      relative: 1e-8)
    expectNear(
      double.pValue, try expected.figure(root + "matched_double_difference_p"), relative: 1e-8)
  }

  @Test("have the figures of exact permutation and sign flips")
  func permutation() throws {
    let root = "exact_permutation/"
    let (treated, control) = (
      try expected.figures(root + "treated"), try expected.figures(root + "control")
    )
    let sample = try ExperimentSample(
      treated + control, isTreated: treated.map { _ in true } + control.map { _ in false })
    let inference = try RandomizationInference(sample)
    #expect(inference.isExact && inference.draws == 924)
    expectNear(inference.effect.value, try expected.figure(root + "difference"), relative: 1e-8)
    expectNear(inference.effect.pValue, try expected.figure(root + "p_two_sided"), relative: 1e-8)
    let differences = try expected.figures("exact_sign_flip/pair_differences")
    let pairs = try ExperimentSample(
      differences + differences.map { _ in 0 },
      isTreated: differences.map { _ in true } + differences.map { _ in false },
      blocks: Array(differences.indices) + Array(differences.indices))
    let flips = try RandomizationInference(pairs)
    #expect(flips.isExact && flips.draws == 1024)
    expectNear(flips.effect.value, try expected.figure("exact_sign_flip/mean"), relative: 1e-8)
    expectNear(
      flips.effect.pValue, try expected.figure("exact_sign_flip/p_two_sided"), relative: 1e-8)
    expectNear(
      try pairs.matchedPairs().effect.pValue, try expected.figure("exact_sign_flip/paired_p"),
      relative: 1e-8)
  }
}
