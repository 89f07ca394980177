import Estimation
import Statistics
import Testing

@Suite("Readouts of assigned prescribers")
struct ReadoutOracleTests {
  typealias World = PrescriberExperiment
  let expected: ExperimentOracle

  init() throws { expected = try ExperimentOracle() }

  /// The effect with the reference's normal quantiles.
  private func normal(_ effect: EffectEstimate) -> EffectEstimate {
    EffectEstimate(effect.value, standardError: effect.standardError)
  }

  @Test("have the figures of Welch's and Student's test")
  func means() throws {
    let sample = try World.individual()
    let difference = MeanDifference(
      treated: sample.outcomes(treated: true), control: sample.outcomes(treated: false))
    let (welch, pooled) = (difference.welch(), difference.pooled())
    let root = "welch_post_rx/"
    expectNear(welch.value, try expected.figure(root + "difference"), relative: 1e-8)
    expectNear(welch.standardError, try expected.figure(root + "welch_se"), relative: 1e-8)
    expectNear(welch.degrees, try expected.figure(root + "welch_df"), relative: 1e-8)
    expectNear(welch.pValue, try expected.figure(root + "welch_p"), relative: 1e-8)
    expectNear(ends(welch), try expected.figures(root + "welch_ci"), relative: 1e-8)
    expectNear(pooled.standardError, try expected.figure(root + "pooled_se"), relative: 1e-8)
    expectNear(pooled.pValue, try expected.figure(root + "pooled_p"), relative: 1e-8)
    let relative = normal(welch).relativeByDelta(to: difference.level)
    expectNear(relative.value, try expected.figure(root + "relative_lift"), relative: 1e-8)
    expectNear(
      relative.standardError, try expected.figure(root + "relative_lift_se_delta"), relative: 1e-8)
    expectNear(
      ends(relative), try expected.figures(root + "relative_lift_ci_delta"), relative: 1e-8)
    let fieller = try #require(normal(welch).relative(to: difference.level))
    expectNear(
      ends(fieller), try expected.figures(root + "relative_lift_ci_fieller"), relative: 1e-8)
  }

  @Test("have the figures of a ratio by the delta method")
  func ratio() throws {
    let sent = World.Covariate("sent", try World.table().numbers("emails_sent"))
    let readout = try World.individual("emails_opened").ratio(over: sent)
    let root = "ratio_metric_open_rate/"
    expectNear(readout.controlLevel, try expected.figure(root + "ratio_control"), relative: 1e-8)
    expectNear(readout.effect.value, try expected.figure(root + "difference"), relative: 1e-8)
    expectNear(readout.effect.standardError, try expected.figure(root + "se"), relative: 1e-8)
    expectNear(readout.effect.pValue, try expected.figure(root + "p"), relative: 1e-8)
    let relative = try #require(readout.relative)
    expectNear(relative.value, try expected.figure(root + "relative_lift"), relative: 1e-8)
    expectNear(
      relative.standardError, try expected.figure(root + "relative_lift_se"), relative: 1e-8)
  }

  @Test("have the figures of two proportions")
  func proportions() throws {
    let groups = TwoProportions(treated: (183, 600), control: (145, 600))
    let root = "two_proportions_adopted/"
    expectNear(groups.pooledZ, try expected.figure(root + "pooled_z"), relative: 1e-8)
    expectNear(groups.pooledPValue, try expected.figure(root + "pooled_p"), relative: 1e-8)
    let wald = groups.wald()
    expectNear(wald.standardError, try expected.figure(root + "unpooled_se"), relative: 1e-8)
    expectNear(wald.pValue, try expected.figure(root + "unpooled_p"), relative: 1e-8)
    expectNear(ends(wald), try expected.figures(root + "wald_ci"), relative: 1e-8)
    let newcombe = groups.newcombe()
    expectNear(
      [newcombe.lowerBound, newcombe.upperBound], try expected.figures(root + "newcombe_ci"),
      relative: 1e-8)
    for (group, key) in [(groups.control, "wilson_control"), (groups.treated, "wilson_treated")] {
      let wilson = WilsonInterval(
        successes: group.successes, trials: group.trials, confidence: 0.95)
      expectNear([wilson.low, wilson.high], try expected.figures(root + key), relative: 1e-8)
    }
    expectNear(groups.logRatioError, try expected.figure(root + "log_rr_se"), relative: 1e-8)
    // Roots of the score statistic by brentq of scipy 1.17.1, the likeliest shares by brentq as well.
    // confint_proportions_2indep of statsmodels 0.15.0 has the same ratio and for the difference a
    // root that is off by 5e-6.
    expectNear(ends(groups.score()), [0.012928679768705632, 0.11353997882532166], relative: 1e-8)
    let ratio = try #require(groups.relativeScore())
    expectNear(
      ends(ratio).map { $0 + 1 }, [1.0483271488828574, 1.5209052887403387], relative: 1e-8)
    let readout = try World.individual("adopted").proportions()
    expectNear(readout.effect.pValue, try expected.figure(root + "pooled_p"), relative: 1e-8)
    expectNear(
      try #require(readout.relative).value, try expected.figure(root + "risk_ratio") - 1,
      relative: 1e-8)
  }

  @Test("have the figures of analysis of covariance")
  func covariance() throws {
    let sample = try World.individual("post_rx_3m", [World.pre()])
    for (key, errors) in [
      ("nonrobust", CovarianceEstimator.classical), ("HC0", .heteroskedastic(.hc0)),
      ("HC1", .heteroskedastic(.hc1)), ("HC2", .heteroskedastic(.hc2)),
      ("HC3", .heteroskedastic(.hc3)),
    ] {
      let effect = try sample.regression(errors: errors).effect
      // The reference refers robust errors to the normal distribution.
      let shown = key == "nonrobust" ? effect : normal(effect)
      let root = "ancova/\(key)/"
      expectNear(shown.value, try expected.figure(root + "coef"), relative: 1e-8)
      expectNear(shown.standardError, try expected.figure(root + "se"), relative: 1e-8)
      expectNear(shown.pValue, try expected.figure(root + "p"), relative: 1e-8)
      expectNear(ends(shown), try expected.figures(root + "ci"), relative: 1e-8)
    }
    let readout = try sample.regression()
    expectNear(
      readout.effect.standardError, try expected.figure("ancova/HC2/se"), relative: 1e-8)
    #expect((1100...1199).contains(readout.effect.degrees))
    expectNear(
      readout.controlLevel, try expected.figure("ancova/adjusted_mean_control"), relative: 1e-8)
    let lin = normal(try sample.regression(.perArm).effect)
    let root = "ancova_lin_interacted_HC2/t/"
    expectNear(lin.value, try expected.figure(root + "coef"), relative: 1e-8)
    expectNear(lin.standardError, try expected.figure(root + "se"), relative: 1e-8)
    expectNear(lin.pValue, try expected.figure(root + "p"), relative: 1e-8)
    expectNear(ends(lin), try expected.figures(root + "ci"), relative: 1e-8)
  }

  @Test("have the figures of analysis of covariance with factors")
  func factors() throws {
    let table = try World.table()
    let covariates =
      [try World.pre()]
      + World.Covariate.levels("specialty", of: try table.labels("specialty"))
      + World.Covariate.levels("decile", of: try table.labels("decile"))
    let effect = try World.individual("post_rx_3m", covariates).regression(errors: .classical)
      .effect
    let root = "ancova_with_factors/t/"
    expectNear(effect.value, try expected.figure(root + "coef"), relative: 1e-8)
    expectNear(effect.standardError, try expected.figure(root + "se"), relative: 1e-8)
    expectNear(effect.pValue, try expected.figure(root + "p"), relative: 1e-8)
    expectNear(ends(effect), try expected.figures(root + "ci"), relative: 1e-8)
  }

  @Test("have the figures of CUPED and CUPAC")
  func varianceReduction() throws {
    let sample = try World.individual("post_rx_3m", [World.pre()])
    let cuped = try sample.cuped()
    try expectWelch(cuped, "cuped_pooled_theta/")
    expectNear(
      cuped.controlLevel, try expected.figure("cuped_pooled_theta/mean_control"), relative: 1e-8)
    let perArm = try sample.cuped(.perArm).effect
    expectNear(perArm.value, try expected.figure("cuped_per_arm_theta/difference"), relative: 1e-8)
    expectNear(perArm.standardError, try expected.figure("cuped_per_arm_theta/se"), relative: 1e-8)
    let table = try World.table()
    let features = [
      World.Covariate.levels("specialty", of: try table.labels("specialty")),
      [
        try World.pre(), ExperimentSample.logarithm(of: try World.pre()),
        World.Covariate("decile", try table.numbers("decile")),
      ],
    ].flatMap { $0 }
    try expectWelch(
      try World.individual("post_rx_3m", features).cupac(), "cupac_ols_control_fit/")
  }

  private func expectWelch(_ readout: Readout, _ root: String) throws {
    let effect = readout.effect
    expectNear(effect.value, try expected.figure(root + "difference"), relative: 1e-8)
    expectNear(effect.standardError, try expected.figure(root + "welch_se"), relative: 1e-8)
    expectNear(effect.degrees, try expected.figure(root + "welch_df"), relative: 1e-8)
    expectNear(effect.pValue, try expected.figure(root + "welch_p"), relative: 1e-8)
    expectNear(ends(effect), try expected.figures(root + "welch_ci"), relative: 1e-8)
  }

  @Test("with several covariates equal regression on all of them")
  func severalCovariates() throws {
    let table = try World.table()
    let sample = try World.individual(
      "post_rx_3m", [World.pre(), World.Covariate("decile", table.numbers("decile"))])
    // CUPED takes out the slopes without the arm; the arm's residual on them is what regression
    // uses instead, and balance keeps the two within a small share of the error.
    let (cuped, ancova) = (try sample.cuped().effect, try sample.regression().effect)
    #expect((cuped.value - ancova.value).magnitude < 0.01 * ancova.standardError)
    expectNear(cuped.standardError, ancova.standardError, relative: 0.005)
  }

  @Test("have the figures of post-stratification")
  func strata() throws {
    // The strata of the file do not have one outcome: the reference is on post_rx_3m.
    let sample = try World.individual(
      blocks: World.numbered(try World.table().labels("specialty")))
    let effect = try sample.stratified().effect
    expectNear(
      effect.value, try expected.figure("post_stratified_specialty/difference"), relative: 1e-8)
    expectNear(
      effect.standardError, try expected.figure("post_stratified_specialty/se"), relative: 1e-8)
  }

  @Test("have the figures of count and logistic regression")
  func likelihoods() throws {
    let logged = ExperimentSample.logarithm(of: try World.pre())
    let sample = try World.individual("post_rx_3m", [logged])
    let poisson = try sample.rateRatio(.poisson)
    expectNear(
      1 + (try #require(poisson.relative).value),
      try expected.figure("poisson_glm/rate_ratio"), relative: 1e-8)
    // HC1 is HC0 times n / (n − k).
    let relative = try #require(poisson.relative)
    expectNear(
      relative.standardError / (1 + relative.value),
      try expected.figure("poisson_glm/se_HC0/t") * (1200.0 / 1197).squareRoot(), relative: 1e-8)
    let negative = try #require(try sample.rateRatio().relative)
    expectNear(
      1 + negative.value, try expected.figure("negative_binomial_nb2_mle/rate_ratio"),
      relative: 1e-5)
    #expect(negative.isSignificant == poisson.effect.isSignificant)
  }

  private func ends(_ effect: EffectEstimate) -> [Double] {
    [effect.interval.lowerBound, effect.interval.upperBound]
  }
}
