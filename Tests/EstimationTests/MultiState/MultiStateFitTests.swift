import Statistics
import Testing

@testable import Estimation

@Suite("Rates of observed stages by sampling")
struct MultiStateFitTests {
  private static let settings = SamplerSettings(warmup: 300, draws: 500)

  private static func beliefs() -> [StageParameter] {
    StageWorld.parameters.map { name in
      StageParameter(
        name,
        prior: name.hasSuffix("rate")
          ? .lognormal(logMean: -3, logSD: 1.5) : .lognormal(logMean: 0, logSD: 1))
    }
  }

  /// The same beliefs as functions of a normal score.
  private static func scores() -> [StageParameter] {
    StageWorld.parameters.map { name in
      StageParameter(name) { score in
        let value = Elementary.exp(
          name.hasSuffix("rate") ? -3 + 1.5 * score : score)
        return (value, value * (name.hasSuffix("rate") ? 1.5 : 1))
      }
    }
  }

  /// With wide priors the posterior of logarithms is near the normal one of the maximum.
  @Test(
    "has the center and spread of the maximum with wide priors, and converges",
    arguments: [MultiStateModel.Timing.continuous, .steps(days: 7)])
  func posterior(_ timing: MultiStateModel.Timing) async throws {
    let likelihood = try StageWorld.likelihood(timing)
    let maximum = try StageMaximum(likelihood)
    let fit = try await MultiStateFit.sampled(
      likelihood, beliefs: Self.beliefs(), chains: 2, settings: Self.settings, seed: 5, threads: 2)
    #expect(fit.parameters == StageWorld.parameters)
    #expect(fit.draws.rows == 1000)
    #expect(fit.sampling.divergences == 0)
    for (place, belief) in fit.beliefs().enumerated() {
      #expect(belief.rHat < 1.02, "\(belief.name): \(belief.rHat)")
      #expect(belief.bulkSize > 300)
      #expect(belief.tailSize > 200)
      let logs = RunningMoments((fit.draws(of: belief.name) ?? []).map { Elementary.log($0) })
      let error = maximum.logStandardErrors[place]
      // Priors move the center by less than 0.15 errors, and 300 draws by less than 0.24.
      let center = Elementary.log(maximum.values[place])
      #expect((logs.mean - center).magnitude < 0.4 * error, "\(belief.name)")
      #expect((logs.standardDeviation / error - 1).magnitude < 0.15, "\(belief.name)")
      #expect(belief.low < belief.median && belief.median < belief.high)
    }
  }

  @Test("is the same whether beliefs are densities or functions of scores")
  func scores() async throws {
    let likelihood = try StageWorld.likelihood(.steps(days: 7))
    let density = try await MultiStateFit.sampled(
      likelihood, beliefs: Self.beliefs(), chains: 2, settings: Self.settings, seed: 5, threads: 2)
    let score = try await MultiStateFit.sampled(
      likelihood, beliefs: Self.scores(), chains: 2, settings: Self.settings, seed: 6, threads: 2)
    for (first, second) in zip(density.beliefs(), score.beliefs()) {
      // Four standard errors of a difference of means of 300 draws each.
      let error = first.standardDeviation * (2.0 / 300).squareRoot()
      #expect((first.mean - second.mean).magnitude < 4 * error, "\(first.name)")
    }
  }

  @Test("has a gradient of the density that its differences confirm")
  func gradient() throws {
    let likelihood = try StageWorld.likelihood(.steps(days: 7))
    var beliefs = Self.beliefs()
    beliefs[1] = StageParameter("call_ratio", prior: .uniform(low: 1, high: 3))
    beliefs[2] = StageParameter("forget_rate", prior: .gamma(shape: 2, rate: 40))
    beliefs[3] = Self.scores()[3]
    var density = StageDensity(likelihood, beliefs: beliefs)
    let point = density.start(seed: 1, chain: 0)
    var gradient = point
    var scratch = point
    _ = density.logDensity(at: point, gradient: &gradient)
    for place in point.indices {
      var (above, below) = (point, point)
      above[place] += 1e-5
      below[place] -= 1e-5
      let slope =
        (density.logDensity(at: above, gradient: &scratch)
          - density.logDensity(at: below, gradient: &scratch)) / 2e-5
      #expect((slope - gradient[place]).magnitude < 1e-5 * max(1, slope.magnitude))
    }
  }

  @Test("gives the same draws on any number of threads, and leaves known parameters alone")
  func threads() async throws {
    let likelihood = try StageWorld.likelihood(.steps(days: 7))
    var beliefs = Self.beliefs()
    beliefs[1] = StageParameter("call_ratio", prior: .fixed(1.5))
    beliefs.append(StageParameter("another", prior: .exponential(rate: 1)))
    let few = SamplerSettings(warmup: 50, draws: 20)
    let one = try await MultiStateFit.sampled(
      likelihood, beliefs: beliefs, chains: 3, settings: few, seed: 5, threads: 1)
    let three = try await MultiStateFit.sampled(
      likelihood, beliefs: beliefs, chains: 3, settings: few, seed: 5, threads: 3)
    #expect(one.draws == three.draws)
    #expect(one.draws(of: "call_ratio") == [Double](repeating: 1.5, count: 60))
    #expect(one.draws(of: "another") == nil)
    // Scores are those of the beliefs, 0 for what is known.
    for row in 0..<60 {
      expectNear(
        one.scores[row, 0], (Elementary.log(one.draws[row, 0]) + 3) / 1.5, relative: 1e-9)
      #expect(one.scores[row, 1] == 0)
    }
  }

  @Test("says that beliefs exclude the data")
  func excluded() async throws {
    let likelihood = try StageWorld.likelihood(.steps(days: 7))
    var beliefs = Self.beliefs()
    beliefs[0] = StageParameter("try_rate", prior: .normal(mean: -5, sd: 0.01))
    await #expect(throws: SamplerError.startNotFinite) {
      try await MultiStateFit.sampled(
        likelihood, beliefs: beliefs, chains: 1, settings: Self.settings, seed: 5)
    }
  }

  /// Of 11 figures of a right model more than 4 lie outside 5 % to 95 % once in 360 panels.
  ///
  /// They tend to less, since the draws have seen them. A wrong model misses those it is wrong in.
  @Test("is confirmed by the panels of its draws, and refuted where the model is wrong")
  func check() async throws {
    let likelihood = try StageWorld.likelihood(.steps(days: 7))
    let fit = try await MultiStateFit.sampled(
      likelihood, beliefs: Self.beliefs(), chains: 2, settings: Self.settings, seed: 5, threads: 2)
    let check = StageCheck(fit, likelihood, panels: 200, seed: 9)
    #expect(check.moves.count == 11)
    #expect(check.moves.reduce(0) { $0 + $1.observed } == 2100)
    #expect((check.moves.reduce(0) { $0 + $1.expected } - 2100).magnitude < 1e-6)
    let missed = check.moves.count { !StageCheck.isMet($0) }
    #expect(missed <= 4, "\(check.moves)")
    for time in Set(check.shares.map(\.time)) {
      let own = check.shares.filter { $0.time == time }
      #expect((own.reduce(0) { $0 + $1.observed } - 1).magnitude < 1e-9)
      #expect((own.reduce(0) { $0 + $1.expected } - 1).magnitude < 1e-9)
    }
    #expect(check.shares.first?.time == "1")

    var beliefs = Self.beliefs()
    beliefs[6] = StageParameter("lapse_rate", prior: .fixed(0.06))
    let wrong = try await MultiStateFit.sampled(
      likelihood, beliefs: beliefs, chains: 2, settings: Self.settings, seed: 5, threads: 2)
    let refuted = StageCheck(wrong, likelihood, panels: 200, seed: 9)
    let lapses = refuted.moves.first { $0.from == 2 && $0.stage == 3 }
    #expect(lapses?.chanceAbove == 1)
  }
}
