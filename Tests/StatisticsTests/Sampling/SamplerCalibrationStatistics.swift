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
  /// A log odds with a Beta(2, 3) prior of its chance, after successes and failures.
  struct LogOdds: LogDensity {
    let dimension = 1
    let successes: Double
    let failures: Double

    mutating func logDensity(at position: [Double], gradient: inout [Double]) -> Double {
      // log p = −log(1 + e⁻ˣ); the Jacobian p (1 − p) adds one to either exponent of the prior.
      let chance = 1 / (1 + Elementary.exp(-position[0]))
      let above = 2 + successes
      let below = 3 + failures
      gradient[0] = above * (1 - chance) - below * chance
      let small = Elementary.log1p(Elementary.exp(-position[0].magnitude))
      return -above * (max(-position[0], 0) + small) - below * (max(position[0], 0) + small)
    }
  }

  /// The rank of a parameter among 19 draws that are thinned until nearly independent.
  static func rank(_ simulation: Int) throws -> Int {
    let stream = RandomStream(seed: 77, replicate: simulation, purpose: "test/calibration")
    let chance = Beta.draw(a: 2, b: 3, stream: stream, agent: 0, step: 0, firstDraw: 0)
    var successes = 0.0
    for trial in 0..<10 where stream.uniform(agent: trial, step: 1) < chance { successes += 1 }
    let thinning = 8
    var sampler = NoUTurnSampler(
      LogOdds(successes: successes, failures: 10 - successes),
      settings: SamplerSettings(warmup: 200, draws: 19 * thinning), seed: 9, chain: simulation)
    let chain = try sampler.run()
    let truth = Elementary.log(chance / (1 - chance))
    return (0..<19).filter { chain.draws[$0 * thinning] < truth }.count
  }

  /// With a tenth of the log odds' deviation as bias the statistic leaves the band in the slow run.
  @Test("finds parameters at uniform ranks among draws from their posteriors")
  func ranks() throws {
    let isSlow = ProcessInfo.processInfo.environment["ROUNDS_SLOW"] != nil
    let cells = isSlow ? 20 : 4
    let simulations = isSlow ? 2000 : 240
    var counts = [Double](repeating: 0, count: cells)
    for simulation in 0..<simulations { counts[try Self.rank(simulation) * cells / 20] += 1 }
    let expected = Double(simulations) / Double(cells)
    let statistic = counts.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
    let band = StatisticalBand.chiSquare(degrees: cells - 1, falseAlarm: 1e-6)
    #expect(band.contains(statistic), "\(counts)")
  }
}
