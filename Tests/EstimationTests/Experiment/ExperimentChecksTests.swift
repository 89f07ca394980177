import Estimation
import Foundation
import Statistics
import Testing

@Suite("Checks of experiments")
struct ExperimentChecksTests {
  @Test("have the figures of sample ratio mismatch")
  func sampleRatio() throws {
    for entry in try ExperimentOracle().objects("sample_ratio_mismatch") {
      let observed = try #require(entry["observed"] as? [Int])
      let ratio = SampleRatio(
        observed: observed, shares: try #require(entry["expected_share"] as? [Double]))
      expectNear(ratio.chiSquare, try #require(entry["chi2"] as? Double), relative: 1e-8)
      expectNear(ratio.pValue, try #require(entry["p"] as? Double), relative: 1e-8)
      #expect(ratio.degrees == entry["df"] as? Int)
      #expect(ratio.isMismatch == entry["flag_p_lt_0_001"] as? Bool)
    }
  }

  @Test("have the figures of standardized differences")
  func balance() throws {
    let pool = try RecordedTable("sim_matching_pool.csv")
    let isTreated = try pool.marks("test")
    let sample = try ExperimentSample(
      pool.numbers("post_rx_6m"), isTreated: isTreated,
      covariates: [
        .init("pre_rx_6m", pool.numbers("pre_rx_6m")),
        .init("rep_calls_6m", pool.numbers("rep_calls_6m")),
      ] + ExperimentSample.Covariate.levels("spec", of: pool.labels("specialty")))
    let expected = try ExperimentOracle()
    for difference in sample.balance {
      let key = difference.name.replacingOccurrences(of: "=", with: "_")
      expectNear(
        difference.value, try expected.figure("propensity_matching/smd_before/\(key)"),
        relative: 1e-8, key)
      #expect(difference.isImbalanced)
    }
    #expect(sample.balance.count == 4)
  }

  @Test("count controls that share a practice and split them off")
  func contamination() throws {
    // Practices 0…9 with one treated of two; 10…19 with controls only; exposure adds half the
    // effect.
    var (outcome, treated, practices): ([Double], [Bool], [Int]) = ([], [], [])
    for unit in 0..<60 {
      let practice = unit < 20 ? unit / 2 : 10 + (unit - 20) / 2
      let isTreated = unit < 20 ? unit.isMultiple(of: 2) : unit >= 40
      practices.append(practice)
      treated.append(isTreated)
      let isExposed = !isTreated && unit < 20
      outcome.append(Double(unit * 7 % 5) + (isTreated ? 2 : isExposed ? 1 : 0))
    }
    let sample = try ExperimentSample(outcome, isTreated: treated)
    let check = Contamination(of: sample, practices: practices)
    #expect((check.exposedControls, check.controls) == (10, 30))
    #expect(check.isDiluted)
    // Each group of ten or twenty units has every remainder equally often, so that means are exact.
    #expect((sample.welch().effect.value - 5.0 / 3).magnitude < 1e-12)
    let clean = try #require(check.againstUnexposed).effect
    #expect((clean.value - 2).magnitude < 1e-12)
    let spillover = try #require(check.spillover).effect
    #expect((spillover.value - 1).magnitude < 1e-12)
    // CR2 by practice written out with numpy 2.4.6.
    expectNear(clean.standardError, 0.31992746851779674, relative: 1e-9)
    expectNear(spillover.standardError, 0.5270462766947298, relative: 1e-9)
  }

  @Test("do not take the physicians of a practice for independent ones")
  func practices() throws {
    // Every physician four times in one practice: as much is known as of each once.
    let outcome = (0..<24).map { Double($0 * 7 % 11) }
    let isTreated = (0..<24).map { $0 < 12 }
    let once = try ExperimentSample(outcome, isTreated: isTreated).regression().effect
    let fourTimes = try ExperimentSample(
      (0..<96).map { outcome[$0 / 4] }, isTreated: (0..<96).map { isTreated[$0 / 4] })
    let check = Contamination(of: fourTimes, practices: (0..<96).map { $0 / 4 })
    let clean = try #require(check.againstUnexposed).effect
    expectNear(clean.standardError, once.standardError, relative: 1e-9)
    expectNear(clean.interval.lowerBound, once.interval.lowerBound, relative: 1e-9)
    expectNear(clean.interval.upperBound, once.interval.upperBound, relative: 1e-9)
    #expect(check.spillover == nil)
  }

  @Test("keep to the clusters that were drawn")
  func drawnClusters() throws {
    // Six territories of two practices of two; a practice of two control territories is shared with
    // treated ones.
    let practices = (0..<24).map { $0 == 12 ? 0 : $0 == 16 ? 2 : $0 / 2 }
    let sample = try ExperimentSample(
      (0..<24).map { Double($0 * 7 % 11) }, isTreated: (0..<24).map { $0 < 12 },
      clusters: (0..<24).map { $0 / 4 })
    let check = Contamination(of: sample, practices: practices)
    #expect(check.exposedControls == 2)
    #expect(try #require(check.againstUnexposed).effect.degrees < 6)
    #expect(check.spillover == nil)
  }

  @Test("say how large an effect can be found at the observed error")
  func detection() {
    let normal = EffectEstimate(0.3, standardError: 0.2)
    // (1.959964 + 0.841621) · 0.2, up to the far tail.
    #expect((normal.minimumDetectableEffect() - 0.560317).magnitude < 1e-5)
    #expect((normal.power(toDetect: normal.minimumDetectableEffect()) - 0.8).magnitude < 1e-12)
    #expect((normal.power(toDetect: 0) - 0.05).magnitude < 1e-12)
    #expect(EffectEstimate(0, standardError: 0).power(toDetect: 1) == 1)
    #expect(EffectEstimate(0, standardError: .nan).minimumDetectableEffect().isNaN)
    let drawn = EffectEstimate(1, pValue: 0.2, interval: -0.96...2.96, confidence: 0.95)
    #expect((drawn.scale - 1).magnitude < 1e-3)
  }
}
