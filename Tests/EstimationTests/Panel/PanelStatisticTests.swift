import Estimation
import Testing

@Suite("Panel statistic")
struct PanelStatisticTests {
  static let units = 30
  static let periods = 12

  /// A small panel with zeros, and one unit at zero throughout.
  static func panel() -> (outcome: [Double], effort: [Double]) {
    var outcome: [Double] = []
    var effort: [Double] = []
    for unit in 0..<units {
      for period in 0..<periods {
        let rhythm = unit * 7 + period * period * 3 + unit * period % 5
        let isZero = unit == 3 || (unit + period) % 4 == 0
        outcome.append(isZero ? 0 : Double(rhythm % (3 + unit / 2)))
        effort.append(Double((unit * 5 + period * 3 + unit * period % 7) % 4 + unit % 3))
      }
    }
    return (outcome, effort)
  }

  static func value(_ name: String) -> Double? {
    let (outcome, effort) = panel()
    return PanelStatistic(name: name)?.value(outcome: outcome, effort: effort, units: units)
  }

  /// NumPy 2.4.6: `mean`, `median` of `var(1, ddof=1) / mean(1)`, sums of products of deviations,
  /// `polyfit` of the totals, `cov`, `corrcoef`, and all pairs of units for the Gini coefficient.
  @Test(
    "equals NumPy's",
    arguments: [
      ("outcome.mean", 3.3916666666666666), ("effort.mean", 2.4972222222222222),
      ("outcome.zeroShare", 0.36666666666666664), ("outcome.dispersion", 2.84029484029484),
      ("outcome.pooledDispersion", 3.657732112277567),
      ("outcome.varianceOfMeans", 4.074305555555555), ("outcome.topShare:0.2", 0.3751023751023751),
      ("outcome.gini", 0.32822822822822817), ("outcome.autocorrelation:1", -0.1908539771069541),
      ("outcome.autocorrelation:3", -0.1755297494249598), ("outcome.trend", -0.003883094792185714),
      ("outcome.periodVariation", 0.11393400206822582), ("elasticity.pooled", 0.2922907656182679),
      ("elasticity.within", 0.3537996676891231),
      ("elasticity.withinPeriods", 0.35165702348638894), ("correlation", 0.09693700349125449),
      ("effort.autocorrelation:1", -0.056377048065810044),
    ])
  func oracle(name: String, expected: Double) throws {
    let value = try #require(Self.value(name))
    #expect((value / expected - 1).magnitude < 1e-12)
    #expect(PanelStatistic(name: name)?.name == name)
  }

  @Test("has the elasticities of PanelElasticity")
  func sameElasticities() throws {
    let (outcome, effort) = Self.panel()
    for removing in [false, true] {
      let fit = try PanelElasticity(
        outcome: outcome, effort: effort, units: Self.units, removingPeriodMeans: removing)
      let within = try #require(
        Self.value(removing ? "elasticity.withinPeriods" : "elasticity.within"))
      let pooled = try #require(Self.value("elasticity.pooled"))
      #expect((within / fit.within.elasticity - 1).magnitude < 1e-11)
      #expect((pooled / fit.pooled.elasticity - 1).magnitude < 1e-11)
    }
  }

  @Test("is not a number where the panel does not determine it")
  func undetermined() {
    let flat = [Double](repeating: 2, count: 6)
    let zero = [Double](repeating: 0, count: 6)
    let rising: [Double] = [1, 2, 3, 1, 2, 3]
    func value(_ name: String, _ outcome: [Double], _ effort: [Double], units: Int = 2) -> Double? {
      PanelStatistic(name: name)?.value(outcome: outcome, effort: effort, units: units)
    }
    #expect(value("elasticity.within", rising, flat)?.isNaN == true)
    #expect(value("elasticity.pooled", zero, rising)?.isNaN == true)
    #expect(value("elasticity.withinPeriods", rising, rising)?.isNaN == true)
    #expect(value("correlation", rising, rising)?.isNaN == true)
    #expect(value("outcome.autocorrelation:1", flat, [])?.isNaN == true)
    #expect(value("outcome.autocorrelation:3", rising, [])?.isNaN == true)
    #expect(value("outcome.dispersion", zero, [])?.isNaN == true)
    #expect(value("outcome.dispersion", rising, [], units: 6)?.isNaN == true)
    #expect(value("outcome.gini", zero, [])?.isNaN == true)
    #expect(value("outcome.topShare:0.1", rising.map { -$0 }, [])?.isNaN == true)
    #expect(value("outcome.varianceOfMeans", rising, [], units: 1)?.isNaN == true)
    #expect(value("outcome.trend", zero, [])?.isNaN == true)
    #expect(value("outcome.periodVariation", [1, 2, 3, 4], [])?.isNaN == true)
    #expect(value("outcome.trend", rising, []) == 0.5)
  }

  @Test(
    "knows no other names",
    arguments: [
      "", "gini", "outcome", "outcome.", "outcome.Gini", "sales.gini", "outcome.topShare",
      "outcome.topShare:1", "outcome.topShare:x", "outcome.autocorrelation:0",
      "outcome.autocorrelation:1:2", "elasticity.naive", "correlation.outcome", "outcome.gini.x",
    ])
  func unknown(name: String) {
    #expect(PanelStatistic(name: name) == nil)
  }

  @Test("says what it needs")
  func needs() {
    #expect(PanelStatistic(name: "outcome.gini")?.needsEffort == false)
    #expect(PanelStatistic(name: "effort.gini")?.needsEffort == true)
    #expect(PanelStatistic(name: "correlation")?.needsEffort == true)
    #expect(
      PanelStatistic.accepted
        == "outcome. or effort. with one of mean, zeroShare, dispersion, pooledDispersion, "
        + "varianceOfMeans, gini, trend, periodVariation, topShare:SHARE, autocorrelation:LAG; "
        + "elasticity.pooled, elasticity.within, elasticity.withinPeriods; or correlation")
  }
}
