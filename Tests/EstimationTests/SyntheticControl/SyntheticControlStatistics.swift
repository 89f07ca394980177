import Estimation
import Foundation
import Statistics
import TestSupport
import Testing

/// Tests without effects on simulated markets, with counts as wide as prescriptions are.
///
/// The bands are those in which a correct program falls with a chance of 1 - 1e-6 each.
@Suite(
  "Synthetic control statistics",
  .enabled(if: ProcessInfo.processInfo.environment["ROUNDS_SLOW"] != nil))
struct SyntheticControlStatistics {
  static let worlds = 3_000

  /// Negative binomial counts of markets that share shocks: any order of periods is as likely as
  /// another, and any order of markets.
  private func outcomes(world: Int, units: Int, periods: Int, memory: Double = 0) -> Matrix {
    let stream = RandomStream(seed: 11, replicate: world, purpose: "test/markets")
    func normal(_ agent: Int, _ step: Int, _ draw: Int) -> Double {
      Normal.quantile(stream.uniform(agent: agent, step: step, draw: draw))
    }
    var outcomes = Matrix(rows: periods, columns: units)
    var shocks = (0..<2).map { normal(units, 1_000, $0) }
    let fresh = (1 - memory * memory).squareRoot()
    for period in 0..<periods {
      for factor in 0..<2 {
        shocks[factor] = memory * shocks[factor] + fresh * normal(units, period, factor)
      }
      for unit in 0..<units {
        let loads = (0..<2).map { stream.uniform(agent: unit, step: 1_001, draw: $0) }
        let mean = 40 * Elementary.exp(0.1 * (loads[0] * shocks[0] + loads[1] * shocks[1]))
        // A market of a dozen physicians whose dispersion is 1.55.
        outcomes[period, unit] = Double(
          NegativeBinomial.count(
            mean: mean, dispersion: 1.55 * 12,
            uniform: stream.uniform(agent: unit, step: period, draw: 9)))
      }
    }
    return outcomes
  }

  private func question(units: Int, periods: Int, tested: Int) -> SyntheticControlQuestion {
    SyntheticControlQuestion(
      treated: [0], donors: Array(1..<units), fitted: 0..<periods - tested,
      tested: periods - tested..<periods)
  }

  @Test("ranks markets without effect evenly among placebos in space")
  func placebo() throws {
    var counts = [Int](repeating: 0, count: 10)
    for world in 0..<Self.worlds {
      let placebo = try PlaceboInSpace(
        outcomes(world: world, units: 10, periods: 30),
        question(units: 10, periods: 30, tested: 5))
      counts[Int((placebo.pValue * 10).rounded()) - 1] += 1
    }
    for count in counts {
      let band = StatisticalBand.proportion(0.1, trials: Self.worlds, falseAlarm: 1e-7)
      #expect(band.range.contains(Double(count) / Double(Self.worlds)))
    }
  }

  @Test(
    "rejects no effect as often as it says, and covers the true one, on periods in any order",
    arguments: [SyntheticControlSettings.Augmentation.none, .ridge(.fixed(500))])
  func conformal(augmentation: SyntheticControlSettings.Augmentation) throws {
    let (units, periods, tested, effect) = (8, 40, 5, 6.0)
    var rejected = 0
    var covered = 0
    var settings = SyntheticControlReadout.Settings()
    settings.control.augmentation = augmentation
    for world in 0..<Self.worlds {
      var outcomes = outcomes(world: world, units: units, periods: periods)
      let question = question(units: units, periods: periods, tested: tested)
      if try SyntheticControlReadout(outcomes, question, settings: settings).effect.isSignificant {
        rejected += 1
      }
      for period in question.tested { outcomes[period, 0] += effect }
      let readout = try SyntheticControlReadout(outcomes, question, settings: settings)
      if readout.effect.interval.contains(effect) { covered += 1 }
    }
    // Below 0.1 are ranks of one to three in 40; effects that are accepted beyond zero can only make
    // fewer of them.
    let rejections = StatisticalBand.proportion(0.075, trials: Self.worlds, falseAlarm: 1e-6)
    let coverage = StatisticalBand.proportion(0.925, trials: Self.worlds, falseAlarm: 1e-6)
    print("rejected", rejected, "covered", covered, "of", Self.worlds)
    #expect(rejections.range.contains(Double(rejected) / Double(Self.worlds)))
    #expect(coverage.range.contains(Double(covered) / Double(Self.worlds)))
  }

  @Test("rejects little more often where shocks last")
  func memory() throws {
    var rejected = 0
    for world in 0..<Self.worlds {
      let readout = try SyntheticControlReadout(
        outcomes(world: world, units: 8, periods: 60, memory: 0.7),
        question(units: 8, periods: 60, tested: 6))
      if readout.effect.isSignificant { rejected += 1 }
    }
    print("rejected with memory", rejected, "of", Self.worlds)
    // Below 0.1 are ranks of one to five in 60: 0.083 if exact.
    #expect(Double(rejected) / Double(Self.worlds) < 0.11)
  }
}
