import Estimation
import Testing

@Suite("Spending function")
struct SpendingFunctionTests {
  static let all: [SpendingFunction] = [
    .obrienFleming, .pocock, .power(1), .power(3), .hwangShihDeCani(-4), .hwangShihDeCani(0),
    .hwangShihDeCani(2),
  ]

  @Test("grows from nothing to everything", arguments: all)
  func limits(spending: SpendingFunction) {
    #expect(spending.spent(by: 0, of: 0.025) == 0)
    #expect(spending.spent(by: 1, of: 0.025) == 0.025)
    #expect(spending.spent(by: 1.2, of: 0.025) == 0.025)
    let spent = (0...50).map { spending.spent(by: Double($0) / 50, of: 0.025) }
    #expect(zip(spent, spent.dropFirst()).allSatisfy { $0 < $1 })
    #expect(
      (spending.spent(by: 1 - 1e-9, of: 0.025) - 0.025).magnitude < 1e-9, "no jump at the end")
  }

  @Test("of Hwang, Shih and DeCani is linear in between")
  func linear() {
    for gamma in [-1e-7, 1e-7] {
      expectNear(
        SpendingFunction.hwangShihDeCani(gamma).spent(by: 0.3, of: 0.05), 0.015, relative: 1e-6)
    }
  }

  @Test("of Hwang, Shih and DeCani has the bounds of independent integration")
  func bounds() throws {
    let figures = try FutilityOracle.read().hwangShihDecani
    #expect(figures.count == 20)
    for figure in figures {
      let plan = GroupSequentialPlan(
        try GroupSequentialDesign(
          shares: figure.times, boundary: .spending(.hwangShihDeCani(figure.gamma)),
          alpha: figure.twoSided ? 0.05 : 0.025, isTwoSided: figure.twoSided))
      expectClose(plan.rule.upper, figure.upper, within: 1e-8, "\(figure.gamma) \(figure.times)")
    }
  }
}
