import Interchange
import Testing

@testable import Estimation

@Suite("Budget reasons")
struct BudgetReasonsTests {
  private func message(_ question: BudgetQuestion, _ world: BudgetWorld) throws -> String {
    let fit = try world.fit()
    do {
      _ = try BudgetAllocation(question, fit)
      return "no error"
    } catch {
      return error.description
    }
  }

  @Test("refuse what bounds do not allow, with what they do")
  func infeasible() throws {
    let world = BudgetAllocationTests.roots([1, 1])
    var question = BudgetAllocationTests.question(.total(10))
    question.bounds = .amounts(low: 1500.3, high: 4000)
    #expect(
      try message(question, world)
        == "budget: 10 is less than the lower bounds of all channels together; raise it to at least "
        + "3,001, or lower the bounds")
    question.amount = .total(9000)
    #expect(
      try message(question, world)
        == "budget: 9,000 is more than the upper bounds of all channels together; lower it to at "
        + "most 8,000, or raise the bounds")
    question.bounds = .amounts(low: 5, high: 3)
    #expect(
      try message(question, world)
        == "budget: a: the lower bound 5.0 is above the upper one 3.0; swap or widen them")
    question.bounds = .amounts(low: -1, high: 3)
    #expect(
      try message(question, world)
        == "budget: a: the bounds -1.0 and 3.0 are not amounts; write numbers from 0")
    question.bounds = .amounts(low: 0, high: .infinity)
    question.amount = .mostProfit
    #expect(
      try message(question, world)
        == "budget: a: without a total budget every channel needs an upper bound; write one")
    question.amount = .returnOnSpend(40)
    question.bounds = .amounts(low: 100, high: 300)
    #expect(
      try message(question, world)
        == "budget: no spend within the bounds earns 40 on the whole; the best return is 10, at 200; "
        + "ask for less or lower the lower bounds")
  }

  @Test("refuse questions that mean nothing")
  func meaningless() throws {
    let world = BudgetAllocationTests.roots([1, 1])
    let plain = BudgetAllocationTests.question(.total(100))
    func message(_ change: (inout BudgetQuestion) -> Void) throws -> String {
      var question = plain
      change(&question)
      return try self.message(question, world)
    }
    #expect(
      try message { $0.window = 8..<12 }
        == "budget: the periods 8..<12 are not among the 10 of the data; name some of 0..<10")
    #expect(
      try message { $0.base = 0..<3 }
        == "budget: the base plan has 3 periods and the window 1; name as many")
    #expect(
      try message { $0.rules = [.init(channel: "z")] }
        == "budget: z: the model has no such channel; it has a, b")
    #expect(
      try message { $0.rules = [.init(channel: "a", cost: 0)] }
        == "budget: a: the cost 0.0 is not a positive number")
    #expect(
      try message { $0.aim = .quantile(1) }
        == "budget: the quantile 1.0 is not between 0 and 1; try 0.1")
    #expect(
      try message { $0.aim = .meanLessDeviations(-1) }
        == "budget: the risk -1.0 is not a number from 0; try 1")
    #expect(
      try message { $0.pacing = .free(low: 2, high: 3) }
        == "budget: pacing from 2.0 to 3.0 leaves out the mean period; write a lower multiple from "
        + "0 to 1 and an upper one from 1")
    #expect(try message { $0.draws = 0 } == "budget: 0 draws say nothing; use at least 1")
    #expect(
      try message { $0.amount = .total(.nan) }
        == "budget: nan is not an amount; write a number from 0")
    var unpriced = world
    unpriced.channels[0].cost = nil
    unpriced.channels[1].cost = nil
    #expect(
      try self.message(plain, unpriced)
        == "budget: no channel has a spend; name the column of one, or a cost per exposure")
    var free = world
    free.channels[1].cost = 0
    #expect(
      try self.message(plain, free)
        == "budget: b: b_spend is 0 in all periods although the channel was used; name a cost per "
        + "exposure")
  }

  @Test("say why a channel moved or did not")
  func sentences() throws {
    let world = BudgetAllocationTests.roots([1, 2, 0.1, 0.5])
    var question = BudgetAllocationTests.question(.total(250))
    question.bounds = .multiples(low: 0.5, high: 2)
    question.rules = [.init(channel: "d", bounds: .locked)]
    let found = try BudgetAllocation(question, world.fit())
    #expect(
      found.channels.map(\.reason) == [
        "a rises from 50 to 75: it takes what is left of the budget, as all others are at bounds; "
          + "one more dollar returns 5.77",
        "b rises from 50 to its upper bound 100: one more dollar returns 10, the last dollar "
          + "elsewhere 5.77",
        "c falls from 50 to its lower bound 25: one more dollar returns 1, the last dollar elsewhere "
          + "5.77",
        "d is locked at 50: one more dollar would return 3.54, the last dollar elsewhere 5.77",
      ])
    question.rules = [
      .init(channel: "c", bounds: .amounts(low: 50, high: 60)),
      .init(channel: "b", bounds: .amounts(low: 0, high: 300)),
    ]
    question.amount = .total(300)
    question.currency = "euro"
    let other = try BudgetAllocation(question, world.fit())
    #expect(
      other.channels[2].reason
        == "c stays at its lower bound 50: one more euro returns 0.707, the last euro elsewhere 7.45"
    )
    #expect(
      other.channels[1].reason
        == "b rises from 50 to 180: one more euro returned 14.1 at the base and returns 7.45 now, as "
        + "everywhere that money is free to move; its largest exposure is 1.8 times the largest "
        + "observed, where the curve is a guess")
    #expect(other.channels[1].isExtrapolated && !other.channels[0].isExtrapolated)
    #expect(
      other.notes == [
        "the best plan brings 1,129 more than the base plan, between 1,129 and 1,129 in nine of ten draws, "
          + "and more in 100 % of them"
      ])
  }

  @Test("admit that data cannot tell")
  func flat() throws {
    let world = BudgetWorld.single(
      ["a", "b"], curves: [[[0.5]], [[0.5]]],
      effects: [(0..<50).map { Double($0) / 25 }, (0..<50).map { 1 + Double($0 % 7) / 50 }])
    let found = try BudgetAllocation(BudgetAllocationTests.question(.total(100)), world.fit())
    #expect(
      found.channels[0].reason.hasSuffix(
        "; flat: the interval of its marginal return, 0.693 to 13.2, includes that of all others, so "
          + "data cannot tell"))
    #expect(!found.channels[1].reason.contains("flat"))
    #expect(found.chanceOfGain > 0 && found.chanceOfGain < 1)
    #expect(found.gain.low < 0 && found.gain.high > 0)
    // What a third channel returns is beyond the first one's interval.
    var wider = world
    wider.channels.append(wider.channels[1])
    wider.channels[2].name = "c"
    wider.channels[2].effectDraws = [5]
    let other = try BudgetAllocation(BudgetAllocationTests.question(.total(150)), wider.fit())
    #expect(!other.channels.contains { $0.reason.contains("flat") })
  }

  @Test("leave channels of unknown spend as they were")
  func unpriced() throws {
    var world = BudgetAllocationTests.roots([1, 2, 3])
    world.channels[2].cost = nil
    let found = try BudgetAllocation(BudgetAllocationTests.question(.total(100)), world.fit())
    #expect(found.channels[2].reason == "c stays as it was: nobody knows its spend")
    #expect(found.channels[2].constraint == .locked)
    #expect((found.channels[0].spend - 20).magnitude < 1e-6)
    #expect((found.spend - 100).magnitude < 1e-9)
    // The other two bring 1000 (√0.2 + 2 √0.8); the third is in all plans.
    #expect((found.outcome.middle - 1000 * 5 * 0.2.squareRoot()).magnitude < 1e-6)
    #expect((found.channels[2].outcome.middle - 3000 * 0.5.squareRoot()).magnitude < 1e-9)
  }

  @Test("price exposures by the base plan, or by all fitted periods where it is empty")
  func costs() throws {
    let world = BudgetAllocationTests.roots([1, 1])
    var panel = Panel(name: "budget", units: [""], periods: world.panel.periods)
    for name in world.panel.variables {
      var column = world.panel[name] ?? []
      if name == "a_spend" { column[9] = 150 }
      if name == "b" || name == "b_spend" { column[9] = 0 }
      if name == "b_spend" { column = column.map { $0 * 2 } }
      panel.add(name, column)
    }
    let fit = try world.fit(over: panel)
    let found = try BudgetAllocation(BudgetAllocationTests.question(.total(100)), fit)
    #expect(found.channels.map(\.cost) == [3, 2])
    #expect(found.channels.map(\.baseSpend) == [150, 0])
    #expect((found.channels[0].spend - 40).magnitude < 1e-6)
    var question = BudgetAllocationTests.question(.total(100))
    question.rules = [.init(channel: "a", cost: 8)]
    #expect((try BudgetAllocation(question, fit).channels[0].spend - 20).magnitude < 1e-6)
  }

  @Test("plan future periods from a base plan of the past")
  func future() throws {
    let world = BudgetAllocationTests.roots([1, 2])
    var panel = Panel(
      name: "budget", units: [""], periods: PeriodAxis(first: 1, step: .number, count: 13))
    for name in world.panel.variables {
      panel.add(name, (world.panel[name] ?? []) + [.nan, .nan, .nan])
    }
    let fit = try world.fit(over: panel, fittedPeriods: 10)
    var question = BudgetQuestion(.total(320))
    question.window = 10..<13
    question.base = 7..<10
    let found = try BudgetAllocation(question, fit)
    #expect(found.periods == ["11", "12", "13"])
    #expect(found.channels[0].basePlan == [20, 90, 50])
    #expect((found.channels[0].spend - 80).magnitude < 1e-6)
    #expect((found.channels[0].plan[1] - 45).magnitude < 1e-6)
    question.base = nil
    #expect(throws: EstimationError.notFinite(variable: "a", unit: 0, period: 10)) {
      try BudgetAllocation(question, fit)
    }
  }
}
