import Estimation
import Statistics
import Testing

@Suite("Sequential readout")
struct SequentialReadoutTests {
  static func plan(_ name: String, oneSided: Bool = false) throws -> GroupSequentialPlan {
    let isClassic = name == "obf"
    return GroupSequentialPlan(
      try GroupSequentialDesign(
        shares: isClassic ? [0.25, 0.5, 0.75, 1] : [0.2, 0.5, 1],
        boundary: .spending(isClassic ? .obrienFleming : .pocock),
        alpha: isClassic ? 0.05 : (oneSided ? 0.025 : 0.1), isTwoSided: !oneSided))
  }

  @Test(
    "of a test that has ended has the p-value, estimate and interval of independent integration")
  func stagewise() throws {
    for figure in try FutilityOracle.read().stagewise {
      let isOneSided = figure.name == "pocock" && figure.look == 2
      let plan = try Self.plan(figure.name, oneSided: isOneSided)
      // An effect equals its drift when its standard error is one at full information.
      let error = 1 / plan.rule.shares[figure.look].squareRoot()
      let readout = SequentialReadout(
        plan, look: figure.look, value: figure.z * error, standardError: error)
      #expect(readout.outlook == nil)
      expectClose(
        [
          readout.estimate.pValue, readout.estimate.interval.lowerBound, readout.estimate.value,
          readout.estimate.interval.upperBound,
        ], [figure.p, figure.low, figure.median, figure.high], within: 1e-7, "\(figure)")
    }
  }

  @Test("of a test that goes on has the chances of independent integration")
  func outlook() throws {
    for figure in try FutilityOracle.read().outlook {
      let shares = figure.name == "obf" ? [0.25, 0.5, 0.75, 1] : [0.2, 0.5, 1]
      let plan = GroupSequentialPlan(
        try GroupSequentialDesign(
          shares: shares, boundary: .spending(figure.name == "obf" ? .obrienFleming : .pocock)))
      // In an odd unit, to see that units cancel.
      let error = 0.03 / shares[figure.look].squareRoot()
      let readout = SequentialReadout(
        plan, look: figure.look, value: figure.z * error, standardError: error,
        plannedEffect: figure.planned * 0.03)
      #expect(readout.verdict == .goesOn)
      let outlook = try #require(readout.outlook)
      expectClose(
        [outlook.powerUnderPlan, outlook.powerUnderTrend, outlook.predictivePower],
        [figure.underPlan, figure.underTrend, figure.predictive], within: 1e-7, figure.name)
    }
  }

  @Test("before the last look has the conditional and predictive power of the closed forms")
  func closedForm() throws {
    let plan = GroupSequentialPlan(try GroupSequentialDesign(shares: [0.4, 1], alpha: 0.05))
    let readout = SequentialReadout(plan, look: 0, value: 1.3, standardError: 1)
    let outlook = try #require(readout.outlook)
    let (score, bound) = (1.3 * 0.4.squareRoot(), plan.rule.upper[1])
    let left = 0.6.squareRoot()
    expectClose(
      [outlook.powerUnderPlan, outlook.powerUnderTrend, outlook.predictivePower],
      [
        Normal.cumulative((score + plan.drift * 0.6 - bound) / left),
        Normal.cumulative((score / 0.4 - bound) / left),
        Normal.cumulative((score / 0.4 - bound) / (0.6 / 0.4).squareRoot()),
      ], within: 1e-10)
  }

  @Test("never contradicts itself or its bounds, at any look and value")
  func agreement() throws {
    let fixed: [GroupSequentialDesign.Boundary] = [.pocock, .obrienFleming]
    let plans =
      [try Self.plan("obf"), try Self.plan("pocock")]
      + (try fixed.map {
        GroupSequentialPlan(try GroupSequentialDesign(shares: [0.3, 0.6, 1], boundary: $0))
      })
    for plan in plans {
      for look in plan.rule.shares.indices {
        let bound = plan.rule.upper[look]
        let near = [bound - 1e-6, bound + 1e-6, bound.nextDown, bound]
        for z in (near + stride(from: 0, through: 7, by: 0.35)).flatMap({ [$0, -$0] }) {
          let readout = SequentialReadout(plan, look: look, value: z * 0.2, standardError: 0.2)
          let estimate = readout.estimate
          let isProven = readout.verdict == .gain || readout.verdict == .loss
          #expect(isProven == (z.magnitude >= bound))
          #expect(estimate.interval.contains(0) == !estimate.isSignificant, "look \(look), z \(z)")
          // Crossing exactly on the last bound has a p-value of exactly alpha.
          if (z.magnitude - bound).magnitude > 1e-9 {
            #expect(estimate.isSignificant == isProven, "look \(look), z \(z)")
          }
        }
      }
    }
  }

  @Test("never contradicts itself when a gain is tested, given up or not")
  func oneSidedAgreement() throws {
    for futility in [nil, false, true].map({ binding in
      binding.map { GroupSequentialDesign.Futility(.pocock, isBinding: $0) }
    }) {
      let plan = GroupSequentialPlan(
        try GroupSequentialDesign(
          shares: [0.3, 0.6, 1], alpha: 0.025, isTwoSided: false, power: 0.9, futility: futility))
      for look in plan.rule.shares.indices {
        for z in stride(from: -4.1, through: 6, by: 0.3) {
          let readout = SequentialReadout(plan, look: look, value: z * 3, standardError: 3)
          let isGain = readout.estimate.isSignificant && readout.estimate.interval.lowerBound > 0
          #expect(isGain == (readout.verdict == .gain), "look \(look), z \(z)")
          #expect(readout.estimate.isSignificant == !readout.estimate.interval.contains(0))
        }
      }
    }
  }

  @Test("stands values far beyond all bounds")
  func extremes() throws {
    let plan = GroupSequentialPlan(try GroupSequentialDesign(shares: [0.01, 0.5, 1]))
    let early = SequentialReadout(plan, look: 0, value: 20, standardError: 1)
    #expect(early.verdict == .goesOn)
    let outlook = try #require(early.outlook)
    expectClose([outlook.powerUnderTrend, outlook.predictivePower], [1, 1], within: 1e-9)
    #expect((0...1).contains(outlook.powerUnderPlan) && !early.estimate.isSignificant)
    for z in [60, -60, 1e6] {
      let late = SequentialReadout(plan, look: 1, value: z, standardError: 1).estimate
      #expect(late.isSignificant && (late.value > 0) == (z > 0))
      #expect(late.interval.contains(late.value) && !late.interval.contains(0))
    }
  }

  @Test("of one look is the plain test")
  func single() throws {
    let plan = GroupSequentialPlan(try GroupSequentialDesign(shares: [1]))
    for value in [-3.0, 0.4, 1.9, 2.5] {
      let readout = SequentialReadout(plan, look: 0, value: value, standardError: 1.1)
      let plain = EffectEstimate(value, standardError: 1.1)
      expectClose(
        [
          readout.estimate.value, readout.estimate.pValue, readout.estimate.interval.lowerBound,
          readout.estimate.interval.upperBound,
        ], [plain.value, plain.pValue, plain.interval.lowerBound, plain.interval.upperBound],
        within: 1e-9)
    }
  }

  @Test("of a test that goes on has the interval and p-value of the look's bound")
  func repeated() throws {
    let plan = try Self.plan("obf")
    let readout = SequentialReadout(plan, look: 1, value: 0.4, standardError: 0.2)
    #expect(readout.verdict == .goesOn)
    expectNear(readout.estimate.interval.upperBound, 0.4 + 0.2 * plan.rule.upper[1])
    // The design with that error has its bound on the value.
    let other = GroupSequentialPlan(
      try GroupSequentialDesign(shares: plan.rule.shares, alpha: readout.estimate.pValue))
    expectClose([other.rule.upper[1]], [2], within: 1e-7)
  }

  @Test("gives up below the futility bound, and reads on when it need not")
  func futility() throws {
    for isBinding in [false, true] {
      let plan = GroupSequentialPlan(
        try GroupSequentialDesign(
          shares: [0.5, 1], alpha: 0.025, isTwoSided: false,
          futility: .init(.pocock, isBinding: isBinding)))
      let low = plan.rule.lower[0]
      let stopped = SequentialReadout(plan, look: 0, value: low - 0.01, standardError: 1)
      #expect(stopped.verdict == .givenUp && stopped.outlook == nil)
      #expect(!stopped.estimate.isSignificant && stopped.estimate.confidence == 0.95)
      let width = stopped.estimate.interval.upperBound - stopped.estimate.interval.lowerBound
      // A repeated interval reaches as far as the bound, a stagewise one need not.
      #expect((width < 2 * plan.rule.upper[0] - 0.1) == isBinding, "\(width)")
      #expect(
        SequentialReadout(plan, look: 0, value: low + 0.01, standardError: 1).verdict == .goesOn)
      let last = SequentialReadout(plan, look: 1, value: 1.5, standardError: 1)
      #expect(last.verdict == .ended && !last.estimate.isSignificant)
    }
  }
}
