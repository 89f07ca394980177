import Estimation
import Foundation
import Statistics
import Testing

@Suite("Synthetic control readout")
struct SyntheticControlReadoutTests {
  /// A readout of a panel with an amount taken from the tested periods, so that its p-value is that of
  /// this amount.
  private func readout(
    _ panel: SyntheticControlOracle.Panel, less amount: Double, intercept: Bool,
    statistic: RearrangementStatistic
  ) throws -> SyntheticControlReadout {
    var outcomes = panel.matrix
    for unit in panel.question.treated {
      for period in panel.question.tested { outcomes[period, unit] -= amount }
    }
    var settings = SyntheticControlReadout.Settings()
    settings.control.hasIntercept = intercept
    settings.statistic = statistic
    return try SyntheticControlReadout(outcomes, panel.question, settings: settings)
  }

  @Test("has the p-values of refits without the effect")
  func pValues() throws {
    for panel in try SyntheticControlOracle.shared.get().panels where panel.units < 20 {
      for oracle in panel.tests {
        let readout = try readout(
          panel, less: oracle.effect, intercept: oracle.intercept,
          statistic: oracle.statistic == "mean" ? .mean : .meanSize)
        // The p-value counts effects beyond zero too, so that it is at least that of zero alone.
        #expect(readout.effect.pValue >= oracle.pValue - 1e-12)
        let isAlone = (readout.effect.pValue - oracle.pValue).magnitude < 1e-12
        #expect(isAlone || oracle.pValue < readout.effect.pValue)
      }
      let mean = panel.tests.filter { $0.statistic == "mean" && $0.intercept }
      for oracle in mean {
        let readout = try readout(
          panel, less: oracle.effect, intercept: true, statistic: .mean)
        #expect((readout.effect.pValue - oracle.pValue).magnitude < 1e-12)
      }
    }
  }

  @Test("has the interval of effects that a scan does not reject")
  func interval() throws {
    for panel in try SyntheticControlOracle.shared.get().panels {
      guard let scan = panel.scan else { continue }
      let readout = try SyntheticControlReadout(panel.matrix, panel.question)
      let accepted = scan.filter { $0[1] >= 1 - 0.9 }.map { $0[0] }
      let (low, high) = (try #require(accepted.min()), try #require(accepted.max()))
      #expect(readout.effect.interval.lowerBound <= low)
      #expect(readout.effect.interval.lowerBound > low - 0.05)
      #expect(readout.effect.interval.upperBound >= high)
      #expect(readout.effect.interval.upperBound < high + 0.05)
    }
  }

  @Test("never says significant with zero inside, whatever the effect")
  func agreement() throws {
    let panel = try SyntheticControlOracle.shared.get().panels[1]
    for tenths in stride(from: -40, through: 40, by: 5) {
      for statistic in [RearrangementStatistic.mean, .meanSize] {
        let readout = try readout(
          panel, less: Double(tenths) / 10, intercept: true, statistic: statistic)
        let effects = [readout.effect, readout.total, try #require(readout.lift)]
        for effect in effects + readout.periods.map(\.effect) {
          #expect(effect.isSignificant != effect.interval.contains(0))
          #expect(effect.interval.contains(effect.value))
        }
      }
    }
  }

  @Test("ranks units as all placebos computed one by one")
  func placebo() throws {
    for panel in try SyntheticControlOracle.shared.get().panels {
      guard let oracle = panel.placebo else { continue }
      let placebo = try #require(
        try SyntheticControlReadout(panel.matrix, panel.question).placebo)
      #expect(placebo.choices.count == oracle.count)
      for choice in placebo.choices {
        let expected = try #require(oracle.first { $0.units == choice.units })
        #expect((choice.ratio / expected.ratio - 1).magnitude < 1e-6)
      }
      let own = try #require(oracle.first { $0.units == panel.question.treated })
      let rank = oracle.count { $0.ratio >= own.ratio }
      #expect(placebo.pValue == Double(rank) / Double(oracle.count))
    }
  }

  @Test("draws different placebos where there are too many, the same ones from a seed")
  func drawnPlacebos() throws {
    let panel = try SyntheticControlOracle.shared.get().panels[2]
    let question = SyntheticControlQuestion(
      treated: [0, 4, 9], donors: (0..<30).filter { ![0, 4, 9].contains($0) }, fitted: 0..<20,
      tested: 20..<24)
    let placebo = try PlaceboInSpace(panel.matrix, question)
    #expect(placebo.choices.count >= PlaceboInSpace.mostChoices - 1)
    #expect(Set(placebo.choices.map(\.units)).count == placebo.choices.count)
    #expect(placebo.choices.contains { $0.units == [0, 4, 9] })
    #expect(try PlaceboInSpace(panel.matrix, question) == placebo)
    #expect(try PlaceboInSpace(panel.matrix, question, seed: 2).choices != placebo.choices)
  }

  @Test("tells the course of the test and of the one that never was")
  func course() throws {
    let panel = try SyntheticControlOracle.shared.get().panels[0]
    let readout = try SyntheticControlReadout(panel.matrix, panel.question)
    #expect(readout.periods.map(\.period) == Array(52..<60))
    let mean = readout.periods.reduce(0) { $0 + $1.effect.value } / 8
    #expect((mean - readout.effect.value).magnitude < 1e-12)
    #expect(
      readout.periods.allSatisfy { ($0.actual - $0.synthetic - $0.effect.value).magnitude < 1e-9 })
    let earlier = try #require(readout.placeboInTime)
    #expect(earlier.value.magnitude < 3)
    #expect((readout.total.value - 8 * readout.effect.value).magnitude < 1e-12)
    var short = panel.question
    short.fitted = 40..<52
    #expect(try SyntheticControlReadout(panel.matrix, short).placeboInTime == nil)
  }

  @Test("draws orders from a seed")
  func independent() throws {
    let panel = try SyntheticControlOracle.shared.get().panels[0]
    var settings = SyntheticControlReadout.Settings()
    settings.rearrangement = .independent(count: 999, seed: 5)
    let readout = try SyntheticControlReadout(panel.matrix, panel.question, settings: settings)
    #expect(readout.effect.isSignificant)
    // No order of 999 can be rarer.
    #expect(readout.effect.pValue >= 0.001)
    let again = try SyntheticControlReadout(panel.matrix, panel.question, settings: settings)
    #expect(again.effect.pValue == readout.effect.pValue)
    #expect(again.effect.interval == readout.effect.interval)
    settings.rearrangement = .independent(count: 999, seed: 6)
    let other = try SyntheticControlReadout(panel.matrix, panel.question, settings: settings)
    #expect(other.effect.interval != readout.effect.interval)
  }
}
