import Foundation
import Statistics
import TestSupport
import Testing

/// Simulation-based calibration: Talts, Betancourt, Simpson, Vehtari and Gelman (2018),
/// "Validating Bayesian Inference Algorithms with Simulation-Based Calibration".
///
/// Where parameters are drawn from the prior and data from the model, the rank of the parameter
/// among draws from its posterior is uniform. A wrong Jacobian, a wrong acceptance or a wrong
/// U-turn piles ranks up at the ends or in the middle.
@Suite("Calibration of the sampler")
struct SamplerCalibrationStatistics {
  /// A log odds with a Beta(1.2, 1.5) prior of its chance, after one trial.
  ///
  /// So little is known that the Jacobian, which adds one to either exponent, matters.
  struct LogOdds: LogDensity {
    let dimension = 1
    let successes: Double
    let failures: Double

    mutating func logDensity(at position: [Double], gradient: inout [Double]) -> Double {
      // log p = −log(1 + e⁻ˣ); the Jacobian p (1 − p) is part of these exponents.
      let chance = 1 / (1 + Elementary.exp(-position[0]))
      let above = 1.2 + successes
      let below = 1.5 + failures
      gradient[0] = above * (1 - chance) - below * chance
      let small = Elementary.log1p(Elementary.exp(-position[0].magnitude))
      return -above * (max(-position[0], 0) + small) - below * (max(position[0], 0) + small)
    }
  }

  /// The rank of a parameter among 19 draws that are thinned until nearly independent.
  static func rank(_ simulation: Int) throws -> Int {
    let stream = RandomStream(seed: 77, replicate: simulation, purpose: "test/calibration")
    let chance = Beta.draw(a: 1.2, b: 1.5, stream: stream, agent: 0, step: 0, firstDraw: 0)
    let successes: Double = stream.uniform(agent: 0, step: 1) < chance ? 1 : 0
    let thinning = 8
    var sampler = NoUTurnSampler(
      LogOdds(successes: successes, failures: 1 - successes),
      settings: SamplerSettings(warmup: 200, draws: 19 * thinning), seed: 9, chain: simulation)
    let chain = try sampler.run()
    let truth = Elementary.log(chance / (1 - chance))
    return (0..<19).filter { chain.draws[$0 * thinning] < truth }.count
  }

  /// Without the Jacobian the statistic would have a noncentrality of 71 here and 336 in the slow
  /// run, which leaves the band with a chance of 98 % and nearly one.
  @Test("finds parameters at uniform ranks among draws from their posteriors")
  func ranks() throws {
    let isSlow = ProcessInfo.processInfo.environment["ROUNDS_SLOW"] != nil
    let cells = isSlow ? 20 : 4
    let simulations = isSlow ? 2000 : 480
    var counts = [Double](repeating: 0, count: cells)
    for simulation in 0..<simulations { counts[try Self.rank(simulation) * cells / 20] += 1 }
    let expected = Double(simulations) / Double(cells)
    let statistic = counts.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
    let band = StatisticalBand.chiSquare(degrees: cells - 1, falseAlarm: 1e-6)
    #expect(band.contains(statistic), "\(counts)")
  }
}
