import Interchange
import Statistics
import TestSupport
import Testing

@testable import Estimation

@Suite("Mix model by least squares and maximum likelihood")
struct MixRegressionTests {
  /// Where channel totals lie in outcomes, for counts as what would be lost.
  private func truth(_ world: MixWorld, isLog: Bool) -> [Double] {
    let predictor = world.predictor
    return world.parts.map { part in
      part.indices.reduce(0.0) { sum, row in
        guard isLog else { return sum + part[row] }
        return sum + Elementary.exp(predictor[row]) - Elementary.exp(predictor[row] - part[row])
      }
    }
  }

  @Test("finds the truth behind outcomes without noise", arguments: [1, 4])
  func exact(units: Int) throws {
    var world = MixWorld()
    world.units = units
    world.noise = 1e-9
    world.levelSpread = 12
    let fit = try MixFit.regression(try world.design("regression", knowsTransforms: true))
    let parts = MixDecomposition(fit)
    for (channel, total) in truth(world, isLog: false).enumerated() {
      let found = moments(parts.total(ofChannel: channel))
      #expect((found.mean / total - 1).magnitude < 1e-8)
      for unit in 0..<units {
        let rows = unit * world.periods..<(unit + 1) * world.periods
        let own = world.parts[channel][rows].reduce(0, +)
        let found = moments(parts.total(ofChannel: channel, unit: unit)).mean
        #expect((found / own - 1).magnitude < 1e-8)
      }
    }
    let scale = fit.design.outcomeScale
    for (name, value) in [("trend", world.trend), ("control[price]", world.price)] {
      #expect((moments(fit.draws(of: name)).mean * scale / value - 1).magnitude < 1e-8)
    }
    for unit in 0..<units {
      var level = fit.draws(of: "intercept")[0]
      if units > 1 {
        level +=
          fit.draws(of: "intercept_spread")[0]
          * fit.draws(of: "intercept_deviation[u\(unit + 1)]")[0]
      }
      #expect((level * scale / world.level(of: unit) - 1).magnitude < 1e-7)
    }
  }

  /// How many of the central 90 % of draws hold the truth, in simulated repetitions.
  ///
  /// A correct program fails once in a million; coverage below 60 % is caught with 60 repetitions.
  private func coverage(
    _ world: MixWorld, _ likelihood: String, _ simulate: (Int) -> [Double]
  ) throws -> [Double] {
    let isLog = likelihood != "normal"
    let truth = truth(world, isLog: isLog)
    var held = [0.0, 0, 0]
    let count = 60
    for replicate in 0..<count {
      let design = try world.design(
        "regression", knowsTransforms: true, others: "likelihood: \(likelihood)",
        outcomes: simulate(replicate))
      let fit = try MixFit.regression(design, seed: UInt64(replicate))
      let parts = MixDecomposition(fit)
      for (place, value)
        in (truth + [
          world.base.reduce(0) {
            $0 + (isLog ? Elementary.exp($1) : $1)
          }
        ]).enumerated()
      {
        var draws = place < 2 ? parts.total(ofChannel: place) : parts.total(0)
        if place == 2, !isLog {
          for (draw, control) in parts.total(1).enumerated() { draws[draw] += control }
        }
        let bounds = quantiles(of: draws, [0.05, 0.95])
        if bounds[0]...bounds[1] ~= value { held[place] += 1 }
      }
    }
    return held.map { $0 / Double(count) }
  }

  private static let band = StatisticalBand.proportion(0.87, trials: 60, falseAlarm: 1e-6)

  @Test("covers the truth of one series and of few and many units", arguments: [1, 5, 24])
  func normalCoverage(units: Int) throws {
    var world = MixWorld()
    world.units = units
    world.periods = units == 1 ? 120 : 40
    world.noise = 6
    world.levelSpread = 20
    for share in try coverage(world, "normal", { world.outcomes(replicate: $0) }) {
      #expect(Self.band.contains(share), "\(share)")
    }
  }

  private var countWorld: MixWorld {
    var world = MixWorld()
    (world.effect, world.level, world.trend, world.price) = ([0.8, 0.5], 2, 0.3, -0.1)
    return world
  }

  @Test("covers the truth of Poisson counts", arguments: [1, 5, 24])
  func poissonCoverage(units: Int) throws {
    var world = countWorld
    world.units = units
    world.periods = units == 1 ? 120 : 40
    world.levelSpread = 1
    for share in try coverage(world, "poisson", { world.counts(replicate: $0) }) {
      #expect(Self.band.contains(share), "\(share)")
    }
  }

  @Test("covers the truth of negative binomial counts")
  func negativeBinomialCoverage() throws {
    let world = countWorld
    let shares = try coverage(
      world, "negativeBinomial", { world.counts(dispersion: 0.2, replicate: $0) })
    for share in shares { #expect(Self.band.contains(share), "\(share)") }
  }

  @Test("estimates the dispersion of counts")
  func dispersion() throws {
    var world = countWorld
    world.periods = 2000
    let fit = try MixFit.regression(
      try world.design(
        "regression", knowsTransforms: true, others: "likelihood: negativeBinomial",
        outcomes: world.counts(dispersion: 0.3)))
    // The standard error of a dispersion of 0.3 at means near 20 is about 0.012.
    #expect((fit.draws(of: "dispersion")[0] - 0.3).magnitude < 0.06)
  }

  @Test("needs no more units than coefficients")
  func fewUnits() throws {
    var world = MixWorld()
    world.units = 2
    world.periods = 60
    let fit = try MixFit.regression(try world.design("regression", knowsTransforms: true))
    for channel in 0..<2 {
      let found = moments(MixDecomposition(fit).total(ofChannel: channel))
      let total = truth(world, isLog: false)[channel]
      #expect(found.sd > 0 && (found.mean - total).magnitude < 5 * found.sd)
    }
  }

  /// With coefficients known well, a unit's mean is as uncertain as the mean of its rows.
  @Test("lets units' levels be uncertain", arguments: ["normal", "poisson"])
  func unitLevels(_ likelihood: String) throws {
    var world = likelihood == "normal" ? MixWorld() : countWorld
    (world.units, world.periods, world.noise) = (3, 80, 6)
    let design = try world.design(
      "regression", knowsTransforms: true, others: "likelihood: \(likelihood)",
      outcomes: likelihood == "normal" ? world.outcomes() : world.counts())
    let fit = try MixFit.regression(design)
    for unit in 0..<3 {
      let draws = (0..<fit.draws.rows).map { draw in
        var reading = MixReading(design)
        reading.read(fit.values(ofDraw: draw))
        return reading.mean[unit * 80..<(unit + 1) * 80].reduce(0, +) / 80
      }
      let (mean, sd) = moments(draws)
      let expected = (likelihood == "normal" ? 6 : mean.squareRoot()) / 80.0.squareRoot()
      #expect((0.8...1.3).contains(sd / expected), "\(sd / expected)")
    }
  }

  @Test("names the columns at fault")
  func collinear() throws {
    let world = MixWorld()
    var panel = world.panel(world.outcomes())
    panel.add("price again", world.prices.map { 2 * $0 })
    let text = world.document("regression", knowsTransforms: true)
      .replacing("[price]", with: "[price, price again]")
    let design = try MixDesign(try mix(text), panel)
    let error = #expect(throws: EstimationError.self) { try MixFit.regression(design) }
    #expect(
      error?.description
        == "media mix: price and price again are collinear (rank 5 of 6); drop one or add a penalty"
    )
  }

  @Test("refuses negative binomial counts with an intercept per unit")
  func refusal() throws {
    var world = countWorld
    world.units = 3
    let design = try world.design(
      "regression", knowsTransforms: true, others: "likelihood: negativeBinomial",
      outcomes: world.counts())
    let error = #expect(throws: EstimationError.self) { try MixFit.regression(design) }
    #expect(
      error?.description
        == "media mix: negative binomial counts with an intercept per unit need method: bayes; or "
        + "write likelihood: poisson, whose clustered errors allow for overdispersion, or "
        + "hierarchy: { intercept: false }")
  }
}
