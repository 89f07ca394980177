import Estimation
import Statistics
import Testing

@Suite("Placebo power")
struct PlaceboPowerTests {
  private func power(
    _ panel: SyntheticControlOracle.Panel, effects: [Double]? = nil
  ) throws -> PlaceboPower {
    let oracle = try #require(panel.power)
    let rows = panel.periods - panel.tested
    let history = Matrix(
      rows: rows, columns: panel.units,
      elements: (0..<panel.units).flatMap { panel.matrix.column($0).prefix(rows) })
    return try PlaceboPower(
      treated: panel.question.treated, donors: panel.question.donors,
      in: PlaceboHistory(history, length: oracle.length, lookBacks: oracle.lookBacks),
      effects: effects ?? oracle.effects, alpha: oracle.alpha)
  }

  @Test("is that of tests imagined and read out one by one")
  func oracle() throws {
    for panel in try SyntheticControlOracle.shared.get().panels {
      guard let oracle = panel.power else { continue }
      let power = try power(panel)
      #expect(power.power == oracle.power)
      #expect(largestDifference(power.placeboLifts, oracle.placeboLifts) < 1e-8)
      let bias = oracle.placeboLifts.reduce(0, +) / Double(oracle.lookBacks)
      #expect((power.bias - bias).magnitude < 1e-9)
      let squares = oracle.placeboLifts.reduce(0) { $0 + ($1 - bias) * ($1 - bias) }
      // Tests i and j share so much of their periods.
      let windows = 0..<oracle.lookBacks
      let shared = windows.reduce(0.0) { sum, first in
        windows.reduce(sum) { sum, second in
          let common = Set(first..<first + oracle.length).intersection(
            second..<second + oracle.length)
          return sum + Double(common.count) / Double(oracle.length)
        }
      }
      let count = Double(oracle.lookBacks)
      let deviation = (squares / (count - shared / count)).squareRoot()
      #expect((power.deviation - deviation).magnitude < 1e-8)
      // Putting in a share multiplies what is estimated.
      for (effect, mean) in zip(power.effects, power.meanEstimate) {
        #expect((mean - ((1 + effect) * (1 + bias) - 1)).magnitude < 1e-8)
      }
    }
  }

  @Test("counts what readouts of the same tests call significant")
  func readouts() throws {
    let panel = try SyntheticControlOracle.shared.get().panels[1]
    let oracle = try #require(panel.power)
    let effects = [0.0, 0.03, 0.06, 0.09]
    let power = try power(panel, effects: effects)
    var found = effects.map { _ in 0.0 }
    for back in 0..<oracle.lookBacks {
      let end = panel.periods - panel.tested - back
      var question = panel.question
      question.fitted = 0..<end - oracle.length
      question.tested = end - oracle.length..<end
      for (index, effect) in effects.enumerated() {
        var outcomes = panel.matrix
        for unit in question.treated {
          for period in question.tested { outcomes[period, unit] *= 1 + effect }
        }
        let readout = try SyntheticControlReadout(outcomes, question)
        found[index] += readout.effect.isSignificant ? 1 : 0
      }
    }
    #expect(power.power == found.map { $0 / Double(oracle.lookBacks) })
  }

  @Test("names the smallest effect from which on all are found")
  func minimumDetectableEffect() throws {
    let panel = try SyntheticControlOracle.shared.get().panels[0]
    let effects = [0, 0.01, 0.02, 0.04, 0.08, 0.16, -0.04, -0.08, -0.16]
    let power = try power(panel, effects: effects)
    let smallest = try #require(power.minimumDetectableEffect())
    for (effect, found) in zip(power.effects, power.power) where effect.magnitude > 0.1 {
      #expect(found == 1)
    }
    let sameSign = zip(power.effects, power.power).filter { $0.0 * smallest > 0 }
    #expect(sameSign.allSatisfy { $0.0.magnitude < smallest.magnitude || $0.1 >= 0.8 })
    #expect(power.minimumDetectableEffect(power: 1.1) == nil)
    #expect(power.power(against: 0.08) == power.power[4])
    let between = try #require(power.power(against: 0.06))
    #expect((between - (power.power[3] + power.power[4]) / 2).magnitude < 1e-12)
    #expect(power.power(against: 0.5) == nil)
  }
}
