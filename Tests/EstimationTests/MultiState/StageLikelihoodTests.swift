import Interchange
import Statistics
import Testing

@testable import Estimation

@Suite("Likelihood of observed stages")
struct StageLikelihoodTests {
  @Test(
    "and its gradient are those of SciPy",
    arguments: [MultiStateModel.Timing.continuous, .steps(days: 7)])
  func oracle(_ timing: MultiStateModel.Timing) throws {
    let recorded = try StageOracle.read()
    var likelihood = try StageWorld.likelihood(timing)
    #expect(likelihood.model.parameters == StageWorld.parameters)
    let expected = timing == .continuous ? recorded.continuous : recorded.weekly
    var gradient = [Double](repeating: .nan, count: 7)
    let value = likelihood(at: recorded.ordered(recorded.point), gradient: &gradient)
    expectNear(value, expected.logLikelihood, relative: 1e-12, "log likelihood")
    // Derivatives are sums of terms of both signs, of a thousand in size.
    for (slope, reference) in zip(gradient, recorded.ordered(expected.gradient)) {
      #expect((slope - reference).magnitude < 1e-9, "\(slope), expected \(reference)")
    }
  }

  /// msm 1.7, `fixedpars = TRUE` at the simulating values: −2 log likelihood.
  @Test("is that of the R package msm")
  func msm() throws {
    var likelihood = try StageWorld.likelihood(.continuous)
    var gradient = [Double](repeating: 0, count: 7)
    let truth = [0.06, 1.5, 0.03, 0.05, 2, 0.01, 0.015]
    expectNear(
      -2 * likelihood(at: truth, gradient: &gradient), 2404.77386825623, relative: 1e-12)
  }

  /// Two stages with rates a and b: the chance to be in the other one after t is
  /// a / (a + b) · (1 − exp(−(a + b) t)).
  @Test("is the exact one of two stages, from hardly any move to thousands between observations")
  func twoStages() throws {
    for scale in [1e-6, 0.01, 1, 30, 900] {
      let (out, back, weeks) = (0.3 * scale, 0.2 * scale, 4.0)
      let sum = out + back
      let moved = out / sum * (1 - Elementary.exp(-sum * weeks))
      let (value, gradient) = try two(.continuous, out, back, days: 7 * weeks)
      expectNear(value, Elementary.log(moved) + 3 * Elementary.log(1 - moved), relative: 1e-11)
      let slope = moved / out - moved / sum + out / sum * weeks * Elementary.exp(-sum * weeks)
      let expected = slope / moved - 3 * slope / (1 - moved)
      #expect((gradient[0] - expected).magnitude < 1e-9 * (1 / moved + 3 / (1 - moved)) / scale)
    }
  }

  /// In steps the chance to have left is 1 − exp(−a) in the first week, and staying is lost by
  /// (1 − p − q)ᵏ.
  @Test("is the exact one of two stages in steps")
  func twoStagesInSteps() throws {
    let (p, q) = (-Elementary.expm1(-0.3), -Elementary.expm1(-0.2))
    for weeks in [1.0, 2, 3, 8, 50] {
      let moved = p / (p + q) * (1 - Elementary.pow(1 - p - q, weeks))
      let (value, _) = try two(.steps(days: 7), 0.3, 0.2, days: 7 * weeks)
      expectNear(value, Elementary.log(moved) + 3 * Elementary.log(1 - moved), relative: 1e-12)
    }
  }

  /// One unit that moved and three that did not.
  private func two(
    _ timing: MultiStateModel.Timing, _ out: Double, _ back: Double, days: Double
  ) throws -> (Double, [Double]) {
    let model = MultiStateModel(
      stages: ["a", "b"],
      transitions: [
        .init(name: "out", from: [0], to: 1, rate: StageWorld.quantity("$out")),
        .init(name: "back", from: [1], to: 0, rate: StageWorld.quantity("$back")),
      ], timing: timing)
    var panel = StagePanel(name: "two", stages: model.stages)
    for unit in 0..<4 {
      panel.append(unit: "\(unit)", days: [0, days], stage: [0, unit == 0 ? 1 : 0])
    }
    var likelihood = try StageLikelihood(model, panel)
    var gradient = [0.0, 0]
    return (likelihood(at: [out, back], gradient: &gradient), gradient)
  }

  /// A Poisson process: the chance of exactly four moves is e^(−m) m⁴ / 24, 4e-18 for m = 1e-4.
  @Test("keeps the digits of the smallest chances")
  func farCorner() throws {
    let stages = (0..<6).map { "s\($0)" }
    let model = MultiStateModel(
      stages: stages,
      transitions: [
        // One transition from several stages would need one stage to reach, so each has its own.
        .init(name: "w0", from: [0], to: 1, rate: StageWorld.quantity("$rate")),
        .init(name: "w1", from: [1], to: 2, rate: StageWorld.quantity("$rate")),
        .init(name: "w2", from: [2], to: 3, rate: StageWorld.quantity("$rate")),
        .init(name: "w3", from: [3], to: 4, rate: StageWorld.quantity("$rate")),
        .init(name: "w4", from: [4], to: 5, rate: StageWorld.quantity("$rate")),
      ], timing: .continuous)
    var panel = StagePanel(name: "chain", stages: stages)
    panel.append(unit: "1", days: [0, 7], stage: [0, 4])
    var likelihood = try StageLikelihood(model, panel)
    for mean in [1e-8, 1e-4, 1, 40] {
      var gradient = [0.0]
      let value = likelihood(at: [mean], gradient: &gradient)
      expectNear(value, 4 * Elementary.log(mean) - mean - Elementary.log(24), relative: 1e-13)
      #expect((gradient[0] - (4 / mean - 1)).magnitude < 1e-12 * (4 / mean + 1))
    }
  }

  @Test("counts rates without regard to the order of rows, and patterns once")
  func patterns() throws {
    let likelihood = try StageWorld.likelihood(.steps(days: 7))
    let groups = likelihood.moves.groups
    #expect(likelihood.moves.counts.reduce(0, +) == Double(likelihood.panel.pairCount))
    // At most: 4 stages, 2 segments, calls from 0 to 6.
    #expect(groups.count <= 56)
    #expect(likelihood.panel.pairCount == 2100)
  }

  @Test("takes arithmetic on parameters, factors and known numbers, with their gradient")
  func arithmetic() throws {
    let model = MultiStateModel(
      stages: ["a", "b", "c"], terms: [.perUnit(column: "x")],
      transitions: [
        .init(
          name: "ab", from: [0, 2], to: 1,
          rate: StageQuantity(text: "0.5 * $rate / (1 + $share)", times: 0.23)
            ?? StageQuantity(known: 0),
          effects: [.init(term: 0, ratio: StageWorld.quantity("exp($slope)"))]),
        .init(name: "bc", from: [1], to: 2, rate: StageQuantity(known: 0.1)),
        .init(name: "again", from: [1], to: 1, rate: StageWorld.quantity("$share")),
      ], timing: .steps(days: 7))
    var panel = StagePanel(name: "p", stages: model.stages, terms: model.terms)
    for (unit, stages) in [[0, 1, 2], [0, 0, 1], [2, 1, 1], [1, 2, 1]].enumerated() {
      panel.append(
        unit: "\(unit)", days: [0, 14, 21], stage: stages, values: [Double(unit) - 1.5, 0.3, 0])
    }
    var likelihood = try StageLikelihood(model, panel)
    #expect(model.parameters == ["rate", "share", "slope"])
    let point = [0.9, 0.4, 0.7]
    var gradient = [0.0, 0, 0]
    var scratch = gradient
    _ = likelihood(at: point, gradient: &gradient)
    for place in 0..<3 {
      var (above, below) = (point, point)
      above[place] += 1e-5
      below[place] -= 1e-5
      let slope =
        (likelihood(at: above, gradient: &scratch) - likelihood(at: below, gradient: &scratch))
        / 2e-5
      #expect((slope - gradient[place]).magnitude < 1e-8)
    }
  }

  @Test("is not there, rather than crashing, far beyond all numbers")
  func farOut() throws {
    for timing in [MultiStateModel.Timing.continuous, .steps(days: 7)] {
      var likelihood = try StageWorld.likelihood(timing)
      var gradient = [Double](repeating: 0, count: 7)
      for value in [0, 1e-300, 1e5, 1e300, .infinity, .nan, -1] {
        let found = likelihood(
          at: [Double](repeating: value, count: 7), gradient: &gradient)
        #expect(!(found > -2000), "\(value): \(found)")
      }
    }
  }

  @Test("depends on the values alone")
  func memory() throws {
    let point = [0.06, 1.5, 0.03, 0.05, 2, 0.01, 0.015]
    for timing in [MultiStateModel.Timing.continuous, .steps(days: 7)] {
      var likelihood = try StageWorld.likelihood(timing)
      var (first, second) = (point, point)
      let value = likelihood(at: point, gradient: &first)
      _ = likelihood(at: point.map { 3 * $0 }, gradient: &second)
      _ = likelihood(at: point.map { 0.1 * $0 }, gradient: &second)
      #expect(likelihood(at: point, gradient: &second) == value)
      #expect(first == second)
    }
  }

  @Test("refuses moves that the journey has no way for, with their lines")
  func impossible() throws {
    let text = "id,week,stage\nA,1,b\nA,2,a\nA,3,c\nB,1,c\nB,3,a\n"
    let layout = StagePanelLayout(
      unit: "id", period: "week", stage: "stage", stages: ["a", "b", "c"])
    let panel = try StagePanel(csv: CSVFile(text: text, name: "p.csv"), layout: layout)
    let model = MultiStateModel(
      stages: ["a", "b", "c"],
      transitions: [
        .init(name: "ab", from: [0], to: 1, rate: StageWorld.quantity("$x")),
        .init(name: "bc", from: [1], to: 2, rate: StageWorld.quantity("$y")),
        .init(name: "never", from: [2], to: 0, rate: StageQuantity(known: 0)),
      ], timing: .steps(days: 7))
    let error = #expect(throws: PanelErrors.self) { try StageLikelihood(model, panel) }
    #expect(
      error?.description == """
        p.csv:3: no way leads from b to a; add a transition to the journey, or correct the stage
        p.csv:4: a to c takes 2 moves and there was 1 step for them; add a direct transition, write \
        time: continuous, or correct the stage
        p.csv:6: no way leads from c to a; add a transition to the journey, or correct the stage
        """)
  }

  @Test("refuses gaps that are no whole number of steps, once")
  func gaps() throws {
    let text = "id,day,stage\nA,2027-01-04,a\nA,2027-01-11,a\nA,2027-01-21,a\nA,2027-01-22,b\n"
    let layout = StagePanelLayout(unit: "id", period: "day", stage: "stage", stages: ["a", "b"])
    let panel = try StagePanel(csv: CSVFile(text: text, name: "p.csv"), layout: layout)
    func model(_ timing: MultiStateModel.Timing) -> MultiStateModel {
      MultiStateModel(
        stages: ["a", "b"],
        transitions: [.init(name: "ab", from: [0], to: 1, rate: StageWorld.quantity("$x"))],
        timing: timing)
    }
    let error = #expect(throws: PanelErrors.self) {
      try StageLikelihood(model(.steps(days: 7)), panel)
    }
    #expect(
      error?.description == """
        p.csv:4: 10 days after the row before, which is no whole number of steps of 7 days; date rows \
        at whole steps, or write time: continuous
        and 1 more
        """)
    _ = try StageLikelihood(model(.steps(days: 1)), panel)
    _ = try StageLikelihood(model(.continuous), panel)
  }
}
