import Foundation
import Interchange
import Statistics
import Testing

@testable import Estimation

@Suite("Density of a mix model")
struct MixDensityTests {
  @Test("is all models that the oracle has")
  func completeness() throws {
    #expect(try MixOracle.read().models.map(\.name) == MixOracle.names)
  }

  @Test("has the prior and likelihood of NumPy and SciPy", arguments: MixOracle.names)
  func oracle(_ name: String) throws {
    var (model, density, position) = try MixOracle.compiled(name)
    let terms = density.terms(at: density.values(at: position))
    let priors = terms.priors.reduce(0, +)
    #expect(
      (priors - model.priors).magnitude < 1e-9 * max(1, model.priors.magnitude),
      "\(priors), expected \(model.priors)")
    #expect(
      (terms.likelihood - model.likelihood).magnitude < 1e-9 * max(1, model.likelihood.magnitude),
      "\(terms.likelihood), expected \(model.likelihood)")
    // The density over positions has the slopes of the change of variable besides.
    let change = zip(density.parameters.free, position).reduce(0.0) { sum, pair in
      sum + density.parameters.all[pair.0].prior.support.number(at: pair.1).logSlope
    }
    var gradient = [Double](repeating: 0, count: position.count)
    let total = density.logDensity(at: position, gradient: &gradient)
    let expected = model.priors + model.likelihood + change
    #expect((total - expected).magnitude < 1e-9 * max(1, expected.magnitude))
  }

  @Test("says of each row what it says of all", arguments: MixOracle.names)
  func pointwise(_ name: String) throws {
    var (model, density, position) = try MixOracle.compiled(name)
    let values = density.values(at: position)
    let design = density.design
    var reading = MixReading(design)
    reading.read(values)
    let parameters = design.parameters
    let rows = ScatterTerm(design.spec.likelihood, outcome: design.fitted(design.outcome))
      .pointwise(
        design.fitted(reading.predictor), scatter: parameters.scatter.map { values[$0] } ?? 1,
        degrees: parameters.degreesOfFreedom.map { values[$0] } ?? 1)
    #expect(rows.count == design.units.count * design.fittedPeriods)
    density = MixDensity(design)
    let expected = density.terms(at: values).likelihood
    #expect((rows.reduce(0, +) - expected).magnitude < 1e-9 * max(1, expected.magnitude))
    // Without experiments that is all of the oracle's likelihood.
    if model.lifts.isEmpty {
      #expect((rows.reduce(0, +) - model.likelihood).magnitude < 1e-9 * model.likelihood.magnitude)
    }
  }

  @Test("puts values to positions and back", arguments: MixOracle.names)
  func positions(_ name: String) throws {
    let (_, density, position) = try MixOracle.compiled(name)
    let again = density.position(of: density.values(at: position))
    for (value, expected) in zip(again, position) { #expect((value - expected).magnitude < 1e-12) }
  }

  @Test("depends on the position alone", arguments: MixOracle.names)
  func memory(_ name: String) throws {
    var (_, density, position) = try MixOracle.compiled(name)
    var first = [Double](repeating: 0, count: position.count)
    var second = first
    let value = density.logDensity(at: position, gradient: &first)
    _ = density.logDensity(at: position.map { 0.7 * $0 + 0.1 }, gradient: &second)
    _ = density.terms(at: density.parameters.all.map { _ in 0.3 })
    #expect(density.logDensity(at: position, gradient: &second) == value)
    #expect(first == second)
  }

  /// The place of the degrees of freedom is where a gamma function would have no value.
  @Test("is not there, rather than crashing, far beyond all numbers", arguments: MixOracle.names)
  func farOut(_ name: String) throws {
    var (_, density, position) = try MixOracle.compiled(name)
    var gradient = position
    for place in position.indices {
      for distance in [-1e4, -800, -300, 300, 800, 1e4] {
        var far = position
        far[place] = distance
        let value = density.logDensity(at: far, gradient: &gradient)
        #expect(!(value > 1e4), "\(density.parameters.all[density.parameters.free[place]].name)")
      }
    }
  }

  @Test("of counts is Poisson's where the dispersion vanishes", arguments: [1e-7, 1e-10, 1e-13])
  func poissonLimit(dispersion: Double) {
    let outcome = [0.0, 3, 17, 250, 4]
    let predictor = [0.5, 1, 3, 5.4, 1.1]
    var poisson = ScatterTerm(.poisson, outcome: outcome)
    var gradient = outcome
    let limit = poisson.logDensity(predictor, scatter: 0, degrees: 0, gradient: &gradient)
    // The first order in the dispersion: Σ ((y − μ)² − y) / 2.
    let slope = zip(outcome, predictor).reduce(0.0) { sum, row in
      let rest = row.0 - Elementary.exp(row.1)
      return sum + (rest * rest - row.0) / 2
    }
    for copies in [1, 40] {
      // A table serves many rows, a sum for each row few.
      var term = ScatterTerm(
        .negativeBinomial(dispersion: .exponential(rate: 1)),
        outcome: (0..<copies).flatMap { _ in outcome })
      let rows = (0..<copies).flatMap { _ in predictor }
      var slopes = rows
      let found = term.logDensity(rows, scatter: dispersion, degrees: 0, gradient: &slopes)
      let expected = Double(copies) * (limit.value + dispersion * slope)
      #expect((found.value - expected).magnitude < 1e-9 + 1e9 * dispersion * dispersion)
      #expect((found.scatter / (Double(copies) * slope) - 1).magnitude < 1e-4)
      for (own, other) in zip(slopes, gradient) {
        #expect((own - other).magnitude < 1e-9 + 1e5 * dispersion)
      }
    }
  }

  @Test("takes degrees of freedom whose prior reaches down to 0")
  func smallDegrees() throws {
    let file = try MixOracle.read()
    let model = try #require(file.models.first { $0.name == MixOracle.names[1] })
    let document = model.document.replacing(
      #""degreesOfFreedom": {"gamma": [2, 0.1]}"#, with: #""degreesOfFreedom": {"halfNormal": 9}"#)
    #expect(document != model.document)
    let spec = try MixSpec(yaml: document, name: "mix.yaml")
    let panel = try spec.panel(try #require(file.panels[model.panel]).csv())
    var density = MixDensity(try MixDesign(spec, panel))
    var position = [Double](repeating: 0, count: density.dimension)
    var gradient = position
    #expect(density.logDensity(at: position, gradient: &gradient).isFinite)
    position[density.dimension - 1] = -1000
    #expect(density.logDensity(at: position, gradient: &gradient) == -.infinity)
  }
}
