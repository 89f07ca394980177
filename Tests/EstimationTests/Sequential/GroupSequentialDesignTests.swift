import Estimation
import Statistics
import Testing

@Suite("Group-sequential design")
struct GroupSequentialDesignTests {
  static let wrong: [(design: @Sendable () throws -> GroupSequentialDesign, problems: [String])] = [
    ({ try GroupSequentialDesign(shares: []) }, ["at: 0 looks; plan 1 to 100"]),
    (
      { try GroupSequentialDesign(shares: [0.5, 0.25, 1.2], alpha: 0.7, power: 2) },
      [
        "at: 1.2 is no share of the information; write numbers above 0 and at most 1",
        "at: 0.25 comes after 0.5; write the looks in growing order",
        "alpha: 0.7 is no error of a test; write a share from 1e-6 to below 0.5",
        "power: 2.0 is no power of a test; write a share above alpha and at most 0.9999",
      ]
    ),
    (
      { try GroupSequentialDesign(shares: [0.0005, 0.5, 0.5004, 1]) },
      [
        "at: 0.5 and 0.5004 are too close; leave at least 0.001 between looks",
        "at: the first look at 0.0005 is too early; begin at 0.001 or later",
      ]
    ),
    (
      { try GroupSequentialDesign(shares: [1], boundary: .spending(.power(0)), alpha: 0) },
      [
        "alpha: 0.0 is no error of a test; write a share from 1e-6 to below 0.5",
        "shape: 0.0 is no exponent of a power; write a number above 0 and at most 20",
      ]
    ),
    (
      { try GroupSequentialDesign(shares: [1], boundary: .spending(.hwangShihDeCani(.nan))) },
      ["shape: nan is no parameter of Hwang, Shih and DeCani; write -40 to 40"]
    ),
    (
      {
        try GroupSequentialDesign(
          shares: [1], boundary: .wangTsiatis(2), futility: .init(.pocock, isBinding: true))
      },
      [
        "shape: 2.0 is no exponent of Wang-Tsiatis bounds; write -1 to 1",
        "futility: only a test of a gain is given up; ask for a one-sided test",
        "futility: binding bounds need upper bounds by a spending function; choose one, or let "
          + "futility not bind",
      ]
    ),
  ]

  @Test("says all that is wrong at once", arguments: wrong.indices)
  func messages(index: Int) {
    let error = #expect(throws: SequentialDesignError.self) { try Self.wrong[index].design() }
    #expect(error?.problems == Self.wrong[index].problems)
    #expect(error?.description == Self.wrong[index].problems.joined(separator: "\n"))
  }

  @Test("by spending holds its error wherever the looks come")
  func moved() throws {
    let planned = try GroupSequentialDesign(shares: [0.25, 0.5, 0.75, 1])
    let moved = try planned.seen(at: [0.31, 0.6])
    #expect(moved.shares == [0.31, 0.6, 0.75, 1])
    let plan = GroupSequentialPlan(moved)
    expectClose([plan.underNone.power], [0.05], within: 1e-10)
    // What later looks will be does not move the bounds of those that were had.
    let other = GroupSequentialPlan(try planned.seen(at: [0.31, 0.6, 0.9]))
    expectClose(
      Array(plan.rule.upper.prefix(2)), Array(other.rule.upper.prefix(2)), within: 1e-12)
    // An early end spends everything.
    let ended = GroupSequentialPlan(try planned.seen(at: [0.31, 0.8], isComplete: true))
    #expect(ended.rule.count == 2)
    expectClose([ended.underNone.power], [0.05], within: 1e-10)
  }

  @Test("by a constant holds only at its looks")
  func fixed() throws {
    let planned = try GroupSequentialDesign(shares: [0.5, 1], boundary: .pocock)
    #expect(try planned.seen(at: [0.5]) == planned)
    let error = #expect(throws: SequentialDesignError.self) { try planned.seen(at: [0.4]) }
    #expect(
      error?.problems == [
        "at: these bounds hold only at the planned looks; plan with a spending function to look at "
          + "other times"
      ])
  }

  @Test("holds error and power for many, uneven and close looks")
  func extremes() throws {
    let spread = (1...100).map { Double($0) / 100 }
    let close = [0.01, 0.011, 0.5, 0.501, 0.999, 1]
    for shares in [spread, close, [0.001, 1]] {
      for (isTwoSided, alpha) in [(true, 0.05), (false, 0.001)] {
        for boundary in [GroupSequentialDesign.Boundary.pocock, .spending(.obrienFleming)] {
          let plan = GroupSequentialPlan(
            try GroupSequentialDesign(
              shares: shares, boundary: boundary, alpha: alpha, isTwoSided: isTwoSided, power: 0.95)
          )
          expectClose(
            [plan.underNone.power, plan.spent[shares.count - 1]], [alpha, alpha], within: 1e-9)
          expectClose([plan.underEffect.power], [0.95], within: 1e-9)
          expectClose([plan.underEffect.ends.reduce(0, +)], [1], within: 1e-9)
        }
      }
    }
  }

  @Test("stops as often under any effect as the looks themselves do")
  func mirror() throws {
    let plan = GroupSequentialPlan(try GroupSequentialDesign(shares: [0.3, 0.7, 1]))
    let (gain, loss) = (plan.chances(effect: 0.7), plan.chances(effect: -0.7))
    expectClose(gain.above, loss.below, within: 1e-14)
    expectClose(gain.below, loss.above, within: 1e-14)
    #expect(plan.chances(effect: 1) == plan.underEffect)
    // The first look is a plain normal tail.
    expectClose(
      [gain.above[0]],
      [Normal.cumulative(0.7 * plan.drift * 0.3.squareRoot() - plan.rule.upper[0])], within: 1e-15)
  }
}
