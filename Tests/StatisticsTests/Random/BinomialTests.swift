import Statistics
import Testing

@Suite("Binomial counts")
struct BinomialTests {
  /// scipy 1.x, `binom.ppf(u, n, p)`.
  static let quantiles: [(trials: Int, chance: Double, uniform: Double, count: Int)] = [
    (1, 0.3, 0.69, 0), (1, 0.3, 0.71, 1), (10, 0.25, 0.5, 2), (10, 0.25, 0.999, 7),
    (100, 0.9, 0.05, 85), (1000, 0.4, 0.5, 400), (1000, 0.4, 0.001, 352),
    (5000, 0.95, 0.2, 4737), (5000, 0.95, 0.9999, 4805), (200_000, 0.013, 0.77, 2637),
    (300, 0.999, 0.3, 300), (300, 0.999, 0.2, 299),
  ]

  @Test("are the quantiles of an established implementation", arguments: quantiles)
  func oracle(_ known: (trials: Int, chance: Double, uniform: Double, count: Int)) {
    #expect(
      Binomial.count(trials: known.trials, chance: known.chance, uniform: known.uniform)
        == known.count)
  }

  @Test("are none or all at the ends")
  func ends() {
    #expect(Binomial.count(trials: 0, chance: 0.5, uniform: 0.9) == 0)
    #expect(Binomial.count(trials: 7, chance: 0, uniform: 0.9) == 0)
    #expect(Binomial.count(trials: 7, chance: 1, uniform: 0.1) == 7)
    #expect(Binomial.count(trials: 7, chance: 0.999_999, uniform: 0) == 0)
    #expect(Binomial.count(trials: 500, chance: 0.5, uniform: 1 - 0x1p-33) <= 500)
  }

  @Test("never fall when the chance rises")
  func monotone() {
    for uniform in [0.001, 0.3, 0.9, 0.999] {
      for trials in [3, 200, 4000] {
        let counts = stride(from: 0.0, through: 1.0, by: 0.01).map {
          Binomial.count(trials: trials, chance: min(1, $0), uniform: uniform)
        }
        #expect(counts == counts.sorted(), "\(trials) trials at \(uniform)")
      }
    }
  }
}
