import Interchange
import Statistics
import Testing

@testable import Estimation

@Suite("Budget allocation")
struct BudgetAllocationTests {
  /// One period, no bounds to speak of.
  static func question(_ amount: BudgetQuestion.Amount, high: Double = .infinity) -> BudgetQuestion
  {
    var question = BudgetQuestion(amount)
    question.window = 9..<10
    question.bounds = .amounts(low: 0, high: high)
    return question
  }

  static func roots(_ effects: [Double], costs: [Double] = [1, 1, 1, 1]) -> BudgetWorld {
    .single(
      Array(["a", "b", "c", "d"].prefix(effects.count)),
      curves: effects.map { _ in [[0.5]] }, effects: effects.map { [$0] }, costs: costs)
  }

  /// Of `Σ 1000 a √(x / (100 c))` with `Σ x = B` the largest value is at `x ∝ a² / c`.
  @Test("of square roots goes by the squares of effects over costs")
  func squareRoots() throws {
    let world = Self.roots([1, 2, 0.5], costs: [1, 4, 0.2])
    let found = try BudgetAllocation(Self.question(.total(300)), world.fit())
    let weights = [1, 1, 0.25 / 0.2]
    let sum = weights.reduce(0, +)
    for (channel, weight) in zip(found.channels, weights) {
      #expect((channel.spend / (300 * weight / sum) - 1).magnitude < 1e-8)
      #expect(channel.constraint == .nothing)
    }
    let price = 1000 * (sum / (300 * 100)).squareRoot() / 2
    #expect(((found.shadowPrice ?? 0) / price - 1).magnitude < 1e-8)
    #expect((found.outcome.middle / (1000 * (sum * 3).squareRoot()) - 1).magnitude < 1e-12)
    #expect(found.residual < 1e-6)
    #expect((found.spend / 300 - 1).magnitude < 1e-9)
    #expect(found.starts == .init(count: 1, agreeing: 1, shortfall: 0))
  }

  /// The condition `1000 a h / (100 c) / (h + x / (100 c))² = price` solved by halving.
  @Test("of Michaelis–Menten curves fills up to the shadow price, within bounds")
  func michaelisMenten() throws {
    let effects = [2, 1, 0.7, 0.02]
    let halves = [0.4, 1.5, 0.1, 0.9]
    let costs = [1, 2, 0.5, 3.0]
    let world = BudgetWorld.single(
      ["a", "b", "c", "d"], saturation: .michaelisMenten, curves: halves.map { [[$0]] },
      effects: effects.map { [$0] }, costs: costs)
    var question = Self.question(.total(400))
    question.rules = [.init(channel: "a", bounds: .amounts(low: 0, high: 90))]
    let found = try BudgetAllocation(question, world.fit())
    func spends(_ price: Double) -> [Double] {
      effects.indices.map { place in
        let unit = 100 * costs[place]
        let root = (1000 * effects[place] * halves[place] / unit / price).squareRoot()
        return min(max(0, (root - halves[place]) * unit), place == 0 ? 90 : 400)
      }
    }
    var (low, high) = (1e-6, 1e6)
    for _ in 0..<200 {
      let middle = (low + high) / 2
      if spends(middle).reduce(0, +) > 400 { low = middle } else { high = middle }
    }
    for (channel, spend) in zip(found.channels, spends(low)) {
      #expect((channel.spend - spend).magnitude < 1e-6)
    }
    #expect(((found.shadowPrice ?? 0) / low - 1).magnitude < 1e-8)
    #expect(
      found.channels.map(\.constraint) == [.upperBound, .nothing, .nothing, .lowerBound])
    #expect(found.residual < 1e-6)
  }

  @Test("is equal for equal channels, and only for those")
  func equality() throws {
    let same = try BudgetAllocation(Self.question(.total(300)), Self.roots([1, 1, 1]).fit())
    for channel in same.channels { #expect((channel.spend - 100).magnitude < 1e-6) }
    #expect(
      same.notes.contains(
        "the split is equal because one more dollar returns 5 in every channel there"))
    let other = try BudgetAllocation(Self.question(.total(300)), Self.roots([1, 1, 1.01]).fit())
    #expect(other.channels[2].spend > 101)
    #expect(!other.notes.contains { $0.contains("equal") })
  }

  @Test("has a shadow price that is the derivative of the best value by the budget")
  func shadowPrice() throws {
    var world = BudgetWorld.mixed(order: .carryoverFirst, isNormalized: true, isLog: false)
    for channel in world.channels.indices where world.channels[channel].saturation == .hill {
      world.channels[channel].saturationDraws = [[0.5, 0.9], [0.8, 0.7], [0.3, 1]]
    }
    world.channels[2].effectDraws = [0.1, 0.15, 0.08]
    var question = BudgetQuestion(.total(0))
    question.window = 4..<9
    question.bounds = .multiples(low: 0.2, high: 3)
    let fit = try world.fit()
    func best(_ budget: Double) throws -> BudgetAllocation {
      question.amount = .total(budget)
      return try BudgetAllocation(question, fit)
    }
    for aim in [BudgetQuestion.Aim.mean, .meanLessDeviations(0.5)] {
      question.aim = .mean
      let base = try best(200).baseSpend
      question.aim = aim
      let found = try best(base)
      let (low, high) = (try best(base - 0.01), try best(base + 0.01))
      func value(_ found: BudgetAllocation) throws -> Double {
        let draws = BudgetResponse.thinned(3, to: 3)
        let horizon = try BudgetHorizon(
          question, fit.design, after: BudgetStrand.reach(fit, draws: draws))
        let objective = BudgetObjective(
          BudgetResponse(fit, horizon, draws: draws), question)
        return objective.judge(found.channels.map(\.spend)).value
      }
      let slope = try (value(high) - value(low)) / 0.02
      #expect(((found.shadowPrice ?? 0) / slope - 1).magnitude < 1e-5)
      #expect(found.residual < 1e-6)
    }
  }

  @Test("takes the certain one of two channels of one mean when risk counts")
  func risk() throws {
    let world = BudgetWorld.single(
      ["sure", "unsure"], curves: [[[0.5]], [[0.5]]],
      effects: [[1], (0..<200).map { 0.5 + Double($0) / 199 }])
    var question = Self.question(.total(100))
    let mean = try BudgetAllocation(question, world.fit())
    #expect((mean.channels[0].spend - 50).magnitude < 1e-4)
    for aim in [BudgetQuestion.Aim.quantile(0.1), .meanLessDeviations(1)] {
      question.aim = aim
      let careful = try BudgetAllocation(question, world.fit())
      #expect(careful.channels[0].spend > 60)
      #expect(careful.outcome.low > mean.outcome.low)
      #expect(careful.outcome.middle < mean.outcome.middle)
    }
    // Effects of the worst tenth are about 0.6 of the certain one.
    question.aim = .quantile(0.1)
    let careful = try BudgetAllocation(question, world.fit())
    #expect((careful.channels[0].spend / careful.channels[1].spend - 1 / 0.36).magnitude < 0.05)
  }

  @Test("gives an S-shaped channel all or nothing")
  func allOrNothing() throws {
    let world = BudgetWorld.single(
      ["a", "b", "c"], saturation: .hill, curves: [[[0.8, 5]], [[0.8, 5]], [[0.5, 0.8]]],
      effects: [[1], [1.1], [0.05]])
    let found = try BudgetAllocation(Self.question(.total(120)), world.fit())
    #expect(found.channels[0].spend < 1)
    #expect(found.channels[1].spend > 110)
    #expect(found.starts.count == 15 && found.starts.agreeing < 15)
    #expect(found.starts.shortfall > 0)
    #expect(found.notes.contains { $0.contains("some curve is S-shaped") })
    func value(_ x: [Double]) -> Double {
      zip([1, 1.1, 0.05], zip([0.8, 0.8, 0.5], zip([5, 5, 0.8], x))).reduce(0) {
        let (effect, (half, (slope, spend))) = $1
        let curve = SaturationCurve.hill(half: half, slope: slope)
        return $0 + 1000 * effect * curve.response(to: spend / 100)
      }
    }
    var best = 0.0
    for first in 0...240 {
      for second in 0...240 - first {
        let x = [Double(first) / 2, Double(second) / 2, Double(240 - first - second) / 2]
        best = max(best, value(x))
      }
    }
    #expect(found.outcome.middle >= best)
    #expect(found.outcome.middle < best * 1.001)
  }

  /// Of two roots with effects a the best return is `1000 √(Σ a² / (100 B))`.
  @Test("spends as much as earns a return on the whole")
  func returnOnSpend() throws {
    let world = Self.roots([1, 0.5])
    let found = try BudgetAllocation(Self.question(.returnOnSpend(4), high: 5000), world.fit())
    #expect((found.spend / (1e6 * 1.25 / 1600) - 1).magnitude < 1e-8)
    #expect((found.outcome.middle / found.spend - 4).magnitude < 1e-8)
    let all = try BudgetAllocation(Self.question(.returnOnSpend(0.5), high: 500), world.fit())
    #expect(all.spend == 1000)
    #expect(all.shadowPrice == nil)
    #expect(all.channels.allSatisfy { $0.constraint == .upperBound })
  }

  @Test("spends a return's worth through S-shaped curves too")
  func returnOfSShapes() throws {
    let world = BudgetWorld.single(
      ["a", "b"], saturation: .hill, curves: [[[0.8, 4]], [[0.4, 3]]], effects: [[1], [0.7]])
    let found = try BudgetAllocation(Self.question(.returnOnSpend(6), high: 500), world.fit())
    #expect((found.outcome.middle / found.spend - 6).magnitude < 1e-6)
    for extra in [1.05, 1.2, 2, 3] {
      let more = try BudgetAllocation(Self.question(.total(found.spend * extra)), world.fit())
      #expect(more.outcome.middle / more.spend < 6)
    }
  }

  @Test("makes profit largest where one more returns one")
  func profit() throws {
    var world = Self.roots([1, 0.5])
    world.value = 0.3
    let found = try BudgetAllocation(Self.question(.mostProfit, high: 1e5), world.fit())
    // 300 a / (20 √x) = 1.
    #expect((found.channels[0].spend / 225 - 1).magnitude < 1e-7)
    #expect((found.channels[1].spend / 56.25 - 1).magnitude < 1e-7)
    #expect(found.shadowPrice == 1)
    #expect(found.channels.allSatisfy { $0.constraint == .nothing })
  }

  @Test("stays within bounds and budget, whatever the curves", arguments: 0..<24)
  func allowed(number: Int) throws {
    let order = MixSpec.Order.allCases[number % 2]
    let world = BudgetWorld.mixed(
      order: order, isNormalized: number % 3 == 0, isLog: number % 4 > 1)
    var question = BudgetQuestion(.total(0))
    question.window = 4..<8
    question.bounds = .multiples(low: 0.3, high: 1.9)
    question.rules = [.init(channel: "radio", bounds: .amounts(low: 0, high: 60))]
    if number % 5 > 1 { question.pacing = .free(low: 0.1, high: 1.7) }
    if number % 6 == 5 { question.aim = .quantile(0.3) }
    let fit = try world.fit()
    let horizon = try BudgetHorizon(question, fit.design, after: 4)
    let open = try BudgetRegion(
      {
        var any = question
        any.amount = .mostProfit
        return any
      }(), horizon)
    let budget = open.least + (open.most - open.least) * Double(number % 7 + 1) / 9
    question.amount = .total(budget)
    let found = try BudgetAllocation(question, fit)
    #expect((found.spend / budget - 1).magnitude < 1e-9)
    for channel in found.channels {
      #expect(channel.spend >= channel.least * (1 - 1e-12))
      #expect(channel.spend <= channel.most * (1 + 1e-12))
      #expect(channel.plan.allSatisfy { $0 >= 0 })
      #expect((channel.plan.reduce(0, +) / channel.spend - 1).magnitude < 1e-12)
    }
    if question.aim == .mean { #expect(found.residual < 1e-6) }
    // No better plan lies next to it, nor is the base plan's shape better.
    let objective = BudgetObjective(
      BudgetResponse(fit, horizon, draws: [0, 1, 2]), question)
    let choice =
      objective.isFree ? found.channels.flatMap(\.plan) : found.channels.map(\.spend)
    var region = open
    region.total = budget
    let value = objective.judge(choice).value
    let stream = RandomStream(seed: 1, replicate: number, purpose: "test/neighbor")
    var highest = -Double.infinity
    for trial in 0..<50 {
      let moved = choice.indices.map {
        choice[$0] * (1 + 0.04 * (stream.uniform(agent: $0, step: trial) - 0.5))
      }
      let near = region.projection(of: moved, metric: moved.map { _ in 1 }).choice
      highest = max(highest, objective.judge(near).value)
    }
    #expect(highest <= value + 1e-7 * value.magnitude)
  }

  @Test("spreads evenly over periods where nothing is carried over and curves are concave")
  func freePacing() throws {
    let world = Self.roots([1, 2])
    var question = BudgetQuestion(.total(600))
    question.window = 5..<10
    question.bounds = .amounts(low: 0, high: .infinity)
    question.pacing = .free(low: 0, high: .infinity)
    let found = try BudgetAllocation(question, world.fit())
    for (channel, spend) in zip(found.channels, [24.0, 96]) {
      for period in channel.plan { #expect((period - spend).magnitude < 1e-5) }
      #expect(
        (channel.marginalReturn.middle / (found.shadowPrice ?? 0) - 1).magnitude < 1e-8)
    }
    #expect(found.channels[0].basePlan == [70, 40, 20, 90, 50])
  }
}
