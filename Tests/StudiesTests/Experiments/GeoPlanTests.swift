import Estimation
import Interchange
import Statistics
import Testing

@testable import Studies

@Suite("Plan of a test in markets")
struct GeoPlanTests {
  private let periods = 60
  private let units = (0..<10).map { "market \($0)" }

  /// Markets that share a wave, each with noise of its own; the last one has none at all.
  private func history(lastIsEmpty: Bool = false) -> Panel {
    let stream = RandomStream(seed: 3, replicate: 0, purpose: "test/geo")
    var panel = Panel(
      name: "history.csv", units: units,
      periods: PeriodAxis(first: 19_723, step: .days(7), count: periods))
    panel.add(
      "nrx",
      units.indices.flatMap { unit in
        (0..<periods).map { week in
          if lastIsEmpty, unit == units.count - 1 { return 0 }
          let wave = 1 + 0.1 * Normal.quantile(stream.uniform(agent: 99, step: week))
          let noise = 1 + 0.03 * Normal.quantile(stream.uniform(agent: unit, step: week))
          return (300 + 40 * Double(unit)) * wave * noise
        }
      })
    return panel
  }

  private func question() -> GeoQuestion {
    var question = GeoQuestion(lengths: [4, 6], sizes: 1...2, periods: periods)
    question.effects = [0.02, 0.04, 0.06, 0.1, 0.2]
    return question
  }

  private func plan(_ question: GeoQuestion, _ history: Panel? = nil) throws -> GeoPlan {
    try GeoPlan(
      history ?? self.history(), outcome: "nrx", columns: (time: "week", unit: "market"), question)
  }

  @Test("has the power that the estimator finds for the same markets, and its smallest lift")
  func agreement() throws {
    let plan = try plan(question())
    let outcomes = Matrix(
      rows: periods, columns: units.count, elements: try #require(history()["nrx"]))
    for design in plan.designs.prefix(5) {
      let power = try PlaceboPower(
        treated: design.markets, donors: units.indices.filter { !design.markets.contains($0) },
        in: PlaceboHistory(outcomes, length: design.length, lookBacks: plan.question.lookBacks),
        effects: [0, 0.02, 0.04, 0.06, 0.1, 0.2], alpha: 0.1)
      #expect(design.power == power)
      let found = try #require(power.minimumDetectableEffect(power: 0.8))
      // 2.4865 = z(0.95) + z(0.8).
      let scatter = 2.486_474_86 * power.deviation
      let detectable = try #require(design.detectable)
      #expect((detectable - max(found, scatter)).magnitude < 1e-8)
      #expect(design.isSetByScatter == (scatter > found))
      #expect(power.bias.magnitude < detectable)
      #expect(design.falsePositives == power.power[0])
    }
  }

  @Test("drops designs beyond the budget or the holdout, or that find lifts where there are none")
  func feasibility() throws {
    var question = question()
    question.cost = .perOutcome(30)
    let free = try plan(question)
    let costs = free.designs.compactMap(\.cost).sorted()
    #expect(costs.count == free.designs.count)
    question.budget = costs[costs.count / 2]
    question.holdout = 0.85
    let bound = try plan(question)
    #expect(bound.designs.count < free.designs.count)
    for design in bound.designs {
      let cost = try #require(design.cost)
      let lift = try #require(design.detectable)
      #expect((cost - 30 * lift * design.power.volume).magnitude < 1e-9 * cost)
      #expect(cost <= costs[costs.count / 2])
      #expect(design.holdoutShare >= 0.85)
      // Of 12 imagined tests at level 0.1: 0.1 + √(0.1 · 0.9 / 12) = 0.187, so that two may.
      #expect(design.falsePositives <= 0.187)
    }
  }

  @Test("puts designs that find the lift that is asked about first")
  func asked() throws {
    var question = question()
    question.lift = 0.05
    question.cost = .perMarketPeriod(100)
    let designs = try plan(question).designs
    let finds = designs.map { ($0.detectable ?? 1) <= 0.05 }
    #expect(finds == finds.sorted { $0 && !$1 })
    #expect(designs.allSatisfy { $0.power.effects.contains(0.05) })
  }

  @Test("imagines tests over a fifth of the history, seven at least, and no more than fit")
  func lookBacks() {
    func usual(_ periods: Int, _ length: Int) -> Int {
      GeoQuestion(lengths: [length], sizes: 1...2, periods: periods).lookBacks
    }
    #expect(usual(105, 8) == 21)
    #expect(usual(30, 4) == 7)
    #expect(usual(16, 4) == 3)
    #expect(usual(5, 4) == 1)
  }

  @Test("allows as many false findings as the level and one standard error of so few tests")
  func falseFindings() {
    func most(_ lookBacks: Int) -> Int {
      var question = question()
      question.lookBacks = lookBacks
      return Int(question.mostFalsePositives * Double(lookBacks))
    }
    #expect([1, 7, 12, 16, 21].map(most) == [0, 1, 2, 2, 3])
  }

  @Test("has no smaller lift than stands out from the scatter, and says so")
  func scatter() throws {
    var question = question()
    question.effects = [0.001, 0.3]
    question.lift = 0.001
    question.lookBacks = 5
    let plan = try plan(question)
    let best = plan.best
    #expect(try #require(best.powerAtLift) < 0.2)
    #expect(
      plan.text(width: 400).contains(
        "Fewer than 7 tests were imagined (5): MDE, A/A and bias are hardly known; write --look-backs 7."
      ))
    for design in plan.designs where design.isSetByScatter {
      #expect(try #require(design.detectable) > 0.001)
    }
  }

  @Test("refuses markets without any outcome")
  func empty() throws {
    let empty = history(lastIsEmpty: true)
    let expected =
      "history.csv: market: \"market 9\" has no outcome at all; write --leave-out \"market 9\", or "
      + "correct the column"
    do {
      _ = try plan(question(), empty)
      Issue.record("the plan was made")
    } catch let errors as PanelErrors {
      #expect(errors.description == expected)
    }
    var question = question()
    question.leftOut = ["market 9"]
    #expect(try !plan(question, empty).designs.isEmpty)
  }

  @Test("makes a design document that reads back, with every market in one arm")
  func document() throws {
    let plan = try plan(question())
    let design = plan.document()
    #expect(try ExperimentDesign(json: design.json, name: "design.json") == design)
    #expect(design.kind == .geo)
    #expect(design.analysis.hasRidge == nil)
    var augmented = question()
    augmented.hasRidge = true
    augmented.lengths = [4]
    augmented.sizes = 2...2
    let document = try self.plan(augmented).document()
    #expect(document.analysis.hasRidge == true)
    #expect(try ExperimentDesign(json: document.json, name: "design.json") == document)
    #expect(document.analysis.syntheticControl == augmented.control)
    let table = plan.assignmentTable()
    #expect(table.rowCount == units.count)
    #expect(design.arms.reduce(0) { $0 + $1.units } == units.count)
  }
}
