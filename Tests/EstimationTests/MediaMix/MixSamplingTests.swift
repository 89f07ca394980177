import Interchange
import Statistics
import Testing

@testable import Estimation

/// Draws are those of fixed seeds; a posterior whose mean lies four standard deviations from the truth
/// comes in one of 16,000 correct ones.
@Suite("Mix model by sampling and by ridge search")
struct MixSamplingTests {
  private static let short = MixSpec.Sampling(
    chains: 2, warmup: 300, draws: 300, targetAcceptance: 0.9, seed: 3)

  private func expectTruth(
    _ draws: [Double], _ truth: Double, within share: Double, _ what: String
  ) {
    let (mean, sd) = moments(draws)
    #expect((mean - truth).magnitude < 4 * sd, "\(what): \(mean) ± \(sd), truth \(truth)")
    #expect(sd < share * truth.magnitude, "\(what): \(mean) ± \(sd), truth \(truth)")
  }

  @Test("finds channels, transforms and baseline of one series")
  func national() async throws {
    let world = MixWorld()
    let fit = try await MixFit.sampled(
      try world.design("bayes", knowsTransforms: false), sampling: Self.short, threads: 2)
    let scale = fit.design.outcomeScale
    let parts = MixDecomposition(fit)
    for channel in 0..<2 {
      let name = ["tv", "web"][channel]
      expectTruth(
        parts.total(ofChannel: channel), world.parts[channel].reduce(0, +), within: 0.15, name)
      expectTruth(fit.draws(of: "retention[\(name)]"), world.retention[channel], within: 0.4, name)
      expectTruth(fit.draws(of: "half[\(name)]"), world.half[channel], within: 0.6, name)
      expectTruth(
        fit.draws(of: "effect[\(name)]").map { $0 * scale }, world.effect[channel], within: 0.3,
        name)
    }
    expectTruth(
      fit.draws(of: "intercept").map { $0 * scale }, world.level, within: 0.05, "intercept")
    expectTruth(fit.draws(of: "trend").map { $0 * scale }, world.trend, within: 0.1, "trend")
    expectTruth(fit.draws(of: "sd").map { $0 * scale }, world.noise, within: 0.12, "sd")
    let report = try #require(fit.sampling)
    #expect(report.divergences == 0 && report.leapfrogSteps > 600 && report.acceptance > 0.8)
    #expect(fit.draws.rows == 600 && fit.chains == 2 && report.missingInformation.count == 2)
  }

  @Test("finds channels and levels of geos, each and together")
  func geos() async throws {
    var world = MixWorld()
    (world.units, world.periods, world.levelSpread) = (6, 50, 20)
    let fit = try await MixFit.sampled(
      try world.design("bayes", knowsTransforms: false), sampling: Self.short, threads: 2)
    let parts = MixDecomposition(fit)
    let scale = fit.design.outcomeScale
    for channel in 0..<2 {
      expectTruth(
        parts.total(ofChannel: channel), world.parts[channel].reduce(0, +), within: 0.15,
        "\(channel)")
      for unit in 0..<6 {
        expectTruth(
          parts.total(ofChannel: channel, unit: unit),
          world.parts[channel][unit * 50..<(unit + 1) * 50].reduce(0, +), within: 0.25,
          "\(channel) \(unit)")
      }
    }
    let (levels, spreads) = (fit.draws(of: "intercept"), fit.draws(of: "intercept_spread"))
    for unit in 0..<6 {
      let deviations = fit.draws(of: "intercept_deviation[u\(unit + 1)]")
      let draws = levels.indices.map { (levels[$0] + spreads[$0] * deviations[$0]) * scale }
      expectTruth(draws, world.level(of: unit), within: 0.1, "level \(unit)")
    }
  }

  @Test("finds channels of counts", arguments: ["poisson", "negativeBinomial"])
  func counts(_ likelihood: String) async throws {
    var world = MixWorld()
    (world.effect, world.level, world.trend, world.price) = ([1, 0.6], 3, 0.3, -0.1)
    let outcomes = world.counts(dispersion: likelihood == "poisson" ? 0 : 0.05)
    let fit = try await MixFit.sampled(
      try world.design(
        "bayes", knowsTransforms: false, others: "likelihood: \(likelihood)", outcomes: outcomes),
      sampling: Self.short, threads: 2)
    let parts = MixDecomposition(fit)
    let predictor = world.predictor
    for channel in 0..<2 {
      let truth = predictor.indices.reduce(0.0) {
        $0 + Elementary.exp(predictor[$1])
          - Elementary.exp(predictor[$1] - world.parts[channel][$1])
      }
      expectTruth(parts.total(ofChannel: channel), truth, within: 0.4, "\(channel)")
    }
    if likelihood != "poisson" {
      expectTruth(fit.draws(of: "dispersion"), 0.05, within: 0.6, "dispersion")
    }
  }

  @Test("believes an experiment")
  func lifts() async throws {
    var world = MixWorld()
    world.noise = 20
    let total = world.parts[0].reduce(0, +)
    let design = try world.design("bayes", knowsTransforms: true)
    // Half of what the truth is, and sure of it.
    let test = LiftTest(
      channel: 0, unit: nil, periods: 0..<120, removed: 1, estimate: total / 2,
      standardError: total / 200)
    let fit = try await MixFit.sampled(design, lifts: [test], sampling: Self.short, threads: 2)
    let found = moments(MixDecomposition(fit).total(ofChannel: 0))
    #expect((found.mean / total - 0.5).magnitude < 0.03 && found.sd < total / 100)
    #expect(fit.lifts == [test])
    let values = fit.values(ofDraw: 5)
    let expected = test.expected(by: values, design)
    #expect((expected / MixDecomposition(fit).total(ofChannel: 0)[5] - 1).magnitude < 1e-12)
  }

  /// A lift of counts is what would be lost, not a difference of logarithms.
  @Test("expects of an experiment on counts what the decomposition says", arguments: [nil, 1])
  func liftsOfCounts(unit: Int?) throws {
    let fit = MixDecompositionTests.invented(
      try MixDecompositionTests.geo("likelihood: negativeBinomial", counts: true))
    let parts = MixDecomposition(fit)
    let test = LiftTest(
      channel: 1, unit: unit, periods: 0..<40, removed: 1, estimate: 10, standardError: 5)
    for draw in 0..<5 {
      let lost =
        unit.map { parts.total(ofChannel: 1, unit: $0)[draw] } ?? parts.total(ofChannel: 1)[draw]
      let expected = test.expected(by: fit.values(ofDraw: draw), fit.design)
      #expect((expected / lost - 1).magnitude < 1e-9)
    }
  }

  @Test("gives one seed the same draws on any number of threads")
  func threads() async throws {
    let design = try MixWorld().design("bayes", knowsTransforms: false)
    let sampling = MixSpec.Sampling(
      chains: 3, warmup: 30, draws: 20, targetAcceptance: 0.8, seed: 9)
    let one = try await MixFit.sampled(design, sampling: sampling, threads: 1)
    let three = try await MixFit.sampled(design, sampling: sampling, threads: 3)
    #expect(one.draws == three.draws)
    var other = sampling
    other.seed = 10
    #expect(try await MixFit.sampled(design, sampling: other).draws != one.draws)
  }

  @Test("begins where priors are at home")
  func starts() throws {
    let density = MixDensity(try MixDecompositionTests.geo(""))
    for chain in 0..<20 {
      let values = density.values(at: density.start(seed: 1, chain: chain))
      for place in density.parameters.free {
        let parameter = density.parameters.all[place]
        #expect((0.249...0.751).contains(parameter.prior.cumulative(values[place])))
      }
    }
    #expect(density.start(seed: 1, chain: 0) != density.start(seed: 1, chain: 1))
  }

  @Test("finds channels by ridge search", arguments: [1, 4])
  func ridge(units: Int) throws {
    var world = MixWorld()
    (world.units, world.noise, world.levelSpread) = (units, 2, 10)
    // Money follows effects, so that the third loss does not pull away from the truth.
    let totals = world.parts.map { $0.reduce(0, +) }
    world.costs = (0..<2).map { totals[$0] / world.exposures[$0].reduce(0, +) }
    let design = try world.design("ridge", knowsTransforms: false)
    let searched = try MixFit.ridge(
      design, MixSpec.Search(trials: 800, allowsNegative: false, seed: 4))
    let parts = MixDecomposition(searched.fit)
    #expect(searched.drawn == max(1, searched.front.count / 4))
    #expect(searched.fit.draws.rows == 1000)
    for channel in 0..<2 {
      let truth = world.parts[channel].reduce(0, +)
      let draws = parts.total(ofChannel: channel)
      let bounds = quantiles(of: draws, [0.005, 0.5, 0.995])
      #expect((bounds[1] / truth - 1).magnitude < 0.2, "\(bounds), truth \(truth)")
      #expect((0.9 * bounds[0]...1.1 * bounds[2]).contains(truth), "\(bounds), truth \(truth)")
    }
  }

  /// With all known but the noise, the bootstrap's spread of a unit's base is that of its mean.
  @Test("lets ridge intervals of units' levels breathe")
  func unitLevels() throws {
    var world = MixWorld()
    (world.units, world.periods, world.noise) = (3, 60, 6)
    let design = try world.design("ridge", knowsTransforms: true)
    let fit = try MixFit.ridge(
      design, MixSpec.Search(trials: 40, allowsNegative: false, seed: 4)
    ).fit
    for unit in 0..<3 {
      let draws = (0..<1000).map { draw in
        var reading = MixReading(design)
        reading.read(fit.values(ofDraw: draw))
        return reading.mean[unit * 60..<(unit + 1) * 60].reduce(0, +) / 60
      }
      let expected = world.noise / 60.0.squareRoot()
      #expect((0.4...1.5).contains(moments(draws).sd / expected), "\(moments(draws).sd / expected)")
    }
  }
}
