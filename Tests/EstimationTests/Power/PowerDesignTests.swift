import Estimation
import Interchange
import Statistics
import Testing

/// Designs that statsmodels lacks, against `power_designs.py`, and the limits in which they meet.
@Suite("Planned designs")
struct PowerDesignTests {
  private func rows(_ section: String) throws -> [RecordedRow] {
    try recordedRows(section, in: "power_designs.json")
  }

  /// Generalized least squares on all cell means of all clusters, in numpy.
  @Test("of stepped wedges have the variance of generalized least squares, with every decay")
  func steppedWedges() throws {
    let rows = try rows("stepped_wedges")
    #expect(rows.count == 96)
    for row in rows {
      let decay = try #require(SteppedWedge.Decay(rawValue: try row.word("decay")))
      let wedge = SteppedWedge(
        .cellSize(try row.number("cell")), periods: Int(try row.number("periods")),
        correlation: try row.number("icc"), autocorrelation: try row.number("cac"), decay: decay)
      let variance = wedge.variance(
        clusters: try row.number("clusters"), cellSize: try row.number("cell"))
      expectNear(variance, try row.number("variance"), relative: 1e-9, "\(row.cells)")
    }
  }

  @Test("of factors have the power of the regression on their full design")
  func factorials() throws {
    for row in try rows("factorials") {
      let question = PowerQuestion(
        .mean(control: 1, treated: 1),
        design: .factorial(
          factors: Int(try row.number("factors")), order: Int(try row.number("order"))))
      expectNear(
        question.power(size: try row.number("cell"), effect: try row.number("effect")),
        try row.number("power"), relative: 1e-8, "\(row.cells)")
    }
  }

  @Test("of margins for means have the textbook's sizes")
  func meanMargins() throws {
    for row in try rows("margins_mean") {
      let spread = try row.number("sd")
      var question = PowerQuestion(
        .mean(control: spread, treated: spread),
        test: TestRule(alpha: try row.number("alpha"), sides: .one, knowsVariances: true))
      question.ratio = try row.number("ratio")
      question.assumedDifference = try row.number("difference")
      let (margin, power) = (try row.number("margin"), try row.number("power"))
      let answer = try question.given(effect: margin, power: power).answer()
      expectNear(answer.size, try row.number("n"), relative: 1e-9)
      let back = try question.given(size: answer.size, power: power).answer()
      expectNear(back.effect, margin, relative: 1e-9)
    }
  }

  @Test("of margins for proportions have the textbook's sizes")
  func shareMargins() throws {
    for row in try rows("margins_share") {
      // The pooled test has no pooled error where a margin is tested.
      for test in [ComparedOutcome.ProportionTest.unpooled, .pooled] {
        var question = PowerQuestion(
          .proportion(try row.number("share"), test),
          test: TestRule(alpha: try row.number("alpha"), sides: .one))
        question.assumedDifference = try row.number("difference")
        let answer = try question.given(
          effect: row.number("margin"), power: row.number("power")
        ).answer()
        expectNear(answer.size, try row.number("n"), relative: 1e-9)
      }
    }
  }

  @Test("of margins mirror each other when more is worse")
  func mirroredMargin() throws {
    var good = PowerQuestion(.proportion(0.7, .unpooled), test: TestRule(alpha: 0.025, sides: .one))
    var bad = PowerQuestion(.proportion(0.3, .unpooled), test: TestRule(alpha: 0.025, sides: .one))
    good.assumedDifference = 0.01
    bad.assumedDifference = -0.01
    bad.isDecrease = true
    let sizes = try [good, bad].map { try $0.given(effect: 0.05, power: 0.8).answer().size }
    expectNear(sizes[0], sizes[1], relative: 1e-12)
  }

  /// Moments of Bernoulli trials per unit: with one trial in each unit the ratio is a proportion.
  @Test("of ratios have the variance of a proportion when every unit has one trial")
  func ratios() {
    let metric = RatioMetric(
      numerator: (mean: 0.3, variance: 0.21), denominator: (mean: 1, variance: 0), covariance: 0)
    #expect(metric.value == 0.3)
    expectNear(metric.standardDeviation, 0.21.squareRoot(), relative: 1e-15)
    // A numerator that is always a fifth of the denominator has no variance.
    let fixed = RatioMetric(
      numerator: (mean: 2, variance: 0.16), denominator: (mean: 10, variance: 4), covariance: 0.8)
    #expect(fixed.standardDeviation < 1e-8)
  }

  /// `estimators.json`, `ratio_metric_open_rate`: opened over sent messages of 600 prescribers.
  @Test("of ratios have the variance of the delta method", arguments: [0.0, 1])
  func openRates(arm: Double) throws {
    let table = try CSVFile(
      text: String(decoding: oracle("sim_hcp_experiment.csv"), as: UTF8.self), name: "")
    let arms = try table.numbers(in: "treat_individual")
    let opened = zip(try table.numbers(in: "emails_opened"), arms).filter { $0.1 == arm }.map(\.0)
    let sent = zip(try table.numbers(in: "emails_sent"), arms).filter { $0.1 == arm }.map(\.0)
    let (above, below) = (RunningMoments(opened), RunningMoments(sent))
    let product = zip(opened, sent).reduce(0) {
      $0 + ($1.0 - above.mean) * ($1.1 - below.mean)
    }
    let metric = RatioMetric(
      numerator: (above.mean, above.variance), denominator: (below.mean, below.variance),
      covariance: product / 599)
    expectNear(
      metric.value, arm == 0 ? 0.25618746708794105 : 0.293021462536949, relative: 1e-12)
    expectNear(
      metric.standardDeviation * metric.standardDeviation / 600,
      arm == 0 ? 3.888740731444113e-05 : 4.286903110769144e-05, relative: 1e-8)
  }

  @Test("of counts correlate before and after as shared gamma rates do")
  func countCorrelation() {
    let correlation = RepeatedMeasures.countCorrelation(dispersion: 1.55, before: 10, after: 5)
    let covariance = 1.55 * 10 * 5
    let spread = ((10 + 1.55 * 100) * (5 + 1.55 * 25)).squareRoot()
    expectNear(correlation, covariance / spread, relative: 1e-14)
    #expect(RepeatedMeasures.countCorrelation(dispersion: 0, before: 3, after: 3) == 0)
  }

  @Test("of clusters with one unit each are those of units")
  func singleClusters() throws {
    var units = PowerQuestion(.mean(control: 2, treated: 3)).given(effect: 0.7, power: 0.9)
    units.ratio = 0.5
    var clusters = units
    clusters.design = .clusters(ClusterSample(.size(1), correlation: 0.2))
    expectNear(try clusters.answer().size, try units.answer().size, relative: 1e-12)
  }

  @Test("of two factors find a main effect with as many units as two arms")
  func mainEffect() throws {
    let arms = PowerQuestion(.mean(control: 1, treated: 1)).given(effect: 0.1, power: 0.8)
    var factorial = arms
    factorial.design = .factorial(factors: 2, order: 1)
    // Half of all units are on either side of a factor: two cells make an arm.
    expectNear(try 2 * factorial.answer().size, try arms.answer().size, relative: 1e-5)
    factorial.design = .factorial(factors: 2, order: 2)
    expectNear(try factorial.answer().size, try 2 * arms.answer().size, relative: 1e-3)
  }

  @Test("with further looks need as many more units as the looks cost")
  func looks() throws {
    var question = PowerQuestion(.rate(5.06, dispersion: 1.55, exposure: 1, .logarithm))
      .given(effect: 0.253, power: 0.8)
    let once = try question.answer().size
    question.sequentialFactor = 1.028
    expectNear(try question.answer().size, once * 1.028, relative: 1e-12)
  }
}
