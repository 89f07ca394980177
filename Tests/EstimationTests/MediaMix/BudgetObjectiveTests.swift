import Interchange
import Statistics
import Testing

@testable import Estimation

@Suite("Budget objective")
struct BudgetObjectiveTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var order: MixSpec.Order
    var isNormalized: Bool
    var isLog: Bool
    var aim = BudgetQuestion.Aim.mean
    var isFree = false
    var testDescription: String { "\(order) \(isNormalized) \(isLog) \(aim) \(isFree)" }
  }

  static let cases: [Case] = MixSpec.Order.allCases.flatMap { order in
    [true, false].flatMap { isNormalized in
      [true, false].flatMap { isLog in
        [
          Case(order: order, isNormalized: isNormalized, isLog: isLog),
          Case(
            order: order, isNormalized: isNormalized, isLog: isLog, aim: .quantile(0.2),
            isFree: true),
          Case(
            order: order, isNormalized: isNormalized, isLog: isLog, aim: .meanLessDeviations(0.7),
            isFree: true),
        ]
      }
    }
  }

  static func objective(
    _ test: Case, window: Range<Int>, fit: MixFit? = nil
  ) throws -> BudgetObjective {
    let world = BudgetWorld.mixed(
      order: test.order, isNormalized: test.isNormalized, isLog: test.isLog)
    let fit = try fit ?? world.fit()
    var question = BudgetQuestion(.mostProfit)
    question.window = window
    question.aim = test.aim
    if test.isFree { question.pacing = .free(low: 0, high: 2) }
    let draws = BudgetResponse.thinned(fit.draws.rows, to: 200)
    let horizon = try BudgetHorizon(
      question, fit.design, after: BudgetStrand.reach(fit, draws: draws))
    return BudgetObjective(
      BudgetResponse(fit, horizon, draws: draws), question, takesSpendOff: test.isLog)
  }

  @Test("has the gradient of central differences", arguments: cases)
  func gradient(test: Case) throws {
    let objective = try Self.objective(test, window: 5..<8)
    #expect(objective.response.horizon.after == 4)
    let horizon = objective.response.horizon
    let base =
      objective.isFree
      ? horizon.baseSpend : horizon.channels.map { $0.baseSpend.reduce(0, +) }
    let choice = base.indices.map { base[$0] * (0.7 + 0.1 * Double($0)) + 0.5 }
    let gradient = objective.judge(choice).gradient
    let largest = gradient.reduce(0) { max($0, $1.magnitude) }
    for place in choice.indices {
      var (low, high) = (choice, choice)
      low[place] -= 1e-4
      high[place] += 1e-4
      let slope = (objective.judge(high).value - objective.judge(low).value) / 2e-4
      #expect((slope - gradient[place]).magnitude < 1e-6 * largest)
    }
  }

  /// Every period is read twice by the code that decomposes: with the window's exposures and without.
  @Test("counts what the model says would be lost without the window", arguments: cases)
  func reading(test: Case) throws {
    guard !test.isFree else { return }
    var world = BudgetWorld.mixed(
      order: test.order, isNormalized: test.isNormalized, isLog: test.isLog, hasRelative: false)
    let window = 1..<3
    let objective = try Self.objective(test, window: window, fit: try world.fit())
    let worths = objective.worths(objective.response.horizon.baseSpend)
    let whole = try world.fit()
    for channel in world.channels.indices {
      for row in world.channels[channel].exposure.indices where window.contains(row % 10) {
        world.channels[channel].exposure[row] = 0
      }
    }
    let without = try world.fit()
    #expect(whole.design.channels.map(\.scale) == without.design.channels.map(\.scale))
    for draw in 0..<3 {
      var (first, second) = (MixReading(whole.design), MixReading(without.design))
      first.read(whole.values(ofDraw: draw))
      second.read(without.values(ofDraw: draw))
      let lost = first.mean.reduce(0, +) - second.mean.reduce(0, +)
      #expect((worths[draw] / world.value / lost - 1).magnitude < 1e-12)
    }
  }

  @Test("continues beyond the data with the base plan over again")
  func afterTheEnd() throws {
    var world = BudgetWorld.mixed(
      order: .carryoverFirst, isNormalized: true, isLog: false, hasRelative: false)
    let test = Case(order: .carryoverFirst, isNormalized: true, isLog: false)
    let short = try Self.objective(test, window: 7..<10, fit: try world.fit())
    #expect(short.response.horizon.after == 4)
    for channel in world.channels.indices {
      let exposure = world.channels[channel].exposure
      world.channels[channel].exposure = [0, 1].flatMap { unit in
        let own = Array(exposure[unit * 10..<unit * 10 + 10])
        return own + [own[7], own[8], own[9], own[7]]
      }
    }
    world.periods = 14
    let long = try Self.objective(
      test, window: 7..<10, fit: try world.fit(fittedPeriods: 10))
    let spend = short.response.horizon.baseSpend.map { $0 * 1.3 + 1 }
    for (first, second) in zip(short.worths(spend), long.worths(spend)) {
      #expect((first / second - 1).magnitude < 1e-13)
    }
  }

  @Test("gives a return on spend its prior's meaning over the fitted periods")
  func returnOnSpend() throws {
    var world = BudgetWorld.mixed(order: .saturationFirst, isNormalized: false, isLog: false)
    world.channels[0].carryover = .none
    world.channels[0].carryoverDraws = [[]]
    let test = Case(order: .saturationFirst, isNormalized: false, isLog: false)
    let objective = try Self.objective(test, window: 0..<10, fit: try world.fit())
    let horizon = objective.response.horizon
    var without = horizon.baseSpend
    for place in 0..<10 { without[place] = 0 }
    let all = objective.worths(horizon.baseSpend)
    let rest = objective.worths(without)
    let spend = 3 * world.channels[0].exposure.reduce(0, +)
    for (draw, expected) in [0.8, 1.1, 0.5].enumerated() {
      #expect(((all[draw] - rest[draw]) / spend / expected - 1).magnitude < 1e-12)
    }
  }

  @Test("weighs draws by Harrell and Davis, and by deviations")
  func weights() throws {
    var test = Case(order: .carryoverFirst, isNormalized: true, isLog: false)
    test.aim = .quantile(0.5)
    let middle = try Self.objective(test, window: 5..<8).weigh([9, 1, 2])
    // SciPy 1.17.1: differences of beta.cdf([0, 1/3, 2/3, 1], 2, 2).
    #expect((middle.weights[1] - 0.25925925925925924).magnitude < 1e-14)
    #expect((middle.weights[2] - 0.4814814814814815).magnitude < 1e-14)
    #expect((middle.weights[0] - 0.2592592592592593).magnitude < 1e-14)
    #expect((middle.level - (10 * 0.25925925925925924 + 2 * 0.4814814814814815)).magnitude < 1e-13)
    test.aim = .meanLessDeviations(2)
    let careful = try Self.objective(test, window: 5..<8).weigh([1, 2, 3])
    #expect(careful.level.magnitude < 1e-15)
  }
}
