import Estimation
import Statistics
import Testing

@Suite("Futility")
struct FutilityTests {
  static func design(_ figure: FutilityOracle.Futility) throws -> GroupSequentialDesign {
    let (alpha, beta): (SpendingFunction, SpendingFunction) =
      switch figure.name {
      case "hsd -4, hsd -2": (.hwangShihDeCani(-4), .hwangShihDeCani(-2))
      case "obf, obf": (.obrienFleming, .obrienFleming)
      default: (.pocock, .power(2))
      }
    return try GroupSequentialDesign(
      shares: figure.times, boundary: .spending(alpha), alpha: figure.alpha, isTwoSided: false,
      power: figure.power, futility: .init(beta, isBinding: figure.binding))
  }

  @Test("has the bounds, drift and expected sample of independent integration")
  func oracle() throws {
    let figures = try FutilityOracle.read().futility
    #expect(figures.count == 6)
    for figure in figures {
      let plan = GroupSequentialPlan(try Self.design(figure))
      let what = "\(figure.name), binding \(figure.binding)"
      expectClose(plan.rule.upper, figure.upper, within: 1e-7, what)
      expectClose(plan.rule.lower, figure.lower, within: 1e-7, what)
      expectClose(
        [
          plan.drift, plan.inflation, plan.underNone.power, plan.underEffect.power,
          plan.expectedSampleUnderNone, plan.expectedSampleUnderEffect,
        ],
        [
          figure.drift, figure.inflation, figure.error, figure.reachedPower,
          figure.expectedUnderNone, figure.expectedUnderEffect,
        ], within: 1e-7, what)
    }
  }

  @Test("that does not bind leaves the upper bounds and spends no more than alpha")
  func nonBinding() throws {
    let shares = [0.2, 0.5, 0.8, 1]
    for boundary in [GroupSequentialDesign.Boundary.pocock, .spending(.obrienFleming)] {
      let plain = GroupSequentialPlan(
        try GroupSequentialDesign(
          shares: shares, boundary: boundary, alpha: 0.025, isTwoSided: false))
      let plan = GroupSequentialPlan(
        try GroupSequentialDesign(
          shares: shares, boundary: boundary, alpha: 0.025, isTwoSided: false,
          futility: .init(.hwangShihDeCani(-2))))
      #expect(plan.rule.upper == plain.rule.upper)
      expectClose([plan.spent[3]], [0.025], within: 1e-10)
      #expect(plan.underNone.power < 0.025)
      expectClose(plan.nominal, plan.rule.upper.map { Normal.cumulative(-$0) }, within: 1e-15)
      // A gain is read out as if nothing had been given up.
      let gains = [plan, plain].map {
        SequentialReadout($0, look: 2, value: $0.rule.upper[2] + 0.3, standardError: 1).estimate
      }
      #expect(gains[0].value == gains[1].value && gains[0].pValue == gains[1].pValue)
      #expect(gains[0].interval == gains[1].interval)
      #expect(plan.drift > plain.drift)
      expectClose([plan.underEffect.power], [0.8], within: 1e-9)
      #expect(plan.expectedSampleUnderNone < plain.expectedSampleUnderNone)
    }
  }
}
