import Estimation
import Testing

/// Expects numbers within an absolute distance of others, one by one.
func expectClose(
  _ values: [Double], _ expected: [Double], within distance: Double, _ what: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(values.count == expected.count, "\(what)", sourceLocation: sourceLocation)
  for (value, reference) in zip(values, expected) {
    #expect(
      (value - reference).magnitude <= distance,
      "\(what): \(value), expected \(reference)", sourceLocation: sourceLocation)
  }
}

@Suite("Group-sequential bounds")
struct GroupSequentialOracleTests {
  /// Absolute distance that is allowed; the figures themselves are good to about 1e-10.
  static let tolerance = 1e-8

  static func boundary(_ name: String) throws -> GroupSequentialDesign.Boundary {
    switch name {
    case "pocock": .pocock
    case "obf": .obrienFleming
    case "lan_demets_obf": .spending(.obrienFleming)
    case "lan_demets_pocock": .spending(.pocock)
    case "power_rho2": .spending(.power(2))
    case "power_rho3": .spending(.power(3))
    default:
      try #require(name == "hwang_shih_decani_-4" ? .spending(.hwangShihDeCani(-4)) : nil)
    }
  }

  @Test("of Pocock and O'Brien-Fleming are those of independent integration")
  func classic() throws {
    let figures = try SequentialOracle.read().classicEqualSpacing
    #expect(figures.count == 60)
    for figure in figures {
      let shares = (1...figure.looks).map { Double($0) / Double(figure.looks) }
      let what = "\(figure.design) \(figure.looks) \(figure.alpha)"
      let plan = GroupSequentialPlan(
        try GroupSequentialDesign(
          shares: shares, boundary: Self.boundary(figure.design), alpha: figure.alpha))
      expectClose(plan.rule.upper, figure.boundariesZ, within: Self.tolerance, what)
      expectClose(plan.nominal, figure.nominalPTwoSided, within: Self.tolerance, what)
      expectClose([plan.rule.upper[figure.looks - 1]], [figure.constant], within: 1e-8, what)
      let at90 = GroupSequentialPlan(
        try GroupSequentialDesign(
          shares: shares, boundary: Self.boundary(figure.design), alpha: figure.alpha, power: 0.9))
      for (plan, inflation, drift, expected) in [
        (
          plan, figure.inflationPower80, figure.driftPower80,
          figure.expectedSampleFractionOfFixedPower80
        ),
        (
          at90, figure.inflationPower90, figure.driftPower90,
          figure.expectedSampleFractionOfFixedPower90
        ),
      ] {
        guard let inflation, let drift, let expected else { continue }
        expectClose(
          [plan.inflation, plan.drift, plan.expectedSampleUnderEffect],
          [inflation, drift, expected], within: Self.tolerance, what)
      }
    }
  }

  @Test("by spending functions are those of independent integration")
  func spending() throws {
    let figures = try SequentialOracle.read().alphaSpending
    #expect(figures.count == 30)
    for figure in figures {
      let plan = GroupSequentialPlan(
        try GroupSequentialDesign(
          shares: figure.t, boundary: Self.boundary(figure.spending), alpha: figure.alpha))
      let what = "\(figure.spending) \(figure.t)"
      expectClose(plan.rule.upper, figure.boundariesZ, within: Self.tolerance, what)
      expectClose(plan.spent, figure.cumulativeAlpha, within: 1e-10, what)
      expectClose(
        [plan.inflation, plan.expectedSampleUnderEffect],
        [figure.inflationPower80, figure.expectedSampleFractionOfFixedPower80],
        within: Self.tolerance, what)
    }
  }

  @Test("are needed, because peeking claims too much")
  func peeking() throws {
    for figure in try SequentialOracle.read().naivePeeking {
      let shares = (1...figure.looks).map { Double($0) / Double(figure.looks) }
      let plan = GroupSequentialPlan(try GroupSequentialDesign(shares: shares))
      expectClose([plan.peekingError], [figure.typeIError], within: 1e-9, "\(figure.looks) looks")
    }
    // One-sided, two looks, by the bivariate normal distribution of scipy 1.17.1.
    let gain = try GroupSequentialDesign(shares: [0.5, 1], alpha: 0.025, isTwoSided: false)
    expectClose([GroupSequentialPlan(gain).peekingError], [0.041_558_910_770_014_61], within: 1e-9)
  }
}
