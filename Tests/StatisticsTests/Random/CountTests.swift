import Statistics
import Testing

@Suite("Counts by inversion")
struct CountTests {
  /// Quantiles of `scipy.stats.poisson`, SciPy 1.17.1.
  @Test(
    "of Poisson equal an established implementation's",
    arguments: [
      (0.3, 0.5, 0), (0.3, 0.99999, 5), (5, 0x1p-33, 0), (5, 1 - 0x1p-33, 25), (127.9, 0.3, 122),
      (128.1, 0.3, 122), (700, 1e-6, 578), (700, 0.5, 700), (700, 1 - 1e-6, 829),
      (1e6, 0.9, 1_001_282), (12345.6, 0x1p-33, 11648),
    ] as [(Double, Double, Int)])
  func poisson(mean: Double, uniform: Double, count: Int) {
    #expect(Poisson.count(mean: mean, uniform: uniform) == count)
  }

  /// Quantiles of `scipy.stats.nbinom(mean / (D − 1), 1 / D)`, SciPy 1.17.1.
  @Test(
    "of negative binomials equal an established implementation's",
    arguments: [
      (0.3, 2, 0.9, 1), (5, 1.5, 0.5, 5), (5, 1.5, 1 - 1e-6, 25), (100, 20, 1e-3, 14),
      (129, 20, 0.01, 40), (129, 20, 0.99, 275), (500, 1.001, 0.5, 500), (500, 300, 0.2, 182),
      (1e4, 3, 0.999, 10542),
    ] as [(Double, Double, Double, Int)])
  func negativeBinomial(mean: Double, dispersion: Double, uniform: Double, count: Int) {
    let found = NegativeBinomial.count(mean: mean, dispersion: dispersion, uniform: uniform)
    #expect(found == count)
  }

  @Test("are zero for a mean of zero")
  func zeroMean() {
    #expect(Poisson.count(mean: 0, uniform: 0.999_999) == 0)
    #expect(NegativeBinomial.count(mean: 0, dispersion: 3, uniform: 0.999_999) == 0)
  }

  @Test(
    "never fall when the mean or the number rises", arguments: [1, 1.0001, 1.7, 25] as [Double])
  func monotony(dispersion: Double) {
    let uniforms = [0x1p-33, 1e-4, 0.03, 0.2, 0.5, 0.8, 0.97, 0.9999, 1 - 0x1p-33]
    for uniform in uniforms {
      var last = 0
      for step in 0...1_600 {
        let mean = 0.0005 * Double(step) * Double(step)
        let count = NegativeBinomial.count(mean: mean, dispersion: dispersion, uniform: uniform)
        #expect(count >= last, "mean \(mean), uniform \(uniform)")
        last = count
      }
    }
    for mean in [0.01, 1, 30, 127, 129, 900] {
      let counts = uniforms.map {
        NegativeBinomial.count(mean: mean, dispersion: dispersion, uniform: $0)
      }
      #expect(counts == counts.sorted(), "mean \(mean)")
    }
  }

  @Test("of a negative binomial approach Poisson as the dispersion approaches one")
  func poissonLimit() {
    for mean in [0.2, 3, 60, 200] {
      for uniform in [0.013, 0.31, 0.77, 0.998] {
        #expect(
          NegativeBinomial.count(mean: mean, dispersion: 1 + 1e-12, uniform: uniform)
            == Poisson.count(mean: mean, uniform: uniform))
      }
    }
  }

  @Test("stop at a mean that is not a number")
  func notANumber() async {
    await #expect(processExitsWith: .failure) {
      _ = Poisson.count(mean: .nan, uniform: 0.5)
    }
  }
}
