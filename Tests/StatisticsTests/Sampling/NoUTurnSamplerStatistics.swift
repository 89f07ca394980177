import Foundation
import Statistics
import Testing

/// Moments of draws from densities with known ones.
///
/// A mean over draws is compared in units of its Monte Carlo standard error, from the true standard
/// deviation and the effective sample size of that mean; the band is that of the normal
/// distribution at 1e-9 for each check, a thousandth of the rate that is stated, since the size is
/// itself estimated: an error of 20 % in it, which more than a thousand effective draws do not
/// show, moves the rate to at most 1e-6.
@Suite("No-U-turn sampler")
struct NoUTurnSamplerStatistics {
  /// The half width of a band in standard errors.
  static let halfWidth = -Normal.quantile(0.5e-9)

  /// Draws four chains.
  static func sample(
    _ density: some LogDensity, draws: Int = 1000, target: Double = 0.8,
    metric: SamplerSettings.Metric = .automatic, seed: UInt64 = 5
  ) throws -> [SampledChain] {
    let settings = SamplerSettings(draws: draws, targetAcceptance: target, metric: metric)
    return try (0..<4).map { chain in
      var sampler = NoUTurnSampler(density, settings: settings, seed: seed, chain: chain)
      return try sampler.run()
    }
  }

  /// Whether the mean of a function of the draws is within its band around the true one.
  static func expectMean(
    _ chains: [SampledChain], _ mean: Double, deviation: Double, _ comment: String,
    of function: (ArraySlice<Double>) -> Double
  ) {
    let values = chains.flatMap { chain in
      (0..<chain.count).map {
        function(chain.draws[$0 * chain.dimension..<($0 + 1) * chain.dimension])
      }
    }
    let draws = ChainedDraws(values, chains: chains.count)
    let size = draws.meanEffectiveSize
    let error = deviation / size.squareRoot()
    let value = RunningMoments(values).mean
    #expect(size > 1000, "\(comment): \(size) effective draws")
    #expect(draws.rHat < 1.02, "\(comment)")
    #expect(
      (value - mean).magnitude < halfWidth * error,
      "\(comment): \(value) is \((value - mean) / error) errors from \(mean)")
  }

  @Test(
    "draws correlated normal coordinates of any scale with their moments",
    arguments: [2, 13, 100], [SamplerSettings.Metric.diagonal, .dense])
  func correlatedNormal(dimension: Int, metric: SamplerSettings.Metric) throws {
    let scales = (0..<dimension).map { index in
      Elementary.pow(10, -3 + 6 * Double(index) / Double(dimension - 1))
    }
    let density = ChainedNormal(scales: scales, correlation: 0.95)
    let draws = metric == .diagonal ? 2000 : 1000
    let chains = try Self.sample(density, draws: draws, metric: metric)
    for index in Set([0, dimension / 2, dimension - 2, dimension - 1]) {
      let scale = scales[index]
      Self.expectMean(chains, 0, deviation: 1, "mean \(index)") {
        $0[$0.startIndex + index] / scale
      }
      Self.expectMean(chains, 1, deviation: 2.0.squareRoot(), "square \(index)") {
        let value = $0[$0.startIndex + index] / scale
        return value * value
      }
      guard index > 0 else { continue }
      let before = scales[index - 1]
      // Var(xy) = 1 + ρ² for standard normal x and y with correlation ρ.
      Self.expectMean(chains, 0.95, deviation: 1.9025.squareRoot(), "product \(index)") {
        let place = $0.startIndex + index
        return $0[place] / scale * $0[place - 1] / before
      }
    }
  }

  @Test("draws heavy tails")
  func student() throws {
    let chains = try Self.sample(StudentFive(dimension: 3), draws: 2000)
    for index in 0..<3 {
      Self.expectMean(chains, 0, deviation: (5 / 3.0).squareRoot(), "mean") {
        $0[$0.startIndex + index]
      }
      // The share within the quartiles ±0.7266868438004227, by SciPy 1.17.1.
      Self.expectMean(chains, 0.5, deviation: 0.5, "quartiles") {
        $0[$0.startIndex + index].magnitude < 0.7266868438004227 ? 1 : 0
      }
      // The share beyond ±4.032142983557536, where SciPy 1.17.1 has 1 %.
      Self.expectMean(chains, 0.01, deviation: 0.0099.squareRoot(), "tails") {
        $0[$0.startIndex + index].magnitude > 4.032142983557536 ? 1 : 0
      }
    }
  }

  @Test("draws from a bent valley with its moments")
  func banana() throws {
    let chains = try Self.sample(Banana(width: 0.3), draws: 4000, target: 0.95)
    Self.expectMean(chains, 0, deviation: 1, "first") { $0[$0.startIndex] }
    Self.expectMean(chains, 1, deviation: 2.09.squareRoot(), "second") { $0[$0.startIndex + 1] }
    Self.expectMean(chains, 1, deviation: 2.0.squareRoot(), "square") {
      $0[$0.startIndex] * $0[$0.startIndex]
    }
    Self.expectMean(chains, 0.09, deviation: 0.09 * 2.0.squareRoot(), "width") {
      let bend = $0[$0.startIndex + 1] - $0[$0.startIndex] * $0[$0.startIndex]
      return bend * bend
    }
  }

  @Test("draws a positive number through its logarithm")
  func halfNormal() throws {
    let chains = try Self.sample(LogHalfNormal(), draws: 2000)
    let mean = (2 / Double.pi).squareRoot()
    Self.expectMean(chains, mean, deviation: (1 - 2 / Double.pi).squareRoot(), "mean") {
      Elementary.exp($0[$0.startIndex])
    }
    Self.expectMean(chains, 1, deviation: 2.0.squareRoot(), "square") {
      Elementary.exp(2 * $0[$0.startIndex])
    }
  }

  @Test("draws a funnel whose coordinates are scaled afterwards")
  func funnel() throws {
    let chains = try Self.sample(
      ScaledNormal(precisions: [1.0 / 9] + Array(repeating: 1, count: 9)))
    Self.expectMean(chains, 0, deviation: 3, "neck") { $0[$0.startIndex] }
    Self.expectMean(chains, 9, deviation: 9 * 2.0.squareRoot(), "neck squared") {
      $0[$0.startIndex] * $0[$0.startIndex]
    }
    // The sign test of a coordinate that is scaled by exp(v / 2): medians survive heavy tails.
    Self.expectMean(chains, 0.5, deviation: 0.5, "signs") {
      Elementary.exp(0.5 * $0[$0.startIndex]) * $0[$0.startIndex + 1] > 0 ? 1 : 0
    }
    #expect(chains.allSatisfy { $0.divergences.isEmpty })
  }

  @Test("draws a truncated density, taking its wall for rejected moves")
  func wall() throws {
    // A standard normal variable above −1: mean and variance by SciPy 1.17.1, truncnorm(-1, inf).
    let chains = try Self.sample(WalledNormal(dimension: 3, wall: -1), draws: 4000)
    Self.expectMean(chains, 0.2875999709391784, deviation: 0.79346, "first") { $0[$0.startIndex] }
    Self.expectMean(chains, 0, deviation: 1, "second") { $0[$0.startIndex + 1] }
    #expect(
      chains.allSatisfy { chain in
        (0..<chain.count).allSatisfy { chain.draws[3 * $0] > -1 }
      })
  }

  @Test("reaches the acceptance it aims at", arguments: [0.6, 0.8, 0.95])
  func acceptance(target: Double) throws {
    let density = ChainedNormal(scales: Array(repeating: 1, count: 50), correlation: 0.5)
    for chain in try Self.sample(density, target: target, metric: .diagonal) {
      // The mean of the settled step lies above the target, because acceptance is concave in the
      // logarithm of the step (Hoffman and Gelman 2014, figure 3 show the same).
      #expect((target - 0.03...target + 0.5 * (1 - target) + 0.06).contains(chain.meanAcceptance))
    }
  }

  @Test("reports the neck of a centered funnel as divergent")
  func divergences() throws {
    let chains = try Self.sample(CenteredFunnel(dimension: 10), target: 0.6, metric: .dense)
    #expect(chains.map(\.divergences.count).reduce(0, +) > 20)
    for chain in chains {
      #expect(chain.divergences == chain.divergences.sorted())
      #expect(chain.divergences.allSatisfy((0..<chain.count).contains))
    }
    // Energies of a funnel change slowly; those of a normal density freely.
    #expect(chains.allSatisfy { $0.energyFraction < 0.6 })
    let normal = try Self.sample(ScaledNormal(precisions: Array(repeating: 1, count: 10)))
    #expect(normal.allSatisfy { $0.energyFraction > 0.7 && $0.divergences.isEmpty })
  }
}
