import Interchange
import Statistics
import Testing

@testable import Estimation

@Suite("Decomposition of a mix model")
struct MixDecompositionTests {
  /// A fit of a few draws that nobody sampled, around the middle of the priors.
  static func invented(_ design: MixDesign, draws: Int = 5) -> MixFit {
    let density = MixDensity(design)
    let stream = RandomStream(seed: 3, replicate: 0, purpose: "test/invented")
    var matrix = Matrix(rows: draws, columns: design.parameters.all.count)
    for draw in 0..<draws {
      let position = design.parameters.free.enumerated().map { place, parameter in
        let prior = design.parameters.all[parameter].prior
        let share = 0.2 + 0.6 * stream.uniform(agent: place, step: draw)
        return prior.support.position(of: prior.quantile(share))
      }
      for (column, value) in density.values(at: position).enumerated() {
        matrix[draw, column] = value
      }
    }
    return MixFit(design: design, draws: matrix, chains: 1, sampling: nil, lifts: [])
  }

  static func geo(_ others: String, counts: Bool = false) throws -> MixDesign {
    var world = MixWorld()
    (world.units, world.periods, world.levelSpread) = (3, 40, 8)
    if counts {
      (world.effect, world.level, world.trend, world.price) = ([0.8, 0.5], 2, 0.3, -0.1)
    }
    return try world.design(
      "bayes", knowsTransforms: false, others: others,
      outcomes: counts ? world.counts() : world.outcomes())
  }

  @Test("adds up to the mean of every period and draw with an identity link")
  func sum() throws {
    let fit = Self.invented(try Self.geo("laggedOutcome: true\nseason: { terms: 1 }"))
    let parts = MixDecomposition(fit)
    let prediction = MixPrediction(fit)
    #expect(parts.parts == ["base", "price", "tv", "web"])
    #expect(parts.channels == ["tv", "web"] && parts.drawCount == 5)
    for period in 0..<40 {
      let means = prediction.meanTotals(period: period)
      for draw in 0..<5 {
        let sum = (0..<4).reduce(0) { $0 + parts.part($1, period: period)[draw] }
        #expect((sum / means[draw] - 1).magnitude < 1e-12)
        #expect(parts.part(2, period: period)[draw] >= 0)
      }
    }
  }

  @Test("has units that add up to the channel, and periods to the total")
  func totals() throws {
    let parts = MixDecomposition(Self.invented(try Self.geo("")), periods: 5..<30)
    for channel in 0..<2 {
      let total = parts.total(ofChannel: channel)
      for draw in 0..<5 {
        let units = (0..<3).reduce(0) { $0 + parts.total(ofChannel: channel, unit: $1)[draw] }
        let periods = (0..<25).reduce(0) { $0 + parts.part(2 + channel, period: $1)[draw] }
        #expect((units / total[draw] - 1).magnitude < 1e-12)
        #expect((periods / total[draw] - 1).magnitude < 1e-12)
      }
    }
  }

  @Test("finds channels whatever they are called")
  func names() throws {
    let world = MixWorld()
    let text = world.document("bayes", knowsTransforms: true)
      .replacing("  web:", with: "  overlap:")
    let fit = Self.invented(try MixDesign(try mix(text), world.panel(world.outcomes())))
    let parts = MixDecomposition(fit)
    #expect(parts.total(ofChannel: 0) == parts.total(2))
    #expect(parts.total(ofChannel: 1) == parts.total(3))
  }

  @Test("is what would be lost with a log link, and what is left is overlap")
  func logLink() throws {
    let fit = Self.invented(try Self.geo("likelihood: poisson", counts: true))
    let parts = MixDecomposition(fit)
    #expect(parts.parts == ["base", "tv", "web", "overlap"])
    let places = fit.parameters.channels.map(\.effect)
    for draw in 0..<5 {
      var values = fit.values(ofDraw: draw)
      func mean() -> Double {
        var reading = MixReading(fit.design)
        reading.read(values)
        return reading.mean.reduce(0, +)
      }
      let effects = places.map { values[$0] }
      let whole = mean()
      var without: [Double] = []
      for (place, effect) in zip(places, effects) {
        values[place] = 0
        without.append(mean())
        values[place] = effect
      }
      for place in places { values[place] = 0 }
      let base = mean()
      #expect((parts.total(0)[draw] / base - 1).magnitude < 1e-12)
      for channel in 0..<2 {
        let lost = whole - without[channel]
        #expect((parts.total(ofChannel: channel)[draw] / lost - 1).magnitude < 1e-9)
      }
      let sum = (0..<4).reduce(0) { $0 + parts.total($1)[draw] }
      #expect((sum / whole - 1).magnitude < 1e-12)
    }
  }

  /// The difference of what a little more of all exposures brings, with the scale of the exposures as
  /// it was: the exposures of a plan that repeats the data, multiplied.
  @Test(
    "has the slope of a common factor on exposures",
    arguments: [
      "order: carryoverFirst", "order: saturationFirst", "likelihood: poisson",
      "hierarchy: { effects: true }",
    ])
  func marginal(_ others: String) throws {
    let design = try Self.geo(others, counts: others.contains("poisson"))
    let fit = Self.invented(design)
    let slopes = (0..<2).map { MixDecomposition(fit).marginal(ofChannel: $0) }
    for channel in 0..<2 {
      for draw in 0..<5 {
        let values = fit.values(ofDraw: draw)
        var reading = MixReading(design)
        reading.read(values)
        let places = fit.parameters.channels[channel]
        func response(_ factor: Double) -> [Double] {
          var pass = ChannelPass(
            design.spec.channels[channel], order: design.spec.order, periods: 40,
            exposures: design.channels[channel].exposure.map { $0 * factor })
          pass.forward(
            carryover: Array(values[places.carryover]),
            saturation: Array(values[places.saturation]))
          return pass.response
        }
        let step = 1e-4
        let (more, less) = (response(1 + step), response(1 - step))
        let coefficients = reading.coefficients(of: channel)
        var slope = 0.0
        for row in more.indices {
          let part = coefficients[row / 40] * (more[row] - less[row]) / (2 * step)
          slope +=
            part * (design.spec.likelihood.hasLogLink ? reading.mean[row] : design.outcomeScale)
        }
        #expect((slopes[channel][draw] / slope - 1).magnitude < 1e-6)
      }
    }
  }

  @Test("returns what a prior of returns says, in every draw")
  func returns() throws {
    var world = MixWorld()
    (world.units, world.periods) = (3, 40)
    let text = world.document("bayes", knowsTransforms: false)
      .replacing("outcome: sales", with: "outcome: { column: sales, value: 12 }")
      .replacing("  tv:\n", with: "  tv:\n    returnOnSpend: { lognormal: [0, 1] }\n")
      .replacing("  web:\n", with: "  web:\n    share: { beta: [2, 5] }\n")
    let panel = world.panel(world.outcomes())
    let fit = Self.invented(try MixDesign(try mix(text), panel))
    let parts = MixDecomposition(fit)
    let spend = try #require(panel["tv_cost"]).reduce(0, +)
    let outcome = try #require(panel["sales"]).reduce(0, +)
    for draw in 0..<5 {
      let tv = parts.total(ofChannel: 0)[draw] * 12 / spend
      let web = parts.total(ofChannel: 1)[draw] / outcome
      #expect((tv / fit.draws(of: "return_on_spend[tv]")[draw] - 1).magnitude < 1e-12)
      #expect((web / fit.draws(of: "share[web]")[draw] - 1).magnitude < 1e-12)
    }
  }
}
