import Foundation
import Interchange
import Statistics
import TestSupport
import Testing

@testable import Estimation

/// Simulation-based calibration: Talts, Betancourt, Simpson, Vehtari and Gelman (2018), "Validating
/// Bayesian Inference Algorithms with Simulation-Based Calibration".
///
/// Parameters are drawn from their priors and outcomes from the model, written out here; the rank of
/// each parameter among draws from its posterior is then uniform.
@Suite("Calibration of mix models")
struct MixCalibrationStatistics {
  static let isSlow = ProcessInfo.processInfo.environment["ROUNDS_SLOW"] != nil
  static let periods = 40

  /// One channel, a control and a trend; every prior proper and written out.
  static let document = """
    time: week
    outcome: y
    channels:
      tv:
        carryover: { geometric: { retention: { beta: [2, 2] } }, lags: 4, normalized: true }
        saturation: { logistic: { rate: { gamma: [4, 2] } } }
        effect: { halfNormal: 0.6 }
    controls: { price: { normal: [0, 0.2] } }
    trend: { linear: { student: [5, 0, 0.2] } }
    intercept: { normal: [0.4, 0.2] }
    likelihood: { normal: { sd: { lognormal: [-2.5, 0.4] } } }
    """

  struct Draw {
    var values: [String: Double]
    var total: Double
    var outcomes: [Double]
  }

  static func uniform(_ what: String, _ simulation: Int, _ place: Int) -> Double {
    RandomStream(seed: 41, replicate: simulation, purpose: "test/" + what)
      .uniform(agent: place, step: 0)
  }

  static func exposure(_ period: Int) -> Double {
    // The same in all simulations, with a largest value of exactly 1.
    period == 7 ? 1 : max(0, 1.4 * uniform("exposure", 0, period) - 0.45)
  }

  static func price(_ period: Int) -> Double { 2 * uniform("price", 0, period) - 1 }

  /// Parameters from their priors, and outcomes from them.
  static func simulated(_ simulation: Int, _ parameters: [MixParameter]) -> Draw {
    var values: [String: Double] = [:]
    for (place, parameter) in parameters.enumerated() {
      values[parameter.name] = parameter.prior.quantile(uniform("prior", simulation, place))
    }
    func value(_ name: String) -> Double { values[name, default: .nan] }
    let weights = (0..<4).map { Elementary.pow(value("retention[tv]"), Double($0)) }
    var draw = Draw(values: values, total: 0, outcomes: [])
    for period in 0..<periods {
      var carried = 0.0
      for lag in 0...min(3, period) { carried += weights[lag] * exposure(period - lag) }
      carried /= weights.reduce(0, +)
      let power = Elementary.exp(-value("rate[tv]") * carried)
      let part = value("effect[tv]") * (1 - power) / (1 + power)
      draw.total += part
      let mean =
        value("intercept") + part + value("control[price]") * price(period)
        + value("trend") * Double(period) / Double(periods - 1)
      let noise = Normal.quantile(uniform("noise", simulation, period))
      draw.outcomes.append(mean + value("sd") * noise)
    }
    return draw
  }

  /// The model over the outcomes of a simulation, whose unit is that of the priors: the largest outcome
  /// of the data must not become the unit, as it would depend on them.
  static func design(_ outcomes: [Double]) throws -> MixDesign {
    var panel = Panel(
      name: "calibration", units: [""], periods: PeriodAxis(first: 0, step: .number, count: periods)
    )
    panel.add("y", outcomes)
    panel.add("tv", (0..<periods).map(exposure))
    panel.add("price", (0..<periods).map(price))
    var design = try MixDesign(try mix(document), panel)
    design.outcome = outcomes
    design.outcomeScale = 1
    return design
  }

  /// Ranks among 19 nearly independent draws: of each parameter, and of the channel's total.
  static func ranks(_ simulation: Int) throws -> [String: Int] {
    let template = try design((0..<periods).map { Double($0 % 3) })
    let truth = simulated(simulation, template.parameters.all)
    let design = try design(truth.outcomes)
    let density = MixDensity(design)
    let thinning = 8
    var sampler = NoUTurnSampler(
      density,
      settings: SamplerSettings(warmup: 300, draws: 19 * thinning, targetAcceptance: 0.9),
      seed: 17, chain: simulation)
    let chain = try sampler.run(initial: density.start(seed: 5, chain: simulation))
    var rows: [Double] = []
    for draw in 0..<19 {
      let start = draw * thinning * chain.dimension
      rows += density.values(at: Array(chain.draws[start..<start + chain.dimension]))
    }
    let count = design.parameters.all.count
    let draws = Matrix(
      rows: 19, columns: count,
      elements: (0..<count).flatMap { column in (0..<19).map { rows[$0 * count + column] } })
    let fit = MixFit(design: design, draws: draws, chains: 1, sampling: nil, lifts: [])
    var ranks: [String: Int] = [:]
    for (name, value) in truth.values { ranks[name] = fit.draws(of: name).count { $0 < value } }
    ranks["total"] = MixDecomposition(fit).total(ofChannel: 0).count { $0 < truth.total }
    return ranks
  }

  /// Eight statistics at 1e-7 each: with 2,000 simulations a quarter of a posterior's deviation as bias
  /// leaves the band; the quick run sees three quarters.
  @Test("have ranks that are uniform")
  func uniformity() throws {
    let simulations = Self.isSlow ? 2000 : 160
    let cells = Self.isSlow ? 20 : 4
    var counts: [String: [Double]] = [:]
    for simulation in 0..<simulations {
      for (name, rank) in try Self.ranks(simulation) {
        counts[name, default: [Double](repeating: 0, count: cells)][rank * cells / 20] += 1
      }
    }
    #expect(counts.count == 8)
    let expected = Double(simulations) / Double(cells)
    let band = StatisticalBand.chiSquare(degrees: cells - 1, falseAlarm: 1e-7)
    for (name, cells) in counts {
      let statistic = cells.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
      #expect(statistic <= band.range.upperBound, "\(name): \(cells)")
    }
  }
}
