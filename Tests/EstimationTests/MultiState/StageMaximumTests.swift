import Statistics
import Testing

@testable import Estimation

@Suite("Most likely rates of observed stages")
struct StageMaximumTests {
  /// msm 1.7 under R 4.2.2, BFGS with relative tolerance 1e-16, errors from the observed Hessian by
  /// differences; multi_state.R in Oracles.
  @Test("are those of the R package msm, with their errors")
  func msm() throws {
    let maximum = try StageMaximum(try StageWorld.likelihood(.continuous))
    #expect(maximum.parameters == StageWorld.parameters)
    expectNear(-2 * maximum.logLikelihood, 2393.10341859973, relative: 1e-12)
    let logs = [
      -2.761068507857, 0.478116009992, -3.205803702374, -2.977253159730, 0.685356122111,
      -4.278539085517, -3.982223021149,
    ]
    let errors = [
      0.098344996, 0.067663434, 0.142714890, 0.112598926, 0.168904359, 0.199328711, 0.180067515,
    ]
    for place in logs.indices {
      // As near as the search of msm gets: the likelihood is flat to 1e-13 there.
      #expect((Elementary.log(maximum.values[place]) - logs[place]).magnitude < 2e-6)
      expectNear(maximum.logStandardErrors[place], errors[place], relative: 1e-4)
    }
  }

  @Test("are those of SciPy in steps, with their errors")
  func steps() throws {
    let oracle = try StageOracle.read()
    let maximum = try StageMaximum(try StageWorld.likelihood(.steps(days: 7)))
    expectNear(maximum.logLikelihood, oracle.weeklyMaximum.logLikelihood, relative: 1e-12)
    for (value, expected) in zip(maximum.values, oracle.ordered(oracle.weeklyMaximum.logs)) {
      #expect((Elementary.log(value) - expected).magnitude < 1e-6)
    }
    expectNear(
      maximum.logStandardErrors, oracle.ordered(oracle.weeklyMaximum.logErrors), relative: 1e-6)
    #expect(maximum.iterations < 20)
  }

  /// One rate out of one stage: as many moves as seen, over the hazard that the steps leave.
  @Test("are the closed form of one way out, and its interval that of the logarithm")
  func oneWay() throws {
    let model = MultiStateModel(
      stages: ["a", "b"],
      transitions: [.init(name: "ab", from: [0], to: 1, rate: StageWorld.quantity("$rate"))],
      timing: .steps(days: 7))
    var panel = StagePanel(name: "p", stages: model.stages)
    for unit in 0..<50 {
      panel.append(unit: "\(unit)", days: [0, 7], stage: [0, unit < 10 ? 1 : 0])
    }
    let maximum = try StageMaximum(try StageLikelihood(model, panel))
    expectNear(maximum.values[0], -Elementary.log(0.8), relative: 1e-9)
    // The error of the chance, √(p (1 − p) / n), over d p / d log rate.
    let slope = 0.8 * -Elementary.log(0.8)
    expectNear(maximum.logStandardErrors[0], (0.16 / 50).squareRoot() / slope, relative: 1e-7)
    let interval = maximum.interval(0, level: 0.95)
    let width = 1.959963984540054 * maximum.logStandardErrors[0]
    expectNear(interval.upperBound, maximum.values[0] * Elementary.exp(width), relative: 1e-12)
    expectNear(interval.lowerBound, maximum.values[0] * Elementary.exp(-width), relative: 1e-12)
  }

  @Test("are refused where there is no maximum, by the parameter that runs away")
  func runaway() throws {
    let model = MultiStateModel(
      stages: ["a", "b", "c"],
      transitions: [
        .init(name: "ab", from: [0], to: 1, rate: StageWorld.quantity("$rate")),
        .init(name: "ac", from: [0], to: 2, rate: StageWorld.quantity("$rare")),
      ], timing: .steps(days: 7))
    var panel = StagePanel(name: "p", stages: model.stages)
    for unit in 0..<50 {
      panel.append(unit: "\(unit)", days: [0, 7], stage: [0, unit < 10 ? 1 : 0])
    }
    let likelihood = try StageLikelihood(model, panel)
    let error = #expect(throws: EstimationError.self) { try StageMaximum(likelihood) }
    #expect(
      error?.description
        == "rare: no finite estimate, the likelihood rises as it goes to 0; the panel shows too few of "
        + "its moves: fix it, or sample with a prior")
  }

  @Test("are refused where the panel does not tell parameters apart")
  func flat() throws {
    let model = MultiStateModel(
      stages: ["a", "b"],
      transitions: [
        .init(name: "ab", from: [0], to: 1, rate: StageWorld.quantity("$rate * $share"))
      ], timing: .steps(days: 7))
    var panel = StagePanel(name: "p", stages: model.stages)
    for unit in 0..<50 {
      panel.append(unit: "\(unit)", days: [0, 7], stage: [0, unit < 10 ? 1 : 0])
    }
    let likelihood = try StageLikelihood(model, panel)
    let error = #expect(throws: EstimationError.self) { try StageMaximum(likelihood) }
    #expect(
      error?.description
        == "the panel does not tell all parameters apart; leave one out, fix it, or sample with priors"
    )
  }
}
